import StuntContract
import StuntEngine
import StuntJSON
import StuntProviders
import StuntSchema

/// `stuntdouble bench-schema`: how long the validation of a documented request takes. For `make bench`; not in the help.
enum BenchSchema {
  /// Validates the first operation's example that has one, again and again, and prints nanoseconds.
  static func run(seconds: Double) throws -> ExitCode {
    let registry = try ProviderRegistry()
    for provider in registry.providers {
      for operation in provider.contract.operations {
        guard let body = operation.messages.requestBodies.first, let example = body.example else { continue }
        let document = try JSONDocument(parsing: example)
        Terminal.out("\(provider.name) \(operation.id) \(String(decoding: example, as: UTF8.self))")
        Terminal.out("nanoseconds-per-validation \(measure(body, document, seconds: seconds))")
      }
    }
    return .success
  }

  private static func measure(
    _ body: Operation.RequestBody, _ document: JSONDocument, seconds: Double
  ) -> Double {
    var count = 0
    var valid = 0
    let start = Terminal.monotonicNanoseconds
    let end = start + Int64(seconds * 1e9)
    var now = start
    while now < end {
      for _ in 0..<10_000 where body.schema.isValid(document) { valid += 1 }
      count += 10_000
      now = Terminal.monotonicNanoseconds
    }
    precondition(valid == count, "the example is valid")
    return Double(now - start) / Double(count)
  }
}

extension Subcommand {
  static let benchSchema = Subcommand("bench-schema", help: nil) { (arguments) throws(UsageError) in
    let read = try ReadArguments(arguments, of: "bench-schema", flags: [Flag("--seconds", value: "S")])
    let seconds = try read.number("--seconds", in: 0.01...60) ?? 1
    return { try BenchSchema.run(seconds: seconds) }
  }
}
