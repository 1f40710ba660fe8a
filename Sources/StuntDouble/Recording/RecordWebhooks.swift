import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntSockets
import Synchronization

/// Leads a provider's messages through the recorder: to it in requests, and from it to the client's server.
///
/// A class, because requests on several threads name their servers.
final class RecordWebhooks: Sendable {
  /// The path below which messages come in, each client's server by its number.
  static let door = "/_stunt/webhook/"

  private struct State {
    var targets: [String]
    var numbers: [String: Int] = [:]
  }

  private let state: Mutex<State>
  private let publicURL: String?
  private let takesLocal: Bool
  private let reader: ReplayReader

  /// - Parameters:
  ///   - publicURL: The recorder's own URL as the provider reaches it; nil for that of the client, where the server
  ///     that is asked is on this machine.
  ///   - fixed: Where messages go that no request has asked for; they come in as number 0.
  init(_ reader: ReplayReader, publicURL: String?, upstream: RecordUpstream?, fixed: String?) {
    self.reader = reader
    self.publicURL = publicURL
    takesLocal = ["127.0.0.1", "localhost", "::1"].contains(upstream?.place.host)
    state = Mutex(State(targets: [fixed ?? ""]))
  }

  /// Where the client's server is, whose number a path names, and nil for no such path.
  func target(of path: String) -> String? {
    guard path.hasPrefix(Self.door), let number = Int(path.dropFirst(Self.door.utf8.count)) else {
      return nil
    }
    return state.withLock { $0.targets.indices.contains(number) ? $0.targets[number] : "" }
  }

  /// The URL in a request at which the client wants to be told, and what is to stand in its place.
  ///
  /// Nil where there is none, and where the provider could not reach the recorder.
  func leading(
    _ request: HTTPRequest, _ route: RecordRoute, authority: String
  ) -> (client: String, own: String)? {
    guard route.role == .submit || route.role == .run,
      let base = publicURL ?? (takesLocal && route.leadsLinks ? "http://" + authority : nil)
    else { return nil }
    let reading = reader.read(request, host: authority)
    guard let call = reading.call, let links = reading.links else { return nil }
    let tenant = reader.service.tenants.strangers[call.endpoint.contract]
    let rim = Instant(nanoseconds: reader.service.start.nanoseconds)
    guard let url = tenant.double.withLock({ $0.webhookTarget(of: call, at: rim, links: links) }),
      let number = number(of: url.text)
    else { return nil }
    return (url.text, base + Self.door + String(number))
  }

  func number(of target: String) -> Int? {
    state.withLock { state in
      if let known = state.numbers[target] { return known }
      guard state.targets.count < Limits.recordedWebhooksMax else { return nil }
      state.targets.append(target)
      state.numbers[target] = state.targets.count - 1
      return state.targets.count - 1
    }
  }

  /// A target with another URL in its query.
  static func replaced(_ target: String, _ pair: (client: String, own: String)) -> String {
    guard let mark = target.firstIndex(of: "?") else { return target }
    let query = target[target.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    let led = query.map { part -> String in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, (try? PercentEncoding.decodeText(sides[1].utf8)) == pair.client else {
        return String(part)
      }
      return "\(sides[0])=\(PercentEncoding.encode(pair.own, as: .query))"
    }
    return target[...mark] + led.joined(separator: "&")
  }

  /// A content with another URL in it.
  static func replaced(_ body: [UInt8], _ pair: (client: String, own: String)) -> [UInt8] {
    var replacements = ByteReplacements()
    replacements.add(pair.client, pair.own)
    return replacements.applied(to: body)
  }
}
