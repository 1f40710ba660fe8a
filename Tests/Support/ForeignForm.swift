import Foundation

/// Writes sessions in the forms of other tools: an entry of a file that the tool wrote, with another exchange in it.
public struct ForeignForm: Sendable, CustomStringConvertible {
  /// The file's name in `Tests/Fixtures/recordings`.
  public let name: String
  /// How the tool writes times.
  private let timeSuffix: String

  /// The file's name, by which a test's messages tell the forms apart.
  public var description: String { name }

  /// The forms that are known.
  public static let all = [
    ForeignForm(name: "mitmproxy", timeSuffix: ".000000+00:00"),
    ForeignForm(name: "chromium-devtools", timeSuffix: ".000Z"),
    ForeignForm(name: "playwright", timeSuffix: ".000Z"),
    ForeignForm(name: "replay", timeSuffix: "Z"),
  ]

  /// One exchange.
  public struct Exchange: Sendable {
    var second: Int
    var method: String
    var url: String
    var body: String?
    var status: Int
    var type: String
    var answer: String

    /// Creates an exchange; a body is JSON.
    public init(
      _ second: Int, _ method: String, _ url: String, body: String? = nil, status: Int = 200,
      type: String = "application/json", _ answer: String
    ) {
      self.second = second
      self.method = method
      self.url = url
      self.body = body
      self.status = status
      self.type = type
      self.answer = answer
    }
  }

  /// The exchanges, as the tool would have written them.
  public func file(_ exchanges: [Exchange]) throws -> [UInt8] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/recordings/\(name).har")
    guard var root = try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any],
      var log = root["log"] as? [String: Any], let entries = log["entries"] as? [[String: Any]]
    else { throw CocoaError(.fileReadCorruptFile) }
    log["entries"] = try exchanges.map { try entry($0, entries) }
    root["log"] = log
    return Array(try JSONSerialization.data(withJSONObject: root))
  }

  private func entry(_ exchange: Exchange, _ entries: [[String: Any]]) throws -> [String: Any] {
    let like = entries.first { entry in
      let request = entry["request"] as? [String: Any]
      let data = request?["postData"] as? [String: Any]
      return request?["method"] as? String == (exchange.body == nil ? "GET" : "POST")
        && (exchange.body == nil || data?["mimeType"] as? String == "application/json")
    }
    guard var entry = like, var request = entry["request"] as? [String: Any],
      var response = entry["response"] as? [String: Any],
      var content = response["content"] as? [String: Any], let url = URLComponents(string: exchange.url)
    else { throw CocoaError(.fileReadCorruptFile) }
    let minute = exchange.second / 60
    entry["startedDateTime"] =
      "2026-11-21T14:\(Self.two(minute)):\(Self.two(exchange.second % 60))\(timeSuffix)"
    request["method"] = exchange.method
    request["url"] = exchange.url
    request["headers"] = Self.headers(request["headers"], url, exchange)
    request["queryString"] = (url.queryItems ?? []).map { ["name": $0.name, "value": $0.value ?? ""] }
    if let body = exchange.body, var data = request["postData"] as? [String: Any] {
      data["text"] = body
      request["postData"] = data
    }
    content["mimeType"] = exchange.type
    content["size"] = exchange.answer.utf8.count
    let isText = exchange.type.hasSuffix("json") || exchange.type.hasPrefix("text/")
    content["encoding"] = isText ? nil : "base64"
    content["text"] = isText ? exchange.answer : Data(exchange.answer.utf8).base64EncodedString()
    response["content"] = content
    response["status"] = exchange.status
    response["headers"] = Self.headers(response["headers"], url, exchange)
    entry["request"] = request
    entry["response"] = response
    return entry
  }

  private static func headers(_ headers: Any?, _ url: URLComponents, _ exchange: Exchange) -> [[String: Any]]
  {
    let list = headers as? [[String: Any]] ?? []
    return list.map { header in
      var header = header
      switch (header["name"] as? String)?.lowercased() {
      case "host", ":authority": header["value"] = url.host ?? ""
      case ":path": header["value"] = url.path
      case ":method": header["value"] = exchange.method
      case "content-type": header["value"] = exchange.type
      default: break
      }
      return header
    }
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
