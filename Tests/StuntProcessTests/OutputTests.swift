import Foundation
import StuntProcess
import Testing

/// Programs that write a lot.
@Suite struct OutputTests {
  static func kept(_ text: String, in sizes: [Int], keeping limit: Int) -> CapturedOutput {
    var output = CapturedOutput(keptBytesMax: limit)
    var rest = Array(text.utf8)[...]
    var index = 0
    while !rest.isEmpty {
      let piece = Array(rest.prefix(sizes[index % sizes.count]))
      piece.withUnsafeBytes { output.append($0) }
      rest = rest.dropFirst(piece.count)
      index += 1
    }
    return output
  }

  @Test(arguments: [[1], [2, 3], [7], [100], [5, 50, 1]]) func `the middle is left out, however it comes`(
    _ sizes: [Int]
  ) {
    let text = "abcdefghijklmnopqrstuvwxyz"
    for limit in 2...30 {
      let output = Self.kept(text, in: sizes, keeping: limit)
      let (head, tail) = (limit / 2, limit - limit / 2)
      let expected =
        limit >= 26
        ? text : "\(text.prefix(head))\n… \(26 - limit) bytes left out …\n\(text.suffix(tail))"
      #expect(output.text == expected)
      #expect(output.count == 26)
    }
  }

  @Test func `a flood neither fills memory nor blocks`() throws {
    let report = try Shell.run("head -c 300000000 /dev/zero; echo end >&2") { $0.keptBytesMax = 1_000 }
    #expect(report.ending == .exited(code: 0))
    #expect(report.output.count == 300_000_000)
    #expect(report.output.leftOut == 299_999_000)
    #expect(report.errorOutput.text == "end\n")
  }

  @Test func `a flood without end is stopped`() throws {
    let report = try Shell.run("yes; yes >&2") { $0.writtenBytesMax = 1_000_000 }
    #expect(report.stopped == .tooMuchOutput)
    #expect(report.output.count > 1_000_000 && report.output.count < 20_000_000)
    #expect(report.output.text.hasPrefix("y\ny\n"))
  }
}
