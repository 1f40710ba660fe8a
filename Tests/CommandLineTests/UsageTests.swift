import Foundation
import Testing

/// Help, versions, and command lines that cannot be understood.
@Suite struct UsageTests {
  @Test func `help names every command, on standard output`() throws {
    let help = try Command.run("help")
    #expect(help.exitCode == 0)
    #expect(help.err == "")
    for word in ["serve", "check", "providers", "scenarios", "EXIT CODES"] {
      #expect(help.out.contains(word))
    }
  }

  @Test(arguments: ["serve", "check", "providers", "scenarios"]) func `each command has help`(_ name: String)
    throws
  {
    let long = try Command.run(name, "--help")
    #expect(long.exitCode == 0)
    #expect(long.out.contains("USAGE: stuntdouble \(name)"))
    #expect(try Command.run("help", name).out == long.out)
  }

  @Test func `no command is help`() throws {
    #expect(try Command.run().out == Command.run("help").out)
  }

  @Test func `the version is semantic`() throws {
    #expect(try Command.run("--version").out.wholeMatch(of: /stuntdouble \d+\.\d+\.\d+\n/) != nil)
  }

  /// A command line, and what standard error says about it.
  struct ErrorCase: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let expected: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let errors: [ErrorCase] = [
    ErrorCase(arguments: ["sevre"], expected: "unknown command 'sevre'. Did you mean 'serve'?"),
    ErrorCase(arguments: ["--verson"], expected: "unknown option '--verson'. Did you mean '--version'?"),
    ErrorCase(arguments: ["serve", "--prot", "1"], expected: "unknown option '--prot'."),
    ErrorCase(arguments: ["serve", "--lisen", "x"], expected: "Did you mean '--listen'?"),
    ErrorCase(arguments: ["serve", "--listen"], expected: "missing value for '--listen <HOST:PORT>'."),
    ErrorCase(arguments: ["serve", "--listen", "nowhere"], expected: "'nowhere' is no value for '--listen'"),
    ErrorCase(arguments: ["serve", "--clock", "fast"], expected: "expected real, manual or auto"),
    ErrorCase(arguments: ["serve", "--speed", "0"], expected: "'0' is no value for '--speed'"),
    ErrorCase(
      arguments: ["serve", "--clock", "auto", "--speed", "2"], expected: "--speed goes with --clock real only"
    ),
    ErrorCase(arguments: ["serve", "--seed", "-1"], expected: "'-1' is no value for '--seed'"),
    ErrorCase(arguments: ["serve", "--loops", "1.5"], expected: "a whole number from 1 to 64"),
    ErrorCase(arguments: ["serve", "--quiet", "--json"], expected: "contradict each other"),
    ErrorCase(arguments: ["serve", "--quiet=yes"], expected: "'--quiet' takes no value"),
    ErrorCase(arguments: ["serve", "--seed", "1", "--seed", "2"], expected: "'--seed' is given twice"),
    ErrorCase(arguments: ["serve", "here"], expected: "unexpected argument 'here'"),
    ErrorCase(arguments: ["serve", "--scenario", "slwo"], expected: "a scenario such as 'slow'"),
    ErrorCase(
      arguments: ["serve", "--cors", "example.com"], expected: "'example.com' is no value for '--cors'"),
    ErrorCase(
      arguments: ["replay", "a.har", "--cors=*", "--cors=none"], expected: "or * alone for all pages"),
    ErrorCase(arguments: ["help", "chek"], expected: "Did you mean 'check'?"),
  ]

  @Test(arguments: errors) func `is refused with a way out`(_ error: ErrorCase) throws {
    let process = Process()
    process.executableURL = Command.binary
    process.arguments = error.arguments
    let err = Pipe()
    process.standardError = err
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 64)
    #expect(text.contains(error.expected))
    #expect(text.contains("See 'stuntdouble help"))
  }

  @Test func `an unknown provider is an error of the documents`() throws {
    let result = try Command.run("providers", "--provider", "lumenfal")
    #expect(result.exitCode == 1)
    #expect(result.err.contains("did you mean \"lumenfall\"?"))
  }
}
