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
  /// By operation: the URL up to its identifier.
  let prefixes: [[UInt8]]
  /// By operation: whether all of its URLs for jobs are URLs as the standard says.
  let areURLs: [Bool]

  fileprivate init(_ provider: Provider, _ links: Links, server: Int) {
    self.links = Links(
      door: links.door, isSecure: links.isSecure, authority: Array(links.authority)[...],
      results: links.results)
    self.server = server
    let prefixes = provider.contract.operations.indices.map { operation in
      let servers = provider.contract.operations[operation].servers
      let used = provider.contract.servers[servers.contains(server) ? server : servers[0]]
      return ByteSink.bytes { out in
        links.appendBase(of: used, isOpenFile: provider.isOpenFile(operation), to: &out)
        out.append(contentsOf: provider.behavior.links[operation].before)
      }
    }
    areURLs = prefixes.indices.map { operation in
      var form = TextForm()
      form.append(prefixes[operation])
      if let after = provider.behavior.links[operation].after {
        form.append(provider.identifier.form)
        form.append(after)
      }
      return form.isURL
    }
    self.prefixes = prefixes
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
