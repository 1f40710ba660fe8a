package import StuntContract

/// A body that no example can show, made by a function: what the documents name with `"quirk"`.
package struct BodyQuirk: Sendable {
  /// The name in the documents.
  package let name: String
  /// Makes the body as JSON from what is wrong with a request and the request's body, which need not be JSON.
  package let make: @Sendable (_ violations: [CallViolation], _ request: [UInt8]) -> [UInt8]

  /// A quirk of that name.
  package init(
    name: String, make: @escaping @Sendable (_ violations: [CallViolation], _ request: [UInt8]) -> [UInt8]
  ) {
    self.name = name
    self.make = make
  }
}
