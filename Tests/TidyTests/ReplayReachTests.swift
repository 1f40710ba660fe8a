import Foundation
import Testing

/// A replay has no way to a network: nothing that it is made of names what connects.
@Suite struct ReplayReachTests {
  /// What opens connections, or leads to what does.
  static let reaching = [
    "Courier", "Fetch", "WebhookPost", "DoubleServer", "RecordService", "UpstreamClient", "URLSession",
    "getaddrinfo", "connect(",
  ]

  static func complaints(about files: [SourceTree.File]) -> [String] {
    files.flatMap { file in
      reaching.filter { file.text.contains($0) }.map { "\(file.path) names \($0)" }
    }
  }

  @Test func `nothing that a replay is made of connects`() {
    let files = SourceTree.files(below: "Sources/StuntDouble/Replay", ending: ".swift")
    #expect(files.count > 8)
    #expect(Self.complaints(about: files) == [])
  }

  @Test func `what connects is seen`() {
    let bad = SourceTree.File(path: "Replay/Bad.swift", text: "let courier = try Courier.start()\n")
    #expect(Self.complaints(about: [bad]) == ["Replay/Bad.swift names Courier"])
    let post = SourceTree.files(below: "Sources/StuntDouble", ending: "WebhookPost.swift")
    #expect(Self.complaints(about: post).isEmpty == false)
  }
}
