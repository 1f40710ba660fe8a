import Foundation
import StuntHTTP
import StuntTestSupport
import Testing

@Suite struct MultipartTests {
  @Test(arguments: good)
  func `a form is taken apart`(_ example: MultipartCase, _ parts: [[String?]]) throws {
    let form = try MultipartFormData(parsing: example.bytes, boundary: "B")
    #expect(form.parts.map { [$0.name, $0.filename, $0.contentType, form.text(of: $0)] } == parts)
    for part in form.parts {
      #expect(part.fields.contains("content-disposition"))
      #expect(form.content(of: part) == form.bytes[part.range])
    }
  }

  @Test(arguments: good)
  func `a form that is cut anywhere before its final boundary is refused`(
    _ example: MultipartCase, _ parts: [[String?]]
  ) throws {
    let text = String(decoding: example.bytes, as: UTF8.self)
    let final = try #require(text.range(of: "--B--", options: .backwards))
    let count = text[..<final.lowerBound].utf8.count
    for cut in 0..<count {
      #expect(throws: MultipartError.self) {
        try MultipartFormData(parsing: Array(example.bytes[..<cut]), boundary: "B")
      }
    }
  }

  @Test(arguments: bad)
  func `what is not a form is refused with the place`(_ example: MultipartCase, _ error: MultipartError) {
    #expect(throws: error) { try MultipartFormData(parsing: example.bytes, boundary: "B") }
    #expect(error.status.code == 400)
  }

  @Test func `names that are not UTF-8 are refused`() {
    for prefix in ["\(MultipartTests.disposition)\"", "\(MultipartTests.disposition)\"a\"; filename=\""] {
      let bytes = Array("--B\r\n\(prefix)".utf8) + [0xFF] + Array("\"\r\n\r\n1\r\n--B--\r\n".utf8)
      #expect(throws: MultipartError.malformed(.name, at: 5)) {
        try MultipartFormData(parsing: bytes, boundary: "B")
      }
    }
  }

  @Test(arguments: [
    ("", MultipartError.malformed(.boundary, at: 0)), ("a ", .malformed(.boundary, at: 0)),
    ("a\"b", .malformed(.boundary, at: 0)), ("a\nb", .malformed(.boundary, at: 0)),
    ("é", .malformed(.boundary, at: 0)),
    (String(repeating: "a", count: 71), .tooLarge(.boundaryBytes, max: 70)),
  ])
  func `a boundary has its own alphabet`(_ boundary: String, _ error: MultipartError) {
    #expect(throws: error) { try MultipartFormData(parsing: [], boundary: boundary) }
  }

  @Test func `the boundary comes from the media type`() throws {
    let body = Array(
      "--a b'()+,-./:=?_\r\n\(MultipartTests.disposition)a\r\n\r\n1\r\n--a b'()+,-./:=?_--".utf8)
    let type = try MediaType(parsing: "multipart/form-data; boundary=\"a b'()+,-./:=?_\"".utf8)
    #expect(try MultipartFormData(parsing: body, as: type).parts.count == 1)
    for text in ["multipart/form-data", "multipart/mixed; boundary=a"] {
      let type = try MediaType(parsing: text.utf8)
      #expect(throws: MultipartError.malformed(.boundaryMissing, at: 0)) {
        try MultipartFormData(parsing: body, as: type)
      }
    }
  }

  @Test func `content need not be text`() throws {
    let bytes =
      Array("--B\r\n\(MultipartTests.disposition)a\r\n\r\n".utf8) + [0xFF, 0x00] + Array("\r\n--B--".utf8)
    let form = try MultipartFormData(parsing: bytes, boundary: "B")
    #expect(form.text(of: form.parts[0]) == nil)
    #expect(form.content(of: form.parts[0]) == [0xFF, 0x00])
  }

  @Test func `every limit holds, and just within it all is well`() throws {
    func body(
      name: String = "a", file: String? = nil, value: String = "1", fields: String = "", parts: Int = 1
    ) -> [UInt8] {
      let filename = file.map { "; filename=\"\($0)\"" } ?? ""
      let part = "--B\r\n\(MultipartTests.disposition)\"\(name)\"\(filename)\r\n\(fields)\r\n\(value)\r\n"
      return Array((String(repeating: part, count: parts) + "--B--\r\n").utf8)
    }
    var limits = MultipartLimits.standard
    limits.partCountMax = 2
    limits.partHeadBytesMax = 90
    limits.partFieldCountMax = 2
    limits.nameBytesMax = 3
    limits.filenameBytesMax = 4
    limits.valueBytesMax = 5
    let cases: [(within: [UInt8], beyond: [UInt8], MultipartLimit, Int)] = [
      (body(parts: 2), body(parts: 3), .partCount, 2),
      (
        body(fields: "X: \(String(repeating: "x", count: 41))\r\n"),
        body(fields: "X: \(String(repeating: "x", count: 42))\r\n"), .partHeadBytes, 90
      ),
      (body(fields: "X: 1\r\n"), body(fields: "X: 1\r\nY: 2\r\n"), .partFieldCount, 2),
      (body(name: "abc"), body(name: "abcd"), .nameBytes, 3),
      (body(file: "abcd"), body(file: "abcde"), .filenameBytes, 4),
      (body(value: "12345"), body(value: "123456"), .valueBytes, 5),
    ]
    for (within, beyond, limit, max) in cases {
      #expect(throws: Never.self) { try MultipartFormData(parsing: within, boundary: "B", limits: limits) }
      let error = MultipartError.tooLarge(limit, max: max)
      #expect(throws: error) { try MultipartFormData(parsing: beyond, boundary: "B", limits: limits) }
      #expect(error.status.code == 413)
    }
    #expect(Set(cases.map(\.2)).union([.boundaryBytes]) == Set(MultipartLimit.allCases))
    #expect(throws: Never.self) {
      try MultipartFormData(parsing: body(file: "a", value: "1234567"), boundary: "B", limits: limits)
    }
  }

  @Test func `errors are sentences`() {
    #expect(
      MultipartError.malformed(.end, at: 5).description
        == "the final boundary is missing, at byte 5 of the multipart body")
    #expect(
      MultipartError.tooLarge(.partCount, max: 5).description == "too large: number of parts; at most 5")
    #expect(MultipartError.tooLarge(.boundaryBytes, max: 70).status.code == 400)
    #expect(Set(MultipartFlaw.allCases.map(\.rawValue)).count == MultipartFlaw.allCases.count)
  }

  @Test func `a written form is taken apart into the same entries`() {
    forAll(count: 300) { source in
      source.list(upTo: 6) { source in
        (
          name: source.list(upTo: 4) { $0.pick(["a", "[b]", "[]", "é", "\"", "\\", ";", " "]) }.joined(),
          filename: source.pick([nil, "x.png", "a\\\"b", ""]),
          type: source.pick([nil, "image/png"]),
          content: source.list(upTo: 30) { $0.pick([13, 10, 45, 66, 0, 255] as [UInt8]) }
        )
      }
    } holds: { entries in
      var writer = MultipartWriter(boundary: "BOUNDARY")
      for entry in entries {
        writer.append(
          name: entry.name, filename: entry.filename, contentType: entry.type, content: entry.content)
      }
      let form = try MultipartFormData(parsing: writer.finish(), as: writer.contentType)
      return form.parts.map(\.name) == entries.map(\.name)
        && form.parts.map(\.filename) == entries.map(\.filename)
        && form.parts.map(\.contentType) == entries.map(\.type)
        && form.parts.map { Array(form.content(of: $0)) } == entries.map(\.content)
    }
  }

  @Test func `what no header can hold is escaped in names and types`() throws {
    var writer = MultipartWriter(boundary: "x")
    writer.append(
      name: "a\r\n\"b\tc", filename: "\u{0}d\u{7F}", contentType: "text/plain\r\nX: y", content: "\r\n".utf8)
    #expect(
      String(decoding: writer.finish(), as: UTF8.self)
        == "--x\r\nContent-Disposition: form-data; name=\"a%0D%0A\\\"b\tc\"; filename=\"%00d%7F\"\r\n"
        + "Content-Type: text/plain%0D%0AX: y\r\n\r\n\r\n\r\n--x--\r\n")
  }

  @Test func `text is written as an entry`() throws {
    var writer = MultipartWriter(boundary: "x y")
    writer.append(name: "prompt", text: "a cat")
    #expect(
      String(decoding: writer.finish(), as: UTF8.self)
        == "--x y\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na cat\r\n--x y--\r\n")
    #expect(writer.contentType.description == "multipart/form-data; boundary=\"x y\"")
  }
}
