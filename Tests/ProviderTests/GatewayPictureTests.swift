import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// Pictures of the gateway that ships.
@Suite struct GatewayPictureTests {
  private let key = "Bearer lmnfl_a.b"
  private static let file =
    "Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png"

  private func generate(
    _ driver: inout ProviderDriver, _ body: String, base: String = "/lumenfall/openai/v1", query: String = ""
  ) throws -> Reply {
    try driver.send(
      .post, base + "/images/generations" + query,
      ["Content-Type": "application/json", "Authorization": key],
      body: Array(body.utf8))
  }

  /// Posts a form of parts, each given by its head.
  private func edit(_ driver: inout ProviderDriver, _ parts: [String], content: String = "picture") throws
    -> Reply
  {
    var text = ""
    for part in parts {
      text += "--b\r\n\(part)" + (part.contains("filename") ? "\r\n\r\n\(content)\r\n" : "\r\n")
    }
    for (name, value) in [("prompt", "A cat"), ("n", "2")] {
      text += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    return try driver.send(
      .post, "/lumenfall/v1/images/edits",
      ["Content-Type": "multipart/form-data; boundary=b", "Authorization": key],
      body: Array((text + "--b--\r\n").utf8))
  }

  private func model(_ name: String) -> String {
    "Content-Disposition: form-data; name=\"model\"\r\n\r\n\(name)"
  }

  @Test(arguments: ["/lumenfall/openai/v1", "/lumenfall/v1"])
  func `pictures come at once, and their files for an hour`(base: String) throws {
    var driver = try ProviderDriver("lumenfall")
    let body =
      #"{"model":"gemini-3-pro-image","prompt":"A cat","n":2,"size":"640x360","output_format":"webp"}"#
    let reply = try generate(&driver, body, base: base)
    #expect(reply.status == 200)
    #expect(reply.json?["size"] == "640x360")
    #expect(reply.json?["output_format"] == "webp")
    #expect(reply.json?["metadata"]?["executed_model"] == "vertex/gemini-3-pro-image")
    #expect(driver.double.ledger.micros == 80_000)
    let data = try #require(reply.json?["data"]?.array)
    #expect(data.count == 2)
    let url = try #require(data[1]["url"]?.string)
    let path = String(url.dropFirst("http://127.0.0.1:8080".utf8.count))
    guard case .file(let file) = try driver.send(.get, path).body else {
      Issue.record("no file")
      return
    }
    #expect(file.contentType == "image/webp")
    #expect(file.width == 640 && file.height == 360)
    driver.double.advance(by: .seconds(3_600))
    #expect(try driver.send(.get, path).status == 404)
  }

  @Test func `a picture may come in the answer itself`() throws {
    var driver = try ProviderDriver("lumenfall")
    let reply = try generate(
      &driver, #"{"model":"mock-image","prompt":"A cat","response_format":"b64_json"}"#)
    let data = try #require(reply.json?["data"]?.array)
    #expect(data[0]["b64_json"]?.string?.hasPrefix("iVBORw0KGgo") == true)
    #expect(data[0]["url"] == nil)
    #expect(driver.double.ledger.micros == 0)
  }

  @Test(arguments: [
    (#"{"model":"gemini-3-pro-image"}"#, 400, "The parameter prompt is required."),
    (#"{"prompt":"A cat"}"#, 400, "The parameter model is required."),
    (
      #"{"model":"gemini-3-pro-imag","prompt":"A cat"}"#, 404,
      "Model 'gemini-3-pro-imag' not found. Did you mean 'gemini-3-pro-image'?"
    ),
    (
      #"{"model":"sora-2","prompt":"A cat"}"#, 400,
      "Model 'sora-2' does not support text-to-image. Supported modes: text-to-video, image-to-video"
    ),
    (
      #"{"model":"mock-image","prompt":"\#(String(repeating: "a", count: 1_001))"}"#, 400,
      "Too big: expected string to have <=1000 characters"
    ),
    (
      #"{"model":"mock-image","prompt":"A [[stunt:failed-content-policy]]"}"#, 400,
      "The provider's content policy refused the prompt."
    ),
    (
      #"{"model":"mock-image","prompt":"A [[stunt:failed-provider-error]]"}"#, 502,
      "The provider answered with an error."
    ),
    (#"{"model":"mock-image","prompt":"A [[stunt:cancelled]]"}"#, 502, "Every provider of the model failed."),
    (
      #"{"model":"mock-image","prompt":"A [[stunt:rate-limited]]"}"#, 429,
      "Too many requests. Wait and try again."
    ),
  ])
  func `what is wrong is said as documented, and failures are not billed`(
    body: String, status: Int, message: String
  ) throws {
    var driver = try ProviderDriver("lumenfall")
    let reply = try generate(&driver, body)
    #expect(reply.status == status)
    #expect(reply.json?["error"]?["message"]?.string == message)
    // What is cancelled is billed, as with videos.
    #expect(driver.double.ledger.jobs == (body.contains("cancelled") ? 1 : 0))
  }

  @Test func `a dry run counts pictures, and makes none`() throws {
    var driver = try ProviderDriver("lumenfall")
    let reply = try generate(
      &driver, #"{"model":"gemini-3-pro-image","prompt":"A cat","n":2}"#, query: "?dryRun=true")
    #expect(reply.json?["total_cost_micros"] == 80_000)
    #expect(reply.json?["components"]?[0]?["metric"] == "image")
    #expect(reply.json?["components"]?[0]?["quantity"] == 2)
    #expect(driver.double.jobCount == 0)
  }

  @Test func `a form with one picture or several is edited`() throws {
    for parts in [
      [Self.file], [Self.file, Self.file], [Self.file.replacing("\"image\"", with: "\"image[]\"")],
    ] {
      var driver = try ProviderDriver("lumenfall")
      let mask = Self.file.replacing("\"image\"", with: "\"mask\"")
      let reply = try edit(&driver, parts + [mask, model("gemini-3-pro-image")])
      #expect(reply.status == 200)
      #expect(reply.json?["data"]?.array?.count == 2)
    }
  }

  @Test(arguments: [
    ([file], "mock-image", "picture", "Model 'mock-image' does not support image editing"),
    (
      [file.replacing("image/png", with: "text/plain")], "gemini-3-pro-image", "picture",
      "Invalid image file provided"
    ),
    (
      [file, file.replacing("image/png", with: "video/mp4")], "gemini-3-pro-image", "picture",
      "Invalid image file provided"
    ),
    ([file], "gemini-3-pro-image", "", "Invalid image file provided"),
    ([], "gemini-3-pro-image", "picture", "The parameter image is required."),
  ])
  func `a form without a good picture is refused`(
    parts: [String], name: String, content: String, message: String
  )
    throws
  {
    var driver = try ProviderDriver("lumenfall")
    let reply = try edit(&driver, parts + [model(name)], content: content)
    #expect(reply.status == 400)
    #expect(reply.json?["error"]?["message"]?.string == message)
  }

  @Test func `JSON is no form`() throws {
    var driver = try ProviderDriver("lumenfall")
    let reply = try driver.send(
      .post, "/lumenfall/v1/images/edits", ["Content-Type": "application/json", "Authorization": key],
      body: Array(
        #"{"model":"gemini-3-pro-image","prompt":"A cat","image":"https://example.com/a.png"}"#.utf8))
    #expect(reply.status == 400)
    #expect(
      reply.json?["error"]?["message"] == "Image edits are sent as multipart/form-data, with a file in image."
    )
  }
}
