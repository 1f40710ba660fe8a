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
  public var sessionConfiguration: URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.protocolClasses = [StuntURLProtocol.lead(to: self)]
    return configuration
  }
}
