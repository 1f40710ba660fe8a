import StuntCrypto
import StuntHTTP
import StuntJSON
import StuntRecording

/// A secret in one place of an exchange.
struct Planted: Sendable, CustomStringConvertible {
  let description: String
  let secret: String
  /// The exchange with the secret in it.
  let interaction: Interaction

  /// Rules of nobody's provider.
  static let rules: RecordingRules = {
    let document = """
      {"source":"none","fields":["X-Listed"],"query":["logs","hook","after"],"keys":[["nim_",{"of":"word","min":12}]],
      "members":["state","prompt","clip_url","error","message","data","payload","items","file","notes"],
      "identifiers":["id","clip_id"],"jobs":["/id"],"volatile":{"members":["/notes"]}}
      """
    do { return try RecordingRules(compiling: Array(document.utf8)) } catch {
      preconditionFailure("\(error)")
    }
  }()

  static let key = Array("0123456789abcdef0123456789abcdef".utf8)

  /// A secret that occurs nowhere else; put together here, so that no scanner takes this file for one with keys.
  static func random(_ number: Int, count: Int = 28) -> String {
    let characters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789".utf8)
    let hash = SHA256.hash("planted \(number)".utf8) + SHA256.hash("more \(number)".utf8)
    return String(decoding: hash.prefix(count).map { characters[Int($0) % characters.count] }, as: UTF8.self)
  }

  static func providerKey(_ number: Int) -> String { "nim_" + random(number) + "7" }

  private static let all: [(String, String, @Sendable (inout Interaction, String) -> Void)] = [
    ("bearer field", random(1), { $0.request.fields.append(RecordedField("authorization", "Bearer \($1)")) }),
    (
      "basic field", Base64.encode(Array("user:\(random(2))".utf8)),
      { $0.request.fields.append(RecordedField("Authorization", "Basic \($1)")) }
    ),
    ("key field", random(3), { $0.request.fields.append(RecordedField("X-Api-Key", $1)) }),
    (
      "listed field", "ghp_" + random(4),
      { $0.request.fields.append(RecordedField("X-Listed", "made by \($1), today")) }
    ),
    (
      "user agent", "xoxb-123456-" + random(5),
      { $0.request.fields.append(RecordedField("User-Agent", "bot/1.0 (\($1))")) }
    ),
    ("cookie", random(6), { $0.request.fields.append(RecordedField("Cookie", "theme=dark; sid=\($1)")) }),
    (
      "set-cookie", random(7),
      { $0.response.fields.append(RecordedField("Set-Cookie", "session=\($1); Path=/; HttpOnly")) }
    ),
    ("cookie of the tool", random(8), { $0.request.cookies = [["name": "sid", "value": .string($1)]] }),
    ("query", random(9), { $0.request.url = "https://api.nimbus.example/v1/clips?logs=1&token=\($1)" }),
    (
      "query in a query", random(10),
      { $0.request.url = "https://api.nimbus.example/v1?hook=https%3A%2F%2Fme.example%2F%3Ftoken%3D\($1)" }
    ),
    ("key in a path", providerKey(11), { $0.request.url = "https://api.nimbus.example/v1/keys/\($1)/clips" }),
    (
      "credentials in a URL", random(12),
      { $0.response.fields.append(RecordedField("Location", "https://me:\($1)@cdn.example/a")) }
    ),
    ("redirect", random(13), { $0.response.redirectURL = "https://cdn.example/a?access_token=\($1)" }),
    (
      "fragment", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + random(14),
      { $0.response.fields.append(RecordedField("location", "https://me.example/#id_token=\($1)")) }
    ),
    (
      "signed URL", SHA256.hexadecimal("15".utf8),
      {
        answer(
          &$0, #"{"clip_url":"https://cdn.example/a.mp4?X-Amz-Date=20261121T000000Z&X-Amz-Signature=\#($1)"}"#
        )
      }
    ),
    (
      "signed URL in a text", random(16),
      { answer(&$0, #"{"message":"see https://cdn.example/a.mp4?se=1&sig=\#($1), please"}"#) }
    ),
    ("member", random(17), { answer(&$0, #"{"id":"clip_1","client_secret":"\#($1)"}"#) }),
    (
      "member of a member", random(18),
      { answer(&$0, #"{"data":[{"state":"x","auth":{"password":"\#($1)"}}]}"#) }
    ),
    ("name of a member", providerKey(19), { answer(&$0, #"{"data":{"\#($1)":1}}"#) }),
    ("prompt", providerKey(20), { post(&$0, #"{"prompt":"a cat, my key is \#($1)."}"#) }),
    ("random text in a prompt", random(21), { post(&$0, #"{"prompt":"the code is \#($1) they say"}"#) }),
    (
      "nested JSON", random(22),
      { post(&$0, #"{"payload":"{\"state\":1,\"inner\":\"{\\\"api_key\\\":\\\"\#($1)\\\"}\"}"}"#) }
    ),
    (
      "base64", providerKey(23),
      { post(&$0, #"{"payload":"\#(Base64.encode(Array("{\"prompt\":\"\($1)\"}".utf8)))"}"#) }
    ),
    (
      "base64 in a text", providerKey(24),
      { answer(&$0, "state=\(Base64.encode(Array("key is \($1) here".utf8))) and so on", "text/plain") }
    ),
    ("multipart", random(25), { form(&$0, "password", $1) }),
    ("JSON in multipart", random(26), { form(&$0, "payload", #"{"access_token":"\#($1)"}"#) }),
    ("form", random(27), { post(&$0, "prompt=a+cat&secret=\($1)", "application/x-www-form-urlencoded") }),
    (
      "event", random(28),
      { answer(&$0, "id: 1\ndata: {\"state\":\"x\",\"token\":\"\($1)\"}\n\n", "text/event-stream") }
    ),
    ("comment of an event", providerKey(29), { answer(&$0, ": served for \($1)\n\n", "text/event-stream") }),
    (
      "webhook", "whsec_" + random(30),
      {
        $0.isWebhook = true; post(&$0, #"{"id":"clip_1","notes":"sign with \#($1)"}"#)
      }
    ),
    (
      "error text", providerKey(31),
      { answer(&$0, #"{"error":{"message":"Incorrect API key provided: \#($1). Find yours."}}"#) }
    ),
    ("error page", random(32), { answer(&$0, "<p>Authorization: Bearer \($1)</p>", "text/html") }),
    ("cut JSON", random(33), { answer(&$0, #"{"id":"clip_1","token":"\#($1)","sta"#) }),
    (
      "private key", random(34, count: 60),
      {
        answer(
          &$0, "{\"message\":\"-----BEGIN RSA PRIVATE KEY-----\\n\($1)\\n-----END RSA PRIVATE KEY-----\"}")
      }
    ),
    ("AWS key", "AKIA" + "J7XQ2LM5N8PRT4VW", { answer(&$0, #"{"message":"denied for \#($1)"}"#) }),
    (
      "member of the tool", "AIza" + random(36, count: 35),
      { $0.extra.append("_initiator", ["url": .string("https://a.example/?key=\($1)")]) }
    ),
    ("comment of the tool", providerKey(37), { $0.extra.append("comment", .string("with \($1)")) }),
    ("lines", random(38), { answer(&$0, "{\"state\":1}\n{\"secret\":\"\($1)\"}\n", "application/x-ndjson") }),
  ]

  static let cases: [Planted] = all.map { name, secret, plant in
    var interaction = Sample.interaction(at: 0, method: "POST", posted: #"{"prompt":"a cat"}"#)
    plant(&interaction, secret)
    return Planted(description: name, secret: secret, interaction: interaction)
  }

  private static func answer(
    _ interaction: inout Interaction, _ text: String, _ type: String = "application/json"
  ) {
    interaction.response.body = RecordedBody(mediaType: type, bytes: Array(text.utf8))
  }

  private static func post(
    _ interaction: inout Interaction, _ text: String, _ type: String = "application/json"
  ) {
    interaction.request.body = RecordedBody(mediaType: type, bytes: Array(text.utf8))
  }

  private static func form(_ interaction: inout Interaction, _ name: String, _ text: String) {
    var writer = MultipartWriter(boundary: "XXbound")
    writer.append(name: "prompt", text: "a cat")
    writer.append(name: name, text: text)
    let bytes = writer.finish()
    interaction.request.body = RecordedBody(mediaType: "multipart/form-data; boundary=XXbound", bytes: bytes)
  }
}
