import StuntContract
import StuntJSON
import StuntSchema
import Synchronization

/// One way to the double, as clients of it are given URLs: what stands before each URL's identifier.
///
/// A class, because each answer with URLs asks for one.
final class LinkWay: Sendable {
  private let links: Links
  private let server: Int
  /// All text of the URLs: one list, since a list of lists counts a reference for each look.
  private let text: [UInt8]
  /// By operation.
  private let urls: [URL]

  /// The URL of an operation, in quotes: where its parts are in the text.
  private struct URL {
    /// Up to its identifier.
    let before: Range<Int>
    /// After its identifier; nil for one that has none, which is all before.
    let after: Range<Int>?
    /// Whether all of its URLs for jobs are URLs as the standard says.
    let isValid: Bool
  }

  fileprivate init(_ provider: Provider, _ links: Links, server: Int) {
    self.links = Links(
      door: links.door, isSecure: links.isSecure, authority: Array(links.authority)[...],
      results: links.results)
    self.server = server
    var text: [UInt8] = []
    urls = provider.contract.operations.indices.map { operation in
      let servers = provider.contract.operations[operation].servers
      let used = provider.contract.servers[servers.contains(server) ? server : servers[0]]
      var form = TextForm()
      let start = text.count
      let base = ByteSink.bytes {
        links.appendBase(of: used, isOpenFile: provider.isOpenFile(operation), to: &$0)
      }
      let first = base + provider.behavior.links[operation].before
      form.append(first)
      text += [UInt8(ascii: "\"")] + first
      guard let rest = provider.behavior.links[operation].after else {
        text.append(UInt8(ascii: "\""))
        return URL(before: start..<text.count, after: nil, isValid: form.isURL)
      }
      let middle = text.count
      text += rest + [UInt8(ascii: "\"")]
      form.append(provider.identifier.form)
      form.append(rest)
      return URL(before: start..<middle, after: middle..<text.count, isValid: form.isURL)
    }
    self.text = text
  }

  /// Whether all URLs of an operation for jobs are URLs as the standard says.
  func areURLs(of operation: Int) -> Bool { urls[operation].isValid }

  /// Appends the URL of an operation with its first quote up to its identifier; false for one that has none, which is all.
  func appendStart(of operation: Int, to out: inout ByteSink) -> Bool {
    text.withUnsafeBufferPointer {
      out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[urls[operation].before]))
    }
    return urls[operation].after != nil
  }

  /// Appends what follows the identifier, and the last quote.
  func appendEnd(of operation: Int, to out: inout ByteSink) {
    guard let after = urls[operation].after else { return }
    text.withUnsafeBufferPointer { out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[after])) }
  }

  /// Whether a client that came so is given these URLs.
  func leads(_ links: Links, server: Int) -> Bool {
    self.server == server && self.links.door == links.door && self.links.isSecure == links.isSecure
      && self.links.authority.withUnsafeBufferPointer { own in
        links.authority.withUnsafeBufferPointer { own.equals($0) }
      } && self.links.results == links.results
  }
}

/// The ways to one provider that were used, for all its tenants.
///
/// A memory of a pure function. A class, because they share it.
final class LinkWays: Sendable {
  private let known = Mutex<[LinkWay]>([])

  /// The way by which a client came; nil where its URLs need escaping, or too many ways were used.
  func way(_ provider: Provider, _ links: Links, server: Int) -> LinkWay? {
    guard links.isPlain else { return nil }
    return known.withLock { known in
      if let found = known.first(where: { $0.leads(links, server: server) }) { return found }
      guard known.count < Limits.linkWaysMax else { return nil }
      let way = LinkWay(provider, links, server: server)
      known.append(way)
      return way
    }
  }
}

extension Provider {
  /// Whether the operation serves files to everybody who knows their names.
  func isOpenFile(_ operation: Int) -> Bool {
    isFile(operation) && !contract.operations[operation].requiresKey
  }
}
