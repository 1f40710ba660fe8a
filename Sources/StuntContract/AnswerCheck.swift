import StuntJSON
import StuntSchema

extension Operation {
  /// Where an answer disagrees with the documented response of its status; empty for a good one.
  ///
  /// - Parameters:
  ///   - essence: The media type without parameters; nil for an answer without content.
  ///   - body: The content; only JSON is looked into.
  package func violations(status: Int, essence: String?, body: [UInt8]) -> [CallViolation] {
    let messages = messages
    guard let response = messages.response(status: status) else {
      let known = messages.responses.compactMap(\.status).map(String.init).joined(separator: ", ")
      return [
        CallViolation(
          part: .body, location: .root, keyword: "status",
          message: "the status \(status) is not documented for \(id); documented are \(known)")
      ]
    }
    guard let essence else {
      guard response.contents.isEmpty else {
        return [
          CallViolation(
            part: .body, location: .root, keyword: "required",
            message: "the answer has no content; \(response.contents[0].essence) is documented")
        ]
      }
      return []
    }
    guard let content = response.contents.first(where: { $0.essence == essence }) else {
      return [
        CallViolation(
          part: .contentType, location: .root, keyword: "mediaType",
          message: "the media type \(essence) is not documented for status \(status) of \(id)")
      ]
    }
    guard essence.hasSuffix("json"), let schema = content.schema else { return [] }
    do {
      let document = try JSONDocument(parsing: body, limits: .message)
      if schema.isValid(document) { return [] }
      return schema.violations(of: document, limit: Limits.violationsMax).map(CallViolation.init(body:))
    } catch {
      return [
        CallViolation(
          part: .body, location: .root, keyword: "syntax", message: "the answer is not JSON: \(error)")
      ]
    }
  }
}
