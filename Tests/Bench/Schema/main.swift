// Usage: schema SCHEMAS POINTER INSTANCE [SECONDS]. Prints nanoseconds per parse, per validation and per both.
//
// SCHEMAS is a document (an OpenAPI one, say), POINTER the fragment of a schema in it, INSTANCE a file to validate.
// Each figure is the median of rounds of about a fiftieth of the time, so that neighbours on the machine matter little.

import Foundation
import StuntJSON
import StuntSchema

let arguments = CommandLine.arguments
guard arguments.count >= 4, let schemas = FileManager.default.contents(atPath: arguments[1]),
  let text = FileManager.default.contents(atPath: arguments[3])
else {
  FileHandle.standardError.write(Data("usage: schema SCHEMAS POINTER INSTANCE [SECONDS]\n".utf8))
  exit(64)
}
let seconds = arguments.count > 4 ? Double(arguments[4]) ?? 1 : 1

var options = SchemaCompiler.Options.openAPI
options.refusesUnknownKeywords = false
var compiler = SchemaCompiler(options: options)
try compiler.register(JSONDocument(parsing: Array(schemas)), at: "schemas.json")
let schema = try compiler.compile("schemas.json#" + arguments[2])
let bytes = Array(text)
let instance = try JSONDocument(parsing: bytes)
guard schema.isValid(instance) else {
  for violation in schema.violations(of: instance) { print(violation) }
  exit(1)
}

/// The median of nanoseconds per call.
func measure(_ body: () throws -> Bool) rethrows -> Double {
  var calls = 1_000
  var rounds: [Double] = []
  let clock = ContinuousClock()
  for round in 0..<51 {
    var valid = 0
    let elapsed = try clock.measure { for _ in 0..<calls { valid += try body() ? 1 : 0 } }
    precondition(valid == calls)
    let nanoseconds = Double(elapsed.components.attoseconds) / 1e9 + Double(elapsed.components.seconds) * 1e9
    if round == 0 {
      calls = max(1_000, Int(Double(calls) * seconds / 50 * 1e9 / nanoseconds))
    } else {
      rounds.append(nanoseconds / Double(calls))
    }
  }
  return rounds.sorted()[rounds.count / 2]
}

print("parse \(try measure { try JSONDocument(parsing: bytes).tape.count > 0 })")
print("validate \(measure { schema.isValid(instance) })")
print("parse+validate \(try measure { schema.isValid(try JSONDocument(parsing: bytes)) })")
