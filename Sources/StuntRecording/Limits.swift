import StuntJSON

/// How much of a recording is read before it is refused.
package struct RecordingLimits: Equatable, Sendable {
  /// Bytes of a file: 100,000 exchanges with bodies of JSON, or some hundred videos, fit.
  package var fileBytesMax: Int
  /// Entries of a file.
  package var entriesMax: Int
  /// Containers inside each other in the file; HAR itself needs eight.
  package var depthMax: Int

  /// Creates limits; what is left out is as in `standard`.
  package init(fileBytesMax: Int = 1 << 30, entriesMax: Int = 500_000, depthMax: Int = 64) {
    self.fileBytesMax = fileBytesMax
    self.entriesMax = entriesMax
    self.depthMax = depthMax
  }

  /// 1 GiB, 500,000 entries, 64 levels.
  package static let standard = RecordingLimits()

  /// The same for the parser; a number of HAR has some twenty digits, and objects few members.
  var json: JSONLimits { JSONLimits(documentBytes: fileBytesMax, depth: depthMax) }
}

/// Limits that nobody needs to move.
enum Limits {
  /// Bytes from which an equal body is written once and named by its hash after that.
  static let sharedBodyBytesMin = 4_096
  /// Microseconds of about 10,000 years: no shift of a time goes beyond.
  static let microsecondsMax: Int64 = 315_360_000_000_000_000
  /// Texts that a scanner remembers as clean: some hundred megabytes at most.
  static let cleanTextsMax = 200_000
  /// Texts inside of texts (JSON in base64 in JSON …) that are looked into.
  static let layersMax = 8
}
