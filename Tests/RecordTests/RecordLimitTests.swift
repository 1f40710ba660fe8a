import StuntHTTP
import StuntRecording
import StuntTestSupport
import Testing

@testable import StuntDouble

@Suite struct RecordLimitTests {
  @Test func `a text beyond the limit goes on in pieces, a shorter one with its length`() throws {
    #expect(Limits.recordedTextBytesMax == 1 << 20)
    for (count, isWhole) in [(Limits.recordedTextBytesMax, true), (Limits.recordedTextBytesMax + 1, false)] {
      let text = "\"" + String(repeating: "x", count: count - 2) + "\""
      let stage = try Stage(Upstream(text))
      let answer = try stage.send("GET", "/fal/queue/x")
      #expect(answer.body.count == count)
      #expect((answer["Content-Length"] != nil) == isWhole)
      #expect((answer["Transfer-Encoding"] == "chunked") == !isWhole)
    }
  }

  @Test func `a content beyond the limit keeps its length and hash`() {
    #expect(RecordedBytes(mediaType: "application/json").keptMax == Limits.recordedBodyBytesMax)
    #expect(RecordedBytes(mediaType: "video/mp4", standInBytesMin: 4).keptMax == 3)
    #expect(RecordedBytes(mediaType: "text/plain", standInBytesMin: 4).keptMax == Limits.recordedBodyBytesMax)
    var bytes = RecordedBytes(mediaType: "video/mp4", standInBytesMin: 4)
    bytes.append(Array("abc".utf8))
    #expect(bytes.recorded.content == .bytes(Array("abc".utf8)))
    bytes.append(Array("def".utf8))
    bytes.append(Array("g".utf8))
    // sha256sum of abcdefg.
    let hash = "7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"
    #expect(bytes.recorded.content == .standIn(byteCount: 7, sha256: hash))
  }

  @Test func `servers beyond the limit get no number`() throws {
    let stage = try Stage(Upstream("{}"))
    let webhooks = stage.service.webhooks
    for number in 1..<Limits.recordedWebhooksMax {
      #expect(webhooks.number(of: "http://127.0.0.1/\(number)") == number)
    }
    #expect(webhooks.number(of: "http://127.0.0.1/more") == nil)
    #expect(webhooks.number(of: "http://127.0.0.1/1") == 1)
  }
}
