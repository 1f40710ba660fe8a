import StuntHTTP
import StuntSchema

/// What one provider promises: its servers and operations, compiled from its OpenAPI documents.
///
/// A class, because each request asks for one: a copy would count a reference for each of its lists.
package final class Contract: Sendable {
  /// The provider's name: the name of its folder.
  package let provider: String
  /// The `title` of the first document.
  package let title: String
  /// The addresses that the operations are under.
  package let servers: [Server]
  package let operations: [Operation]
  /// The messages that it sends by itself.
  package let webhooks: [Webhook]
  /// The operations, for those who count no reference.
  let lentOperations: LentList<Operation>

  init(
    provider: String, title: String, servers: [Server], operations: [Operation], webhooks: [Webhook] = []
  ) {
    self.provider = provider
    self.title = title
    self.servers = servers
    self.operations = operations
    self.webhooks = webhooks
    lentOperations = LentList(operations)
  }

  /// An address of the provider, and where the double serves it.
  package struct Server: Hashable, Sendable {
    /// The scheme and authority as documented, such as `https://api.example.com`.
    package let origin: String
    /// The host's name, lower case.
    package let host: [UInt8]
    /// Other names of the host, such as older ones that clients still use.
    package let otherHosts: [[UInt8]]
    /// The local path that stands for the host's root: `/provider` or `/provider/door`.
    package let doorPath: String
    /// The path part of the server's URL, such as `/v1`; empty for none.
    package let basePath: String

    /// The local path that stands for the server's URL.
    package var localPath: String { doorPath + basePath }
  }

  /// The index of the operation with that id.
  package func operation(named id: String) -> Int? {
    operations.firstIndex { $0.id == id }
  }
}
