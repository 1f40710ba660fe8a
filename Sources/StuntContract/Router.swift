package import StuntHTTP
import StuntSchema

/// Finds the operation of a request: one tree of path segments over all contracts.
///
/// A request comes in by one of three doors, and each is only another node to start from: a local path starts at the root,
/// a `Host` or the authority of a target URL at that server's node. A literal segment beats a parameter; one trailing slash
/// is ignored.
package struct Router: Sendable {
  /// What a path and method lead to.
  package struct Endpoint: Hashable, Sendable, BitwiseCopyable {
    /// The index of the contract in the list that the router was made from.
    package let contract: Int
    /// The index of the operation in its contract.
    package let operation: Int
    /// The index of the server, in the contract's list, whose address the request used.
    package let server: Int
  }

  /// Where a request was led, or how far it came.
  package enum Outcome: Sendable {
    case found(Endpoint, PathParameters)
    /// The path is known, with these methods only.
    case methodNotAllowed([HTTPMethod])
    case unknownPath
  }

  /// A node while the tree is put together.
  private struct Node: Sendable {
    var literals: [(segment: [UInt8], node: Int)] = []
    var parameter: Int?
    var leaves: [RouteTree.Leaf] = []
  }

  private var nodes = [Node()]
  private var tree = RouteTree()
  private var literalPaths = LiteralPaths()
  private var hosts: [(name: [UInt8], node: Int)] = []
  private var templates: [(text: String, method: HTTPMethod)] = []

  /// The tree of the contracts' operations under all their servers.
  ///
  /// - Throws: `DocumentError` when two operations answer the same method and path.
  package init(contracts: [Contract]) throws(DocumentError) {
    for (index, contract) in contracts.enumerated() {
      for server in contract.servers {
        let door = insert(Self.segments(of: server.doorPath), below: 0)
        for host in [server.host] + server.otherHosts where !hosts.contains(where: { $0.name == host }) {
          hosts.append((host, door))
        }
      }
      for (operationIndex, operation) in contract.operations.enumerated() {
        for server in operation.servers {
          let path = contract.servers[server].localPath + operation.path
          let endpoint = Endpoint(contract: index, operation: operationIndex, server: server)
          try add(endpoint, path: path, operation: operation)
        }
      }
    }
    for node in nodes { tree.append(node.literals, parameter: node.parameter, node.leaves) }
    literalPaths.close()
  }

  /// Finds the endpoint for a method and path.
  ///
  /// - Parameters:
  ///   - bytes: What holds the path.
  ///   - range: The path's place in the bytes; the parameters found are places in them, too.
  ///   - host: The server to start from, as its node; nil for a local path.
  package func route(
    _ method: HTTPMethod, _ bytes: UnsafeBufferPointer<UInt8>, path range: Range<Int>, from host: Int? = nil
  ) -> Outcome {
    var path = range
    if path.count > 1, bytes[path.upperBound - 1] == UInt8(ascii: "/") {
      path = path.lowerBound..<path.upperBound - 1
    }
    // A path of literals only beats all others: it may be looked up as a whole.
    if host == nil, let found = literalPaths.find(method, bytes, path) {
      return .found(found, PathParameters())
    }
    var parameters = PathParameters()
    if let found = tree.find(method, bytes, path, from: host ?? 0, &parameters) {
      return .found(found, parameters)
    }
    let otherMethods = tree.methods(bytes, path, from: host ?? 0)
    return otherMethods.isEmpty ? .unknownPath : .methodNotAllowed(otherMethods)
  }

  /// The node to start from for a host name (lower case, without port); nil for a host that no contract names.
  package func node(ofHost name: some Collection<UInt8>) -> Int? {
    // Arrays are compared at once where collections are compared byte by byte, unspecialized.
    let name = Array(name)
    return hosts.first { $0.name == name }?.node
  }

  /// The local paths nearest to the given one, as "METHOD path", best first.
  package func closest(to path: String, method: HTTPMethod, count: Int = 3) -> [String] {
    let asked = method.name + " " + path
    return
      templates
      .map { (text: $0.method.name + " " + $0.text, distance: Self.distance(asked, $0)) }
      .sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }
      .prefix(count)
      .map(\.text)
  }

  private static func distance(_ asked: String, _ template: (text: String, method: HTTPMethod)) -> Int {
    // Parameters count as equal to whatever stands in their place.
    let left = asked.split(separator: "/", omittingEmptySubsequences: true)
    let right = (template.method.name + " " + template.text).split(
      separator: "/", omittingEmptySubsequences: true)
    var sum = abs(left.count - right.count) * 6
    for (a, b) in zip(left, right) where !b.hasPrefix("{") {
      sum += a == b ? 0 : 1 + NearestName.distance(Array(a.utf8), Array(b.utf8))
    }
    return sum
  }

  private mutating func add(_ endpoint: Endpoint, path: String, operation: Operation) throws(DocumentError) {
    let node = insert(Self.segments(of: path), below: 0)
    if nodes[node].leaves.contains(where: { $0.method == operation.method }) {
      throw DocumentError(operation.place, .ambiguousPath(method: operation.method.name, path: path))
    }
    nodes[node].leaves.append(RouteTree.Leaf(method: operation.method, endpoint: endpoint))
    if !path.utf8.contains(UInt8(ascii: "{")) {
      literalPaths.append(Self.segments(of: path), operation.method, endpoint)
    }
    templates.append((path, operation.method))
  }

  private mutating func insert(_ segments: [[UInt8]], below root: Int) -> Int {
    var node = root
    for segment in segments {
      node = segment.first == UInt8(ascii: "{") ? parameterChild(of: node) : literalChild(of: node, segment)
    }
    return node
  }

  private mutating func parameterChild(of node: Int) -> Int {
    if let child = nodes[node].parameter { return child }
    nodes.append(Node())
    nodes[node].parameter = nodes.count - 1
    return nodes.count - 1
  }

  private mutating func literalChild(of node: Int, _ segment: [UInt8]) -> Int {
    if let child = nodes[node].literals.first(where: { $0.segment == segment }) { return child.node }
    nodes.append(Node())
    nodes[node].literals.append((segment, nodes.count - 1))
    return nodes.count - 1
  }

  private static func segments(of path: String) -> [[UInt8]] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
  }
}
