import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

extension Observations {
  /// `reportsFailure`: in a run that ends failed the program ends with another code than 0, or tells of the failure.
  func reportsFailure(_ words: [String]) -> Verdict {
    switch ending(of: .failed) {
    case .failure(let reason): return .notExercised(reason.text)
    case .success(let (program, code)):
      guard hasCalls else { return .noCalls }
      guard code == 0 else { return .passed }
      let texts = failureTexts
      if SpokenText(program).saysAny(of: texts + words) { return .passed }
      return .failed(
        Finding(
          subject: "the program's end",
          expected: "an exit code other than 0, or the failure in its output",
          found: "exit code 0, and nothing about the failure", closest: texts.first.map(clipped)))
    }
  }

  /// `reportsReason`: in a run that ends failed the program's output has the provider's own words about the failure.
  func reportsReason() -> Verdict {
    switch ending(of: .failed) {
    case .failure(let reason): return .notExercised(reason.text)
    case .success(let (program, _)):
      guard hasCalls else { return .noCalls }
      let texts = failureTexts
      guard !texts.isEmpty else {
        return .notExercised("the provider gives no reason that the client has seen")
      }
      if SpokenText(program).saysAny(of: texts) { return .passed }
      return .failed(
        Finding(
          subject: "the program's output", expected: "the provider's reason: \"\(clipped(texts[0]))\"",
          found: lastWords(program), closest: clipped(texts[0])))
    }
  }

  /// The provider's texts about what failed, as far as the client can have seen them.
  private var failureTexts: [String] {
    let seen = run.jobs.filter { job in
      traces.contains { $0.slot == job.slot && ($0.endSeen != nil || $0.endTold != nil) }
    }
    let texts = seen.flatMap(\.failureTexts)
    guard texts.isEmpty, !run.jobs.contains(where: { !$0.failureTexts.isEmpty }) else { return texts }
    // No job failed: what was refused says why.
    var found: [String] = []
    for index in run.exchanges.indices where run.exchanges[index].status >= 400 && facts[index].trace == nil {
      guard run.exchanges[index].call != nil, let answer = answer(index) else { continue }
      Self.collectTexts(answer.root, &found)
    }
    return found
  }

  /// The texts in an answer that say something: several words, or one that is long.
  private static func collectTexts(_ node: JSONNode, _ found: inout [String]) {
    switch node.kind {
    case .object: for (_, member) in node.members { collectTexts(member, &found) }
    case .array: for element in node.elements { collectTexts(element, &found) }
    case .string:
      guard let text = node.string, text.utf8.contains(UInt8(ascii: " ")) || text.utf8.count >= 8 else {
        return
      }
      if !found.contains(text) { found.append(text) }
    case .null, .boolean, .number: return
    }
  }
}

/// What a program said, to be compared with what a provider said: letters and digits only, whatever their case.
///
/// Programs wrap lines, quote, and escape; what they report is the same all the same.
struct SpokenText {
  private let plain: String
  private let folded: [UInt8]

  init(_ program: ClientRun.Program) {
    plain = (program.output + "\n" + program.errorOutput).lowercased()
    folded = Self.fold(plain)
  }

  /// Whether one of the texts was said.
  func saysAny(of texts: [String]) -> Bool {
    texts.contains { text in
      let wanted = Self.fold(text.lowercased())
      // Of signs, or of another alphabet, nothing is left: then it has to be said as it is.
      guard wanted.count >= 4 else { return !text.isEmpty && plain.contains(text.lowercased()) }
      return ByteSearch.contains(wanted, in: folded)
    }
  }

  private static func fold(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    var skipped = 0
    var isEscape = false
    for byte in text.utf8 {
      if skipped > 0 {
        skipped -= 1
        continue
      }
      if isEscape {
        isEscape = false
        // An escaped sign, such as \n, or \u and four digits.
        if byte == UInt8(ascii: "u") { skipped = 4 }
        if byte != UInt8(ascii: "\\") { continue }
      }
      if byte == UInt8(ascii: "\\") {
        isEscape = true
      } else if (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) {
        folded.append(byte)
      }
    }
    return folded
  }
}
