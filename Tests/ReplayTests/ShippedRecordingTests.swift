import Foundation
import StuntDouble
import StuntEngine
import StuntProviders
import StuntRecording
import Synchronization
import Testing

/// The recordings that are part of the project: composed, and each replaying through the whole stack.
@Suite struct ShippedRecordingTests {
  static let tree = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = tree.appendingPathComponent("Recordings")
  static let names = ProviderRegistry.shippedNames.flatMap { provider in
    let inside = (try? ProviderFolder.names(in: folder.appendingPathComponent(provider).path)) ?? []
    return inside.map { "\(provider)/\($0)" }
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try HARFiles.bytes(of: folder.appendingPathComponent(name).path)
  }

  @Test(arguments: ProviderRegistry.shippedNames)
  func `composing again gives the same bytes`(_ provider: String) throws {
    let path = Self.tree.appendingPathComponent("Contracts/providers/\(provider)").path
    let files = try SessionComposer.files(
      registry: try ProviderRegistry(selection: [path]), folder: path,
      documents: try CoverageFolder.sessions(in: path))
    #expect(files.map(\.path) == Self.names.filter { $0.hasPrefix(provider + "/") }, "run make recordings")
    for file in files {
      let isSame = try file.bytes == Self.bytes(file.path)
      #expect(isSame, "\(file.path) is another one; run make recordings")
    }
  }

  @Test func `the set has what each provider documents, and is small`() throws {
    let sessions = ["completed", "slow", "failed", "error-invalid-key", "error-input", "error-rate-limited"]
    for provider in ProviderRegistry.shippedNames {
      for session in sessions { #expect(Self.names.contains("\(provider)/\(session).har")) }
    }
    #expect(Self.names.count { $0.hasSuffix("/cancelled.har") } == 3)
    #expect(Self.names.count { $0.hasSuffix("/webhook.har") } == 3)
    #expect(try Self.names.reduce(0) { try $0 + Self.bytes($1).count } < 2_000_000)
  }

  @Test(arguments: names) func `each says that it is composed, and from what`(_ name: String) throws {
    let recording = try HARReader.readRepairing(try Self.bytes(name)).recording
    guard case .composed(let pages) = recording.provenance else {
      Issue.record("\(name) does not say that it is composed")
      return
    }
    #expect(!pages.isEmpty)
    #expect(recording.provider.map { name.hasPrefix($0 + "/") } == true)
    #expect(recording.interactions.allSatisfy { $0.operation != nil })
  }

  @Test(arguments: names) func `each replays whole, polled once, as often as needed, and 300 times`(
    _ name: String
  ) throws {
    let recording = try HARReader.readRepairing(try Self.bytes(name)).recording
    var byClock = ReplayOptions()
    byClock.pace = .recorded(speed: 1)
    let ways: [(RecordedClient.Polls, ReplayOptions)] = [
      (.once, byClock), (.untilTold, ReplayOptions()), (.times(300), ReplayOptions()),
    ]
    for (polls, options) in ways {
      let client = try RecordedClient(name, recording, options: options)
      try client.setEndpoint("http://127.0.0.1:8000/endpoint")
      let differences = try client.play(polls)
      #expect(differences == [], "\(polls)")
      #expect(client.service.verdict.complaints == [], "\(polls)")
      #expect(client.service.verdict.isPassed(allowsUnused: false))
      let told = client.receiver.messages.withLock { $0.map(\.body) }
      let recorded = recording.interactions.filter(\.isWebhook).compactMap(\.request.body?.bytes)
      #expect(told == recorded, "each message once, as it was recorded")
    }
  }
}
