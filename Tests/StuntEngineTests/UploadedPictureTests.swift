import StuntCrypto
import StuntHTTP
import StuntJSON
import StuntMedia
import Testing

@testable import StuntEngine

/// What a request's picture is, before a submit is accepted.
@Suite struct UploadedPictureTests {
  private static func url(_ bytes: [UInt8], _ type: String = "image/png") -> String {
    "data:\(type);base64,\(Base64.encode(bytes))"
  }

  private static let gif: [UInt8] = Array("GIF89a".utf8) + [64, 0, 36, 0]

  @Test(arguments: [
    ("file a.png, image/png, 99 bytes, png 64x36", "image/png", "64x36"),
    ("file a, b, jpeg 1x1.png, image/png, 99 bytes", "unknown", nil),
    (url(gif), "image/gif", "64x36"), (url(Array("nothing".utf8)), "unknown", nil),
    ("data:image/png,abc", "unknown", nil), ("data:image/png;base64", nil, nil),
    ("https://example.com/a.png", nil, nil), ("", nil, nil),
  ])
  func `a file or a data URL tells what it is, an address does not`(
    text: String, type: String?, size: String?
  ) {
    func string(_ value: Value) -> String? {
      value.isNull ? nil : String(decoding: value.plainText, as: UTF8.self)
    }
    let value = Value.text(Array(text.utf8))
    #expect(string(value.converted(.pictureType)) == type)
    #expect(string(value.converted(.pictureSize)) == size)
  }

  @Test func `a header behind a long preview is not looked for without end`() {
    let comment: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFF] + Array(repeating: 0, count: 0xFFFD)
    func jpeg(comments: Int) -> [UInt8] {
      [0xFF, 0xD8] + Array(repeatElement(comment, count: comments).joined())
        + [0xFF, 0xC0, 0, 11, 8, 0, 36, 0, 64, 1]
    }
    func size(_ comments: Int) -> Value {
      Value.text(Array(Self.url(jpeg(comments: comments), "image/jpeg").utf8)).pictureSize
    }
    #expect(size(2).plainText == Array("64x36".utf8))
    #expect(Limits.pictureHeaderBytesMax == 3 * 65_536)
    #expect(size(3).isNull)
  }

  @Test func `a submit can require a picture of a type and a size`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/behavior.json", #""prompt": "request/prompt","#,
        """
        "prompt": "request/prompt",
        "requires": [
          { "value": { "from": "field/x-picture", "as": "pictureType" }, "in": ["image/gif"], "refusal": "tooMany" },
          { "value": { "from": "field/x-picture", "as": "pictureSize" }, "equals": { "literal": "64x36" },
            "refusal": "unknownStyle" }
        ],
        """
      )
    ])
    var tenant = try Tenant(nimbus)
    let small: [UInt8] = Array("GIF89a".utf8) + [1, 0, 1, 0]
    for (picture, status) in [
      (Self.url(Self.gif), 201), (Self.url(small), 404), (Self.url([1, 2, 3]), 429), ("https://a.b/c", 201),
    ] {
      let reply = try tenant.send(.post, "/films", ["X-Picture": picture], body: #"{"prompt":"clouds"}"#)
      #expect(reply.status == status, "\(picture)")
    }
  }
}
