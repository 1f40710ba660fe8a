import StuntHTTP
import StuntJSON

/// A recording that is open: its interactions stay bytes of the file until they are asked for.
///
/// Each was read once, so that nothing can be wrong with one later; but a hundred thousand of them are ten times their
/// bytes, and most are never asked for.
package struct OpenedRecording: Sendable {
  /// All of the recording but for its interactions.
  package let head: Recording
  /// What the interactions are found by, in the order of the file.
  package let outlines: [InteractionOutline]
  /// The interactions.
  package let interactions: StoredInteractions

  /// Whether the provider asked by itself in any of them.
  package var hasWebhooks: Bool { outlines.indices.contains { outlines[$0].isWebhook } }

  /// When the latest of the interactions began; nil where there are none.
  package var latestStart: RecordedTime? { outlines.indices.lazy.map { outlines[$0].started }.max() }

  /// Opens a recording that is in memory.
  package init(_ recording: Recording) {
    var builder = HTTPRequestBuilder()
    var head = recording
    head.interactions = []
    self.head = head
    outlines = recording.interactions.map {
      InteractionOutline($0, asked: InteractionOutline.Asked($0.request, &builder))
    }
    interactions = StoredInteractions(form: .kept(recording.interactions))
  }

  /// Opens a file; nil if anything is wrong with it.
  ///
  /// Its entries are read one by one, and the rest as the file that it would be without them.
  init?(opening bytes: [UInt8], limits: RecordingLimits) {
    guard let start = HARRepair.entriesStart(bytes) else { return nil }
    var entries = HARFileEntries(bytes: bytes, limits: limits.json)
    guard let (outlines, end) = entries.read(from: start), outlines.count <= limits.entriesMax,
      let head = try? HARReader.read(bytes[..<start] + [0x5B, 0x5D] + bytes[end...], limits: limits)
    else { return nil }
    self.head = head
    self.outlines = outlines
    interactions = StoredInteractions(form: .file(entries))
  }
}

/// Interactions in the order of their file, each read when it is asked for.
package struct StoredInteractions: Sendable {
  fileprivate enum Form {
    case kept([Interaction])
    case file(HARFileEntries)
  }

  fileprivate let form: Form

  /// The interaction at a place of the file.
  package subscript(number: Int) -> Interaction {
    switch form {
    case .kept(let interactions): interactions[number]
    case .file(let entries): entries.interaction(number)
    }
  }

  /// The answer of the interaction at a place of the file.
  package func answer(_ number: Int) -> RecordedResponse {
    switch form {
    case .kept(let interactions): interactions[number].response
    case .file(let entries): entries.answer(number)
    }
  }
}
