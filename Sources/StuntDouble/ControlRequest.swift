import StuntEngine
import StuntHTTP
import StuntJSON

/// A request to the control operations under `/_stunt/`, read.
struct ControlRequest {
  /// The path's segments after `_stunt`.
  let segments: [String]
  let method: HTTPMethod
  /// The body's members; empty without a body.
  let body: JSONObject
  /// The key of the tenant that it is about; nil for all tenants.
  let key: ArraySlice<UInt8>?
  /// The first pair of each name in the query.
  let query: URLEncodedPairs

  /// Text of the program's own, which nobody has to ask whether it was made yet.
  private static let prefix: StaticString = "/_stunt"

  /// Whether a request is one.
  static func isControl(_ request: borrowing HTTPRequest) -> Bool {
    let path = request.pathRange
    // The usual request differs in the second byte already.
    let count = prefix.utf8CodeUnitCount
    guard path.count >= count, request.head[path.lowerBound + 1] == UInt8(ascii: "_") else { return false }
    let tail = request.head[path].dropFirst(count)
    let isBelow = prefix.withUTF8Buffer { request.head[path].starts(with: $0) }
    return isBelow && (tail.isEmpty || tail.first == UInt8(ascii: "/"))
  }

  /// Reads a request.
  ///
  /// The tenant is named by the member or query parameter `key`, or by an `Authorization` field as its client sends it.
  init(_ request: HTTPRequest) throws(Complaint) {
    method = request.method == .head ? .get : request.method
    segments = request.pathText.split(separator: "/").dropFirst().map(String.init)
    do {
      query = try URLEncodedPairs(parsing: request.query ?? [])
    } catch { throw .badControl("the query cannot be read: \(error)") }
    if request.body.isEmpty {
      body = JSONObject()
    } else {
      do {
        guard case .object(let object) = try JSONDocument(parsing: request.body).root.value else {
          throw Complaint.badControl("the body is no JSON object; send one, such as {\"seconds\": 10}")
        }
        body = object
      } catch let error as JSONError {
        throw .badControl("the body is not valid JSON: \(error)")
      } catch let error as Complaint {
        throw error
      } catch { throw .badControl("the body cannot be read") }
    }
    if case .string(let key)? = body["key"] {
      self.key = Array(key.utf8)[...]
    } else if let key = query["key"] {
      self.key = Array(key.utf8)[...]
    } else if let value = request.authorization, let space = value.firstIndex(of: UInt8(ascii: " ")) {
      key = value[value.index(after: space)...].drop { $0 == UInt8(ascii: " ") }
    } else {
      key = nil
    }
  }

  /// A string member, or query parameter.
  func string(_ name: String) -> String? {
    if case .string(let text)? = body[name] { return text }
    return query[name]
  }

  /// A number member, or query parameter.
  func number(_ name: String) throws(Complaint) -> Double? {
    if case .number(let number)? = body[name] { return number.double }
    guard let text = query[name] else {
      guard body[name] == nil else { throw .badControl("\"\(name)\" is no number") }
      return nil
    }
    guard let number = Double(text) else { throw .badControl("\"\(name)\" is \"\(text)\"; send a number") }
    return number
  }

  /// Refuses members that mean nothing, so that a slip of the pen does not pass for success.
  func refuseMembers(except known: [String]) throws(Complaint) {
    for name in body.names + query.list.map(\.name) where name != "key" && !known.contains(name) {
      throw .badControl(
        "\"\(name)\" means nothing here; known are \((known + ["key"]).map { "\"\($0)\"" }.joined(separator: ", "))"
      )
    }
  }
}
