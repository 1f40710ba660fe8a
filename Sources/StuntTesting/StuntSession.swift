public import StuntDouble

#if canImport(FoundationNetworking)
  import Foundation
  public import FoundationNetworking
#else
  public import Foundation
#endif

extension StuntServer {
  /// A configuration whose sessions talk to this double without a socket, whatever host a request names.
  ///
  /// A client with built-in `https://` hosts is tested unmodified: the double knows its provider's hosts, and answers
  /// any other with its own complaint. Nothing reaches the network.
  public var sessionConfiguration: URLSessionConfiguration { .leading(to: self) }
}

extension StuntReplay {
  /// A configuration whose sessions get recorded answers without a socket, whatever host a request names.
  public var sessionConfiguration: URLSessionConfiguration { .leading(to: self) }
}

extension URLSessionConfiguration {
  fileprivate static func leading(to host: some InProcessHost) -> URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.protocolClasses = [StuntURLProtocol.lead(to: host)]
    return configuration
  }
}
