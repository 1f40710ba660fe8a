import Foundation
import Testing

@testable import StuntCommand

/// `stuntdouble report`, as far as it goes without a server.
@Suite struct ReportCommandTests {
  @Test(
    arguments: [
      ("http://127.0.0.1:4010", "127.0.0.1", 4010, nil), ("http://localhost", "localhost", 80, nil),
      ("http://[::1]:4010/", "::1", 4010, nil),
      ("http://h:1/_stunt/journal?form=runs#x", "h", 1, "/_stunt/journal?form=runs"),
    ] as [(String, String, UInt16, String?)])
  func `an address is taken apart`(_ text: String, _ host: String, _ port: UInt16, _ target: String?) throws {
    let address = try ServerAddress(text)
    #expect(address.host == host && address.port == port && address.target == target)
  }

  @Test(arguments: [
    "https://127.0.0.1:4010", "http://", "http://:80", "http://h:0", "http://h:99999", "http://h:x",
    "http://a@h",
    "http://[::1]x", "http://a b",
  ])
  func `what is no address is told`(_ text: String) {
    #expect(throws: ServerAddressError.notAnAddress(text)) { try ServerAddress(text) }
  }

  @Test func `a journal comes from a server, or from a file`() throws {
    let server = try RunningServer(["--quiet", "--provider", "openai"], baseURLs: 1)
    defer { _ = server.stop() }
    let address = "http://127.0.0.1:\(server.port)"
    let asked = try Data(contentsOf: #require(URL(string: "\(address)/_stunt/journal?form=runs")))
    let empty = try Command.run("report", address, "--provider", "openai")
    #expect(empty.exitCode == 0)
    #expect(empty.out == "0 tenants, 0 jobs, 0 billed, 0 requests, 0 violations\n")
    let file = FileManager.default.temporaryDirectory.appending(path: "journal-\(server.port).json")
    try asked.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let page = try Command.run("report", file.path, "--format", "html")
    #expect(page.exitCode == 0)
    #expect(
      page.out.hasPrefix("<!DOCTYPE html>") && page.out.contains("Nothing was asked of the server yet."))
  }

  @Test func `what is no journal is told`() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Package.swift")
    let report = try Command.run("report", package.standardizedFileURL.path)
    #expect(report.exitCode == 2)
    #expect(report.err.contains("this is no journal") && report.out.isEmpty)
  }

  @Test func `a form that there is not is a mistake of use`() throws {
    #expect(throws: UsageError.self) { try Invocation(["report", "--format", "pdf"]) }
    #expect(throws: UsageError.self) { try Invocation(["report", "a", "b"]) }
  }
}
