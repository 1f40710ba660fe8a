import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct FormTests {
  /// A multipart body: each part's name, its text, and its file name.
  private func call(_ parts: [(name: String, text: String, file: String?)]) throws -> Call {
    var body = ""
    for part in parts {
      let file = part.file.map { "; filename=\"\($0)\"\r\nContent-Type: image/png" } ?? ""
      body += "--x\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(file)\r\n\r\n\(part.text)\r\n"
    }
    body += "--x--\r\n"
    return try Nimbus.call(
      .post, "/nimbus/v1/films", ["Content-Type": "multipart/form-data; boundary=x"], body: body)
  }

  private func call(pairs: String) throws -> Call {
    try Nimbus.call(
      .post, "/nimbus/v1/films", ["Content-Type": "application/x-www-form-urlencoded"], body: pairs)
  }

  @Test func `texts become what the schema wants`() throws {
    let call = try call([
      ("prompt", "12", nil), ("seconds", "5", nil), ("seed", "", nil), ("options[grain]", "0.5", nil),
      ("options[loop]", "yes", nil), ("style", "true", nil),
    ])
    #expect(call.violations.isEmpty)
    #expect(
      call.body?.root.value == [
        "prompt": "12", "seconds": 5, "seed": nil,
        "options": ["grain": .number(JSONNumber(0.5) ?? 0), "loop": true], "style": "true",
      ])
    #expect(call.bodyAsSent == call.body?.bytes)
  }

  @Test func `a text that does not fit is complained about as a text`() throws {
    let call = try call([
      ("prompt", "rain", nil), ("seconds", "five", nil), ("options[loop]", "perhaps", nil),
    ])
    #expect(call.violations.map(\.summary) == ["body /seconds type", "body /options/loop type"])
  }

  @Test func `a name sent again makes a list`() throws {
    let one = try call([("prompt", "rain", nil), ("tags", "a", nil)])
    #expect(one.body?.root["tags"]?.value == ["a"])
    let two = try call([("prompt", "rain", nil), ("tags", "a", nil), ("tags", "b", nil)])
    #expect(two.body?.root["tags"]?.value == ["a", "b"])
    let bracketed = try call([("prompt", "rain", nil), ("tags[]", "a", nil), ("tags[]", "b", nil)])
    #expect(bracketed.body?.root["tags"]?.value == ["a", "b"])
    let numbered = try call([("prompt", "rain", nil), ("tags[0]", "a", nil), ("tags[1]", "b", nil)])
    #expect(numbered.body?.root["tags"]?.value == ["a", "b"])
    let many = try call(["a", "b", "c", "d"].map { ("tags", $0, nil) } + [("prompt", "rain", nil)])
    #expect(many.violations.map(\.summary) == ["body /tags maxItems"])
  }

  @Test func `a name sent again where one value is wanted is a violation`() throws {
    let call = try call([("prompt", "rain", nil), ("seconds", "5", nil), ("seconds", "6", nil)])
    #expect(call.violations.map(\.summary) == ["body /seconds type"])
    #expect(call.body?.root["seconds"]?.value == [5, 6])
  }

  @Test func `a file becomes a sentence, and an alternative takes text or members`() throws {
    let file = try call([("prompt", "rain", nil), ("reference", "PNG", "a.png")])
    #expect(file.violations.isEmpty)
    #expect(file.body?.root["reference"]?.string == "file a.png, image/png, 3 bytes")
    let nested = try call([("prompt", "rain", nil), ("reference[image_url]", "https://a.example/b.png", nil)])
    #expect(nested.violations.isEmpty)
    #expect(nested.body?.root["reference"]?["image_url"]?.string == "https://a.example/b.png")
  }

  @Test func `pairs are read like a form`() throws {
    let call = try call(pairs: "prompt=rain+%26+wind&seconds=5&options%5Bloop%5D=1&tags=a&tags=b")
    #expect(call.violations.isEmpty)
    #expect(
      call.body?.root.value == [
        "prompt": "rain & wind", "seconds": 5, "options": ["loop": true], "tags": ["a", "b"],
      ])
  }

  @Test(arguments: [
    ("prompt=%zz", "the form cannot be read: "),
    ("prompt=a&tags[5]=b", "the field \"tags.5\" contradicts an earlier one"),
    ("prompt=a&options=b&options[loop]=1", "the field \"options.loop\" contradicts an earlier one"),
    ("prompt[=a", "the form cannot be read: "),
  ])
  func `a form that cannot be read says why`(pairs: String, reason: String) throws {
    let call = try call(pairs: pairs)
    #expect(call.violations.map(\.summary) == ["body syntax"])
    #expect(call.violations.first?.message.contains(reason) == true)
    #expect(call.body == nil)
  }

  @Test func `a multipart body that is broken says why`() throws {
    let none = try Nimbus.call(
      .post, "/nimbus/v1/films", ["Content-Type": "multipart/form-data"], body: "--x--\r\n")
    #expect(none.violations.map(\.summary) == ["body syntax"])
    let endless = try Nimbus.call(
      .post, "/nimbus/v1/films", ["Content-Type": "multipart/form-data; boundary=x"], body: "--x\r\n")
    #expect(endless.violations.map(\.summary) == ["body syntax"])
    let call = try call([("prompt", "rain", nil)])
    #expect(call.violations.isEmpty)
  }

  @Test func `a field that is no text has to be a file`() throws {
    var body = Array("--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n".utf8)
    body += [0xFF, 0xFE] + Array("\r\n--x--\r\n".utf8)
    let (contract, router) = try Nimbus.compiled.get()
    let request = HTTPRequest(
      method: .post, target: "/nimbus/v1/films", fields: ["Content-Type": "multipart/form-data; boundary=x"],
      body: body)
    guard case .found(let endpoint, let parameters) = router.route(request) else { return }
    let call = contract.read(request, endpoint: endpoint, parameters: parameters)
    #expect(
      call.violations.map(\.message) == [
        "the form cannot be read: the field \"prompt\" is not UTF-8; send it as text, or as a file with a filename"
      ])
  }
}
