package import StuntContract

/// One place where a recording disagrees with its contract, or with itself.
package struct RecordingFinding: Equatable, Sendable {
  /// What it is about.
  package enum Subject: String, Hashable, Sendable {
    case file, request, answer, webhook, job
  }

  /// What is wrong.
  package enum Detail: Equatable, Sendable {
    /// One sentence.
    case sentence(String)
    /// A message that is not as its operation documents it.
    case message(MessageFinding)
  }

  /// Whether it is only worth knowing.
  package let isNote: Bool
  /// The entry's place in the file, from 1; nil where it is about the whole file.
  package let entry: Int?
  package let subject: Subject
  package let detail: Detail
}

/// What was found in one recording.
package struct RecordingReport: Equatable, Sendable {
  /// The first findings, in order of the entries.
  package fileprivate(set) var findings: [RecordingFinding] = []
  /// How many there are of those that are no notes.
  package fileprivate(set) var errorCount = 0
  /// How many findings are left out, since there are too many.
  package fileprivate(set) var leftOut = 0
  /// Exchanges in the file.
  package var exchanges = 0
  /// Those that no contract knows, of hosts of nobody.
  package var foreign = 0
  /// The providers whose operations were called, sorted.
  package var providers: [String] = []
  /// The jobs that were seen.
  package var jobs = 0

  /// Whether nothing is wrong.
  package var isGood: Bool { errorCount == 0 }

  /// Notes down a finding.
  mutating func add(
    _ entry: Int?, _ subject: RecordingFinding.Subject, _ detail: RecordingFinding.Detail,
    isNote: Bool = false
  ) {
    if !isNote { errorCount += 1 }
    guard findings.count < Limits.recordingFindingsMax else {
      leftOut += 1
      return
    }
    findings.append(RecordingFinding(isNote: isNote, entry: entry, subject: subject, detail: detail))
  }

  /// Notes down what one sentence says.
  mutating func add(
    _ entry: Int?, _ subject: RecordingFinding.Subject, _ sentence: String, isNote: Bool = false
  ) {
    add(entry, subject, .sentence(sentence), isNote: isNote)
  }
}
