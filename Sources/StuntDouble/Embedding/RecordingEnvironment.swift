import StuntSchema

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What becomes of the requests of tests that replay: only the environment says so, so that no commit can.
package struct RecordingEnvironment: Equatable, Sendable {
  /// What is done with requests.
  package var mode: RecordingMode
  /// Where live requests go; nil for the hosts of the provider's contract.
  package var upstream: String?
  /// Whether requests may be sent that cost money.
  package var allowsSpending: Bool

  /// The default: everything is replayed.
  package static let replaying = RecordingEnvironment(mode: .replay, upstream: nil, allowsSpending: false)

  package init(mode: RecordingMode, upstream: String?, allowsSpending: Bool) {
    self.mode = mode
    self.upstream = upstream
    self.allowsSpending = allowsSpending
  }

  /// What variables say.
  ///
  /// - Throws: `StuntError` where the mode is unknown, or nothing may be recorded because `CI` is set.
  package init(_ variable: (String) -> String?) throws(StuntError) {
    let text = variable("STUNT_MODE").flatMap { $0.isEmpty ? nil : $0 } ?? RecordingMode.replay.rawValue
    guard let mode = RecordingMode(rawValue: text) else {
      let known = RecordingMode.allCases.map(\.rawValue)
      throw .recording(
        "STUNT_MODE is \"\(text)\"; "
          + (NearestName.among(known, to: text).map { "did you mean \"\($0)\"?" }
            ?? "known are \(known.joined(separator: ", "))"))
    }
    let build = variable("CI").flatMap { ["", "0", "false"].contains($0) ? nil : $0 }
    guard mode == .replay || build == nil else {
      throw .recording(
        "STUNT_MODE is \"\(text)\" while CI is set, and nothing goes to a provider from a build server; record"
          + " on a machine of your own, commit the recording, and leave STUNT_MODE out here")
    }
    self.mode = mode
    upstream = variable("STUNT_UPSTREAM").flatMap { $0.isEmpty ? nil : $0 }
    allowsSpending = variable("STUNT_ALLOW_SPEND") == "1"
  }

  /// What the process's own variables say.
  package static func ofProcess() throws(StuntError) -> RecordingEnvironment {
    try RecordingEnvironment { name in getenv(name).map { String(cString: $0) } }
  }
}

/// What becomes of requests.
package enum RecordingMode: String, CaseIterable, Sendable {
  /// Recorded answers only; nothing is sent to anybody.
  case replay
  /// All is sent to the provider, and recorded anew.
  case record
  /// What is not recorded is sent to the provider, and added.
  case recordMissing = "record-missing"
  /// All is sent to the provider, and what came is compared with what was recorded, which stays as it is.
  case compare
}
