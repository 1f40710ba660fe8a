import StuntJSON
import StuntSchema

/// What must hold for every schema and instance; shared by the fuzzer and the test of its findings.
///
/// An input is a schema, a line feed and an instance; or a slash, a pattern, a line feed and a text.
enum SchemaCheck {
  /// What does not hold, if anything.
  static func complaint(about bytes: [UInt8]) -> String? {
    guard bytes.count < 4096, let line = bytes.firstIndex(of: 0x0A) else { return nil }
    let first = Array(bytes[..<line])
    let second = Array(bytes[(line + 1)...])
    if first.first == 0x2F { return complaint(aboutPattern: Array(first.dropFirst()), text: second) }
    let limits = JSONLimits(depth: 40, members: 100, numberBytes: 40)
    guard let schema = try? JSONDocument(parsing: first, limits: limits) else { return nil }
    guard let instance = try? JSONDocument(parsing: second, limits: limits) else { return nil }
    var lenient = SchemaCompiler.Options.lenient
    lenient.assertFormats = true
    let isLenient = complaint(about: schema, instance, lenient)
    return isLenient ?? complaint(about: schema, instance, .openAPI)
  }

  private static func complaint(
    about document: JSONDocument, _ instance: JSONDocument, _ options: SchemaCompiler.Options
  ) -> String? {
    var compiler = SchemaCompiler(options: options)
    do throws(SchemaError) {
      try compiler.register(document, at: "https://fuzz.example/schema")
      let schema = try compiler.compile("https://fuzz.example/schema")
      return complaint(about: schema, instance)
    } catch {
      return error.description.split(separator: ";").count >= 3 ? nil : "no three parts: \(error)"
    }
  }

  private static func complaint(about schema: Schema, _ instance: JSONDocument) -> String? {
    let violations = schema.violations(of: instance)
    guard schema.isValid(instance) == violations.isEmpty else { return "two verdicts" }
    guard violations.count <= Limits.violationsMax else { return "more violations than the limit" }
    for violation in violations {
      guard instance.root[violation.instanceLocation]?.index == violation.foundIndex else {
        return "the location leads elsewhere: \(violation)"
      }
      guard violation.message.split(separator: ";").count >= 3 else { return "no three parts: \(violation)" }
    }
    guard schema.violations(of: instance) == violations else { return "asked twice, answered differently" }
    return schema.violations(of: instance, limit: 1).count == min(1, violations.count)
      ? nil : "limit not kept"
  }

  private static func complaint(aboutPattern pattern: [UInt8], text: [UInt8]) -> String? {
    do throws(RegularExpressionError) {
      let expression = try RegularExpression(String(decoding: pattern, as: UTF8.self))
      let text = String(decoding: text, as: UTF8.self)
      return expression.matches(text) == expression.matchesBySimulation(text)
        ? nil : "table and simulation differ"
    } catch {
      return error.description.isEmpty ? "no sentence" : nil
    }
  }
}
