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

  /// The URL of an operation: where its parts are in the text.
  private struct URL {
    /// Up to its identifier.
    let before: Range<Int>
    /// After its identifier; nil for one that has none.
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
      let start = text.count
      text.append { links.appendBase(of: used, isOpenFile: provider.isOpenFile(operation), to: &$0) }
      text += provider.behavior.links[operation].before
      let before = start..<text.count
      text += provider.behavior.links[operation].after ?? []
      let after = provider.behavior.links[operation].after.map { _ in before.upperBound..<text.count }
      var form = TextForm()
      form.append(text[before])
      if let after {
        form.append(provider.identifier.form)
        form.append(text[after])
      }
      return URL(before: before, after: after, isValid: form.isURL)
    }
    self.text = text
  }

  /// Whether all URLs of an operation for jobs are URLs as the standard says.
  func areURLs(of operation: Int) -> Bool { urls[operation].isValid }

  /// Appends the URL of an operation up to its identifier; false for one that has none.
  func appendStart(of operation: Int, to out: inout ByteSink) -> Bool {
    text.withUnsafeBufferPointer {
      out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[urls[operation].before]))
    }
    return urls[operation].after != nil
  }

  /// Appends what follows the identifier.
  func appendEnd(of operation: Int, to out: inout ByteSink) {
    guard let after = urls[operation].after else { return }
    text.withUnsafeBufferPointer { out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[after])) }
  }

  /// Whether a client that came so is given these URLs.
  func leads(_ links: Links, server: Int) -> Bool {
    self.server == server && self.links.door == links.door && self.links.authority == links.authority
      && self.links.isSecure == links.isSecure && self.links.results == links.results
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
