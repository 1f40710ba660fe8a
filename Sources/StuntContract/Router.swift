package import StuntHTTP
import StuntSchema

/// Finds the operation of a request: one tree of path segments over all contracts.
///
/// A request comes in by one of three doors, and each is only another node to start from: a local path starts at the root,
/// a `Host` or the authority of a target URL at that server's node. A literal segment beats a parameter; one trailing slash
/// is ignored.
package struct Router: Sendable {
  /// What a path and method lead to.
  package struct Endpoint: Hashable, Sendable {
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

  private struct Leaf: Sendable {
    let method: HTTPMethod
    let endpoint: Endpoint
  }

  private struct Node: Sendable {
    var literals: [(segment: [UInt8], node: Int)] = []
    /// The keys of the literals, which tell nearly all of them apart.
    var keys: [Key] = []
    var parameter: Int?
    var leaves: [Leaf] = []
  }

  /// A segment's length and its first eight bytes.
  private struct Key: Equatable, BitwiseCopyable {
    let count: Int
    let head: UInt64

    /// Reads the key of the segment between two places.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int, _ last: Int) {
      count = last - first
      if first + 8 <= bytes.count {
        let word = UInt64(
          littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: first, as: UInt64.self))
        head = count >= 8 ? word : word & (1 << UInt64(8 * count) - 1)
      } else {
        head = bytes[first..<last].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
    }
  }

  private var nodes = [Node()]
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
    var search = Search(bytes: bytes, end: range.upperBound, method: method)
    if range.count > 1, bytes[range.upperBound - 1] == UInt8(ascii: "/") { search.end -= 1 }
    if let endpoint = find(at: host ?? 0, from: range.lowerBound, &search) {
      return .found(endpoint, search.parameters)
    }
    return search.otherMethods.isEmpty ? .unknownPath : .methodNotAllowed(search.otherMethods)
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

  private struct Search {
    let bytes: UnsafeBufferPointer<UInt8>
    var end: Int
    let method: HTTPMethod
    var parameters = PathParameters()
    var otherMethods: [HTTPMethod] = []
  }

  private func find(at node: Int, from start: Int, _ search: inout Search) -> Endpoint? {
    guard start < search.end else { return leaf(of: node, &search) }
    let first = start + 1
    var last = first
    while last < search.end, search.bytes[last] != UInt8(ascii: "/") { last += 1 }
    let match = last > first ? literal(of: node, search.bytes, first, last) : nil
    if let match, let found = find(at: nodes[node].literals[match].node, from: last, &search) { return found }
    guard let parameter = nodes[node].parameter, last > first, search.parameters.append(first..<last) else {
      return nil
    }
    if let found = find(at: parameter, from: last, &search) { return found }
    search.parameters.removeLast()
    return nil
  }

  /// The literal of a node that stands between two places, which are not the same.
  @inline(__always)
  private func literal(
    of node: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ first: Int, _ last: Int
  ) -> Int? {
    let key = Key(bytes, first, last)
    return nodes[node].keys.withUnsafeBufferPointer { keys in
      // By index: a loop over the literals themselves would count two references for each.
      for index in 0..<keys.count
      where keys[index].count == key.count && keys[index].head == key.head
        && Self.equal(nodes[node].literals[index].segment, bytes, first, last)
      {
        return index
      }
      return nil
    }
  }

  private func leaf(of node: Int, _ search: inout Search) -> Endpoint? {
    // By index, as above.
    for index in nodes[node].leaves.indices where nodes[node].leaves[index].method == search.method {
      return nodes[node].leaves[index].endpoint
    }
    search.otherMethods += nodes[node].leaves.map(\.method)
    return nil
  }

  @inline(__always)
  private static func equal(
    _ segment: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ first: Int, _ last: Int
  ) -> Bool {
    guard segment.count == last - first else { return false }
    for index in 0..<segment.count where segment[index] != bytes[first + index] { return false }
    return true
  }

  private mutating func add(_ endpoint: Endpoint, path: String, operation: Operation) throws(DocumentError) {
    let node = insert(Self.segments(of: path), below: 0)
    if nodes[node].leaves.contains(where: { $0.method == operation.method }) {
      throw DocumentError(operation.place, .ambiguousPath(method: operation.method.name, path: path))
    }
    nodes[node].leaves.append(Leaf(method: operation.method, endpoint: endpoint))
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
    nodes[node].keys.append(segment.withUnsafeBufferPointer { Key($0, 0, $0.count) })
    return nodes.count - 1
  }

  private static func segments(of path: String) -> [[UInt8]] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
  }
}
