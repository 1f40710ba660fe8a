import Foundation
import StuntDouble
import StuntHTTP
import StuntRecording
import Testing

/// A folder for one test, gone after it.
struct Scratch: ~Copyable {
  let folder: URL

  init() throws {
    folder = try FileManager.default.url(
      for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: URL(fileURLWithPath: "/tmp"),
      create: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String = "session.har") -> String { folder.appendingPathComponent(name).path }

  /// What is in the folder.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  /// The recording that is in a file now.
  func recording(_ name: String = "session.har") throws -> Recording {
    try HARReader.readRepairing(try HARFiles.bytes(of: path(name))).recording
  }
}

/// Exchanges with nobody.
enum Plain {
  static let start = RecordedTime(microsecondsSince1970: 1_795_000_000_000_000)

  static let empty = Recording(
    provider: "openai", provenance: .captured(hosts: ["api.openai.com"], at: start))

  static func interaction(
    _ number: Int, answer: String = #"{"status": "queued"}"#, fields: [RecordedField] = []
  ) -> Interaction {
    Interaction(
      started: start.advanced(byMilliseconds: Double(number) * 1_000), milliseconds: 20,
      request: RecordedRequest(
        method: "GET", url: "https://api.openai.com/v1/videos/video_\(number)", fields: fields),
      response: RecordedResponse(
        status: 200, fields: [RecordedField("Content-Type", "application/json")],
        body: RecordedBody(mediaType: "application/json", bytes: Array(answer.utf8))))
  }
}
