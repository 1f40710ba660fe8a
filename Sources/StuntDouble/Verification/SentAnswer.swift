import StuntConformance
import StuntEngine
import StuntHTTP
import StuntSockets

/// What was sent for an entry of the journal: for a file, what the rim made of ranges and conditions.
struct SentAnswer {
  private(set) var status: Int
  private(set) var fieldLines: [UInt8]
  private(set) var file: ClientRun.FilePart?

  init(_ entry: Journal.Entry, files: FileCache) {
    status = entry.status
    fieldLines = entry.fieldLines
    guard let body = entry.file?.body else { return }
    var reply = Reply(status: entry.status)
    reply.fieldLines = entry.fieldLines
    reply.body = body
    // Written once more: what is sent follows from the request and the file alone.
    var output = OutputBuffer()
    ReplyWriter.append(reply, answering: entry.request, files: files, to: &output)
    let head = Self.head(of: output.bytes)
    let lines = head.split(separator: 0x0A).dropFirst().map { String(decoding: $0.dropLast(), as: UTF8.self) }
    // "HTTP/1.1 206": three digits after eight letters and a space.
    status = Int(String(decoding: head.dropFirst(9).prefix(3), as: UTF8.self)) ?? entry.status
    fieldLines = []
    for line in lines where !line.isEmpty && !Self.isFrame(line) { fieldLines += Array((line + "\r\n").utf8) }
    guard status == 200 || status == 206 else { return }
    let length = Self.length(of: body, files)
    let range = lines.lazy.compactMap(Self.range).first ?? 0..<length
    file = ClientRun.FilePart(
      length: length, range: range, sentCount: Self.sent(range.count, entry, headCount: head.count))
  }

  /// The head with its empty line.
  private static func head(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    var index = 3
    while index < bytes.count {
      if bytes[index] == 0x0A, bytes[index - 2] == 0x0A { return bytes[...index] }
      index += 1
    }
    return bytes[...]
  }

  private static func isFrame(_ line: String) -> Bool {
    ["content-length:", "date:", "connection:"].contains { line.lowercased().hasPrefix($0) }
  }

  /// The bytes of `Content-Range: bytes 0-9/20`. RFC 9110, 14.4.
  private static func range(_ line: String) -> Range<Int>? {
    let words = line.lowercased().split { " -/:".contains($0) }
    guard words.count == 6, words[0] == "content", words[1] == "range", let first = Int(words[3]),
      let last = Int(words[4]), first <= last
    else { return nil }
    return first..<last + 1
  }

  private static func length(of body: Reply.Body, _ files: FileCache) -> Int {
    switch body {
    case .file(let file): files.content(of: file).bytes.count
    case .stored(let file): file.bytes.count
    case .none, .bytes, .later: 0
    }
  }

  private static func sent(_ count: Int, _ entry: Journal.Entry, headCount: Int) -> Int {
    if entry.request.method == .head { return 0 }
    switch entry.transport {
    case .whole, .trickle: return count
    case .reset, .lostReply: return 0
    case .cut(let bytes): return min(count, max(0, bytes - headCount))
    }
  }
}
