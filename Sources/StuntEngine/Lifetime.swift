import StuntJSON

/// How long files can be fetched after their job ended: always the same, or as the request wishes.
final class Lifetime: Sendable {
  let standard: Instant.Span
  /// What the request wishes, by name.
  let wish: Binding?
  let spans: [(name: [UInt8], span: Instant.Span)]

  init(standard: Instant.Span, wish: Binding? = nil, spans: [(name: [UInt8], span: Instant.Span)] = []) {
    self.standard = standard
    self.wish = wish
    self.spans = spans
  }
}

extension Turn {
  /// How long the script of the turn's job lets files be fetched; nil where it says nothing of that.
  var scriptedLifetime: Instant.Span? {
    guard let job, job.marks.contains(.staged) else { return nil }
    return provider.scenarios[Int(job.scenario)].resultSpan
  }

  /// How long the files of the turn's job can be fetched.
  mutating func span(of lifetime: Lifetime) -> Instant.Span {
    if let span = scriptedLifetime { return span }
    guard let wish = lifetime.wish else { return lifetime.standard }
    let name = withOwnProgram { $0.value(of: wish).plainText }
    return lifetime.spans.first { $0.name == name }?.span ?? lifetime.standard
  }
}
