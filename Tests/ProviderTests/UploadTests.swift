import StuntHTTP
import StuntJSON
import Testing

@testable import StuntEngine

/// Files that clients of the provider with a storage send, in each of the ways that its clients know.
@Suite struct UploadTests {
  private static let rest = "/fal/rest/storage/"
  private static let json: HTTPFields = ["Content-Type": "application/json"]

  private func driver() throws -> ProviderDriver { try ProviderDriver("fal") }

  /// The path of an address that an answer gives.
  private func path(_ reply: Reply, _ member: String) throws -> String {
    let url = try #require(reply.json?[member]?.string, "\(reply)")
    return try #require(url.split(separator: "127.0.0.1:8080").last.map(String.init))
  }

  private func token(_ driver: inout ProviderDriver) throws -> HTTPFields {
    let reply = try driver.send(.post, Self.rest + "auth/token", Self.json, body: Array("{}".utf8))
    return [
      "Authorization": "Bearer \(try #require(reply.json?["token"]?.string))", "Content-Type": "image/png",
    ]
  }

  private func stored(_ driver: inout ProviderDriver, _ path: String) throws -> StoredFile {
    guard case .stored(let file) = try driver.send(.get, path).body else {
      throw ProviderDriver.Lost(target: path)
    }
    return file
  }

  @Test func `a file is sent with a token, and is there as it was sent`() throws {
    var driver = try driver()
    var fields = try token(&driver)
    fields.append("X-Fal-File-Name", "my cat.png")
    let reply = try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1, 2, 3])
    let path = try path(reply, "access_url")
    #expect(path.hasSuffix("_my_cat.png"))
    let file = try stored(&driver, path)
    #expect(file.bytes == [1, 2, 3])
    #expect(file.contentType == "image/png")
  }

  @Test func `a file is put where an answer said`() throws {
    var driver = try driver()
    let reply = try driver.send(
      .post, Self.rest + "upload/initiate", Self.json,
      body: Array(#"{"file_name":"a.txt","content_type":"text/plain"}"#.utf8))
    let file = try path(reply, "file_url")
    #expect(try driver.send(.get, file).status == 404)
    let put = try driver.send(.put, try path(reply, "upload_url"), ["Content-Type": "text/html"], body: [7])
    #expect(put.status == 200)
    let found = try stored(&driver, file)
    #expect(found.bytes == [7])
    #expect(found.contentType == "text/plain")
  }

  /// Where the parts go, how they are joined, and where the file is then.
  private func begun(_ way: String, _ driver: inout ProviderDriver) throws -> (String, String, HTTPFields) {
    if way == "token" {
      let fields = try token(&driver)
      let reply = try driver.send(.post, "/fal/cdn/files/upload/multipart", fields)
      let file = try path(reply, "access_url")
      let id = try #require(reply.json?["uploadId"]?.string)
      return ("\(file)/multipart/\(id)", file, fields)
    }
    let reply = try driver.send(
      .post, Self.rest + "upload/initiate-multipart", Self.json, body: Array("{}".utf8))
    return (try path(reply, "upload_url"), try path(reply, "file_url"), [:])
  }

  @Test(arguments: ["token", "address"])
  func `parts are joined by their numbers`(way: String) throws {
    var driver = try driver()
    let (base, file, fields) = try begun(way, &driver)
    var tags: [String] = []
    for (number, bytes) in [(2, [3, 4] as [UInt8]), (1, [1, 2])] {
      let reply = try driver.send(.put, "\(base)/\(number)", fields, body: bytes)
      let tag = try #require(reply.json?["etag"]?.string)
      #expect(String(decoding: reply.fieldLines, as: UTF8.self).contains("ETag: \"\(tag)\""))
      tags.append(#"{"partNumber":\#(number),"etag":"\"\#(tag)\""}"#)
    }
    var complete = fields
    complete["Content-Type"] = "application/json"
    let wrong = try driver.send(
      .post, base + "/complete", complete, body: Array(#"{"parts":[{"partNumber":1,"etag":"no"}]}"#.utf8))
    #expect(wrong.status == 400)
    let list = tags.joined(separator: ",")
    let reply = try driver.send(
      .post, base + "/complete", complete, body: Array(#"{"parts":[\#(list)]}"#.utf8))
    #expect(reply.status == 200, "\(reply)")
    #expect(try stored(&driver, file).bytes == [1, 2, 3, 4])
  }

  @Test func `a file is gone when its time is over`() throws {
    var driver = try driver()
    var fields = try token(&driver)
    fields.append("X-Fal-Object-Lifecycle", #"{"expiration_duration_seconds":60}"#)
    let path = try path(driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]), "access_url")
    driver.double.advance(by: .seconds(59))
    #expect(try driver.send(.get, path).status == 200)
    driver.double.advance(by: .seconds(1))
    #expect(try driver.send(.get, path).status == 404)
  }

  @Test func `a token is good for an hour, and no other text is one`() throws {
    var driver = try driver()
    var fields = try token(&driver)
    driver.double.advance(by: .seconds(3_599))
    #expect(try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]).status == 200)
    driver.double.advance(by: .seconds(1))
    #expect(try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]).status == 401)
    fields["Authorization"] = "Bearer 0123"
    #expect(try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]).status == 401)
  }

  @Test func `every answer has the id of a request, whether there is a job or not`() throws {
    var driver = try driver()
    var replies = [try driver.send(.post, Self.rest + "auth/token", Self.json, body: Array("{}".utf8))]
    replies.append(try driver.send(.get, "/fal/queue/fal-ai/sora-2/requests/nobody"))
    replies.append(
      try driver.send(
        .post, "/fal/queue/fal-ai/sora-2/text-to-video", Self.json, body: Array(#"{"prompt":"x"}"#.utf8)))
    for reply in replies {
      #expect(
        String(decoding: reply.fieldLines, as: UTF8.self).contains("x-fal-request-id: "), "\(reply.status)")
    }
  }

  @Test(arguments: [
    (0, 404), (1, 200), (StuntEngine.Limits.uploadPartsMax, 200),
    (StuntEngine.Limits.uploadPartsMax + 1, 404),
  ])
  func `a part has a number that there can be`(number: Int, status: Int) throws {
    var driver = try driver()
    let (base, _, fields) = try begun("address", &driver)
    #expect(try driver.send(.put, "\(base)/\(number)", fields, body: [1]).status == status)
  }

  @Test func `an address shows the end of a long name only`() throws {
    var driver = try driver()
    var fields = try token(&driver)
    fields.append("X-Fal-File-Name", String(repeating: "a", count: 300) + ".png")
    let path = try path(driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]), "access_url")
    let end = String(repeating: "a", count: StuntEngine.Limits.uploadNameBytesMax - 4) + ".png"
    #expect(path.hasSuffix("_" + end))
  }

  @Test func `an upload of nobody is unknown`() throws {
    var driver = try driver()
    let name = String(repeating: "0", count: 32)
    #expect(try driver.send(.get, "/fal/cdn/files/b/\(name)_a.png").status == 404)
    #expect(try driver.send(.put, "/fal/cdn/files/upload/\(name)", body: [1]).status == 404)
  }

  @Test func `what would fill the memory is refused in the double's own voice`() throws {
    var driver = try driver()
    driver.double.uploadLimits = UploadLimits(fileBytes: 4, bytes: 6, files: 3)
    var fields = try token(&driver)
    func send(_ count: Int) throws -> Reply {
      try driver.send(
        .post, "/fal/cdn/files/upload", fields, body: [UInt8](repeating: 1, count: count))
    }
    #expect(try send(5).status == 413)
    #expect(try send(4).status == 200)
    #expect(try send(4).status == 507)
    #expect(try send(1).status == 200)
    #expect(try send(1).status == 200)
    let last = try send(0)
    #expect(last.status == 507)
    #expect(String(decoding: last.fieldLines, as: UTF8.self).contains("Stunt-Diagnostic: too-many-uploads"))
    fields["Authorization"] = ""
  }

  @Test func `what has expired makes room`() throws {
    var driver = try driver()
    driver.double.uploadLimits = UploadLimits(fileBytes: 4, bytes: 4, files: 9)
    var fields = try token(&driver)
    fields.append("X-Fal-Object-Lifecycle", #"{"expiration_duration_seconds":5}"#)
    #expect(try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1, 2, 3, 4]).status == 200)
    #expect(try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]).status == 507)
    driver.double.advance(by: .seconds(5))
    #expect(try driver.send(.post, "/fal/cdn/files/upload", fields, body: [1]).status == 200)
  }
}
