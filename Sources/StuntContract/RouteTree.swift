import StuntHTTP

/// A router's tree as requests are led through it: flat lists of plain records, lent once for a whole path.
struct RouteTree: Sendable {
  /// A node, as indexes into the other lists.
  struct Node: Sendable, BitwiseCopyable {
    var firstEdge: Int32
    var endOfEdges: Int32
    /// The node of a parameter; -1 for none.
    var parameter: Int32
    var firstLeaf: Int32
    var endOfLeaves: Int32
  }

  /// A literal segment that leads to a node.
  struct Edge: Sendable, BitwiseCopyable {
    let key: SegmentKey
    /// Where the segment is among the bytes.
    let offset: Int32
    let node: Int32
  }

  /// An operation, where a path ends.
  struct Leaf: Sendable, BitwiseCopyable {
    let method: HTTPMethod
    let endpoint: Router.Endpoint
  }

  private var nodes: [Node] = []
  private var edges: [Edge] = []
  private var leaves: [Leaf] = []
  private var bytes: [UInt8] = []

  /// A tree of no nodes.
  init() {}

  /// Adds a node; the first is the root.
  mutating func append(
    _ literals: [(segment: [UInt8], node: Int)], parameter: Int?, _ leaves: [Leaf]
  ) {
    let firstEdge = Int32(edges.count)
    for literal in literals {
      let offset = bytes.count
      bytes += literal.segment
      let key = bytes.withUnsafeBufferPointer { SegmentKey($0, offset, $0.count) }
      edges.append(Edge(key: key, offset: Int32(offset), node: Int32(literal.node)))
    }
    let firstLeaf = Int32(self.leaves.count)
    self.leaves += leaves
    nodes.append(
      Node(
        firstEdge: firstEdge, endOfEdges: Int32(edges.count), parameter: Int32(parameter ?? -1),
        firstLeaf: firstLeaf, endOfLeaves: Int32(self.leaves.count)))
  }

  /// What a path leads to from a node; nil where it leads to nothing.
  ///
  /// - Parameters:
  ///   - text: What holds the path.
  ///   - range: The path's place in it.
  ///   - parameters: Gets the places of the path's parameters.
  func find(
    _ method: HTTPMethod, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, from node: Int,
    _ parameters: inout PathParameters
  ) -> Router.Endpoint? {
    withWalk(text, range, method) { $0.find(node, range.lowerBound, &parameters) }
  }

  /// The methods by which a path would lead somewhere from a node.
  func methods(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, from node: Int) -> [HTTPMethod] {
    var methods: [HTTPMethod] = []
    withWalk(text, range, .other) { $0.collect(node, range.lowerBound, PathParameters(), &methods) }
    return methods
  }

  @inline(__always)
  private func withWalk<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ method: HTTPMethod, _ body: (Walk) -> Result
  ) -> Result {
    nodes.withUnsafeBufferPointer { nodes in
      edges.withUnsafeBufferPointer { edges in
        leaves.withUnsafeBufferPointer { leaves in
          bytes.withUnsafeBufferPointer { bytes in
            body(
              Walk(
                nodes: nodes, edges: edges, leaves: leaves, bytes: bytes, text: text, end: range.upperBound,
                method: method))
          }
        }
      }
    }
  }

  /// The way of one path, all of it borrowed.
  private struct Walk {
    let nodes: UnsafeBufferPointer<Node>
    let edges: UnsafeBufferPointer<Edge>
    let leaves: UnsafeBufferPointer<Leaf>
    let bytes: UnsafeBufferPointer<UInt8>
    let text: UnsafeBufferPointer<UInt8>
    let end: Int
    let method: HTTPMethod

    func find(_ number: Int, _ start: Int, _ parameters: inout PathParameters) -> Router.Endpoint? {
      var (number, start) = (number, start)
      // Literals that no parameter stands beside need no way back.
      while true {
        let node = nodes[number]
        guard start < end else { return leaf(of: node) }
        let first = start + 1
        let key = SegmentKey(text, from: first, to: end)
        guard key.count > 0 else { return nil }
        let last = first + key.count
        let match = edge(of: node, key, first)
        if match >= 0 {
          if node.parameter < 0 {
            (number, start) = (match, last)
            continue
          }
          if let found = find(match, last, &parameters) { return found }
        }
        guard node.parameter >= 0, parameters.append(first..<last) else { return nil }
        if let found = find(Int(node.parameter), last, &parameters) { return found }
        parameters.removeLast()
        return nil
      }
    }

    /// Gathers the methods of all nodes that the rest of the path leads to.
    func collect(_ number: Int, _ start: Int, _ parameters: PathParameters, _ methods: inout [HTTPMethod]) {
      let node = nodes[number]
      guard start < end else {
        for index in Int(node.firstLeaf)..<Int(node.endOfLeaves) { methods.append(leaves[index].method) }
        return
      }
      let first = start + 1
      let key = SegmentKey(text, from: first, to: end)
      guard key.count > 0 else { return }
      let last = first + key.count
      let match = edge(of: node, key, first)
      if match >= 0 { collect(match, last, parameters, &methods) }
      var parameters = parameters
      guard node.parameter >= 0, parameters.append(first..<last) else { return }
      collect(Int(node.parameter), last, parameters, &methods)
    }

    /// The node that a literal of a node leads to; -1 for none.
    @inline(__always)
    private func edge(of node: Node, _ key: SegmentKey, _ first: Int) -> Int {
      for index in Int(node.firstEdge)..<Int(node.endOfEdges)
      where edges[index].key == key && (key.count <= 16 || isSameInside(edges[index], key, first)) {
        return Int(edges[index].node)
      }
      return -1
    }

    /// Compares what is between the outermost bytes, which are equal.
    private func isSameInside(_ edge: Edge, _ key: SegmentKey, _ first: Int) -> Bool {
      for index in 8..<key.count - 8 where bytes[Int(edge.offset) + index] != text[first + index] {
        return false
      }
      return true
    }

    private func leaf(of node: Node) -> Router.Endpoint? {
      let own = Int(node.firstLeaf)..<Int(node.endOfLeaves)
      for index in own where leaves[index].method == method { return leaves[index].endpoint }
      return nil
    }
  }
}

/// A segment's length and its outermost bytes, which tell nearly all segments apart.
struct SegmentKey: Sendable, BitwiseCopyable {
  let count: Int
  /// The first eight bytes, or all of a shorter segment.
  let head: UInt64
  /// The last eight bytes of a segment of at least eight.
  let tail: UInt64

  /// Reads the key of the segment between two places.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int, _ last: Int) {
    self.init(bytes, first: first, count: last - first)
  }

  /// Reads the key of the segment that begins at a place, up to a slash or the end.
  @inline(__always)
  init(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int, to end: Int) {
    var last = first
    // Eight bytes at a time, as long as there are so many: a slash leaves a zero, found by the borrow that it takes.
    while last + 8 <= bytes.count {
      let word = Self.word(bytes, last) ^ 0x2F2F_2F2F_2F2F_2F2F
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 {
        last += zeros.trailingZeroBitCount &>> 3
        self.init(bytes, first: first, count: min(last, end) - first)
        return
      }
      last += 8
      if last >= end {
        self.init(bytes, first: first, count: end - first)
        return
      }
    }
    while last < end, bytes[last] != UInt8(ascii: "/") { last += 1 }
    self.init(bytes, first: first, count: min(last, end) - first)
  }

  @inline(__always)
  private init(_ bytes: UnsafeBufferPointer<UInt8>, first: Int, count: Int) {
    self.count = count
    if count >= 8 {
      head = Self.word(bytes, first)
      tail = Self.word(bytes, first + count - 8)
    } else if first + 8 <= bytes.count {
      head = Self.word(bytes, first) & (1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1)
      tail = 0
    } else {
      head = bytes[first..<first + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      tail = 0
    }
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  static func == (left: SegmentKey, right: SegmentKey) -> Bool {
    left.count == right.count && left.head == right.head && left.tail == right.tail
  }
}
