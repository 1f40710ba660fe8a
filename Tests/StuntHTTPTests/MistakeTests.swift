import StuntHTTP
import Testing

/// Mistakes of ours end the process, where a client's would be an error.
@Suite struct MistakeTests {
  @Test func `a field that is none cannot be made from trusted text`() async {
    await #expect(processExitsWith: .failure) { _ = HTTPField("a b", "c") }
    await #expect(processExitsWith: .failure) { _ = HTTPField("a", "b\r\nc: d") }
  }

  @Test func `a request that is none cannot be made from trusted parts`() async {
    await #expect(processExitsWith: .failure) { _ = HTTPRequest(method: .get, target: "/ a") }
    await #expect(processExitsWith: .failure) { _ = HTTPRequest(method: .other, target: "/") }
  }

  @Test func `an event cannot break its line`() async {
    await #expect(processExitsWith: .failure) { _ = ServerSentEvent(data: "", event: "a\nb") }
    await #expect(processExitsWith: .failure) { _ = ServerSentEvent(data: "", id: "a\rb") }
    await #expect(processExitsWith: .failure) { _ = ServerSentEvent(data: "", id: "a\0b") }
    await #expect(processExitsWith: .failure) { _ = ServerSentEvent(data: "", retry: -1) }
  }

  @Test func `tags and boundaries have their alphabets`() async {
    await #expect(processExitsWith: .failure) { _ = EntityTag("a\"b") }
    await #expect(processExitsWith: .failure) { _ = MultipartWriter(boundary: "a\"b") }
    await #expect(processExitsWith: .failure) { _ = MultipartWriter(boundary: "") }
  }

  @Test func `numbers have their bounds`() async {
    await #expect(processExitsWith: .failure) { _ = HTTPStatus(99) }
    await #expect(processExitsWith: .failure) { _ = ContentRange(nil, of: nil) }
    await #expect(processExitsWith: .failure) { _ = ContentRange(0..<0, of: 5) }
    await #expect(processExitsWith: .failure) { _ = ByteRange(parsing: "bytes=0-".utf8, size: -1) }
  }

  @Test func `there is no field line beyond the last`() async {
    await #expect(processExitsWith: .failure) {
      let fields = HTTPRequest(method: .get, target: "/").fields
      _ = fields[lineAt: fields.count]
    }
  }
}
