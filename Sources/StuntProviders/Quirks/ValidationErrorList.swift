import StuntContract
import StuntEngine
import StuntJSON
import StuntSchema

/// A list of validation errors as Python's pydantic 2 and FastAPI write them: `{"detail": [{type, loc, msg, input, ctx}]}`.
///
/// One entry for each place in the request, in the order of the schema's properties.
enum ValidationErrorList {
  static let quirk = BodyQuirk(name: "validationErrorList") { violations, request in
    let entries = reduced(entries(of: violations, in: request))
    return JSONWriter.bytes(["detail": .array(entries.map(\.json))])
  }

  private static func entries(of violations: [CallViolation], in request: [UInt8]) -> [ValidationEntry] {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: request, limits: .message)
    } catch {
      return violations.flatMap { violation -> [ValidationEntry] in
        guard violation.part == .body else { return entries(of: violation, in: nil) }
        return request.isEmpty ? [.missing(["body"], in: .null)] : [.unreadable(request, error)]
      }
    }
    return violations.flatMap { entries(of: $0, in: document.root.value) }
  }

  private static func entries(of violation: CallViolation, in body: JSONValue?) -> [ValidationEntry] {
    let place: ValidationEntry.Place
    switch violation.part {
    case .body: place = ValidationEntry.Place(prefix: ["body"], root: body ?? .null)
    case .contentType: place = ValidationEntry.Place(prefix: ["header", "content-type"], root: .null)
    case .path(let name), .query(let name), .field(let name):
      let found = violation.cause.flatMap { try? JSONValue(parsing: Array($0.found.utf8)) }
      place = ValidationEntry.Place(
        prefix: [.string(violation.part.name), .string(name)], root: found ?? .null)
    }
    guard let cause = violation.cause else {
      if violation.keyword == "required" { return [.missing(place.prefix, in: .null)] }
      return [.other(place.prefix, in: .null, message: violation.message)]
    }
    return ValidationEntry.entries(of: cause, in: place)
  }

  /// One entry a place, the one that the model's own reader would come to first.
  private static func reduced(_ entries: [ValidationEntry]) -> [ValidationEntry] {
    var reduced: [ValidationEntry] = []
    for entry in entries {
      if let index = reduced.firstIndex(where: { $0.location == entry.location }) {
        if entry.rank < reduced[index].rank { reduced[index] = entry }
      } else {
        reduced.append(entry)
      }
    }
    // A list that is too long is not read any further; whether it is too short is known once its elements are read.
    return reduced.filter { entry in
      !reduced.contains { $0.type == "too_long" && entry.isBelow($0) }
        && !(entry.type == "too_short" && reduced.contains { $0.isBelow(entry) })
    }
  }
}
