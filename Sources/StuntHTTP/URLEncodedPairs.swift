/// Names and values of a query or of an application/x-www-form-urlencoded body, in order, repeated names kept.
package struct URLEncodedPairs: Sendable, Equatable {
  /// One name with its value; nil where there was no equals sign.
  package struct Pair: Sendable, Equatable {
    /// The name with its escapes undone.
    package let name: String
    /// The value with its escapes undone.
    package let value: String?

    /// Takes name and value as they are.
    package init(_ name: String, _ value: String?) {
      self.name = name
      self.value = value
    }
  }

  /// The pairs in order.
  package let list: [Pair]

  /// Takes pairs as they are.
  package init(_ list: [Pair]) { self.list = list }

  /// Parses `a=1&b=2`; a plus sign is a space, and empty pieces are passed over, as the URL Standard says.
  package init(
    parsing bytes: some Collection<UInt8>, pairsMax: Int = URLEncodedPairs.pairsMax
  ) throws(PercentEncodingError) {
    var list: [Pair] = []
    for piece in bytes.split(separator: 0x26) {
      if list.count == pairsMax { throw .tooManyPairs(max: pairsMax) }
      let equals = piece.firstIndex(of: 0x3D) ?? piece.endIndex
      let name = try Self.decode(piece[..<equals])
      let value = equals == piece.endIndex ? nil : try Self.decode(piece[equals...].dropFirst())
      list.append(Pair(name, value))
    }
    self.list = list
  }

  /// The first value of a name; "" where the name stands without an equals sign.
  package subscript(name: String) -> String? { list.first { $0.name == name }.map { $0.value ?? "" } }

  /// All values of a name.
  package subscript(values name: String) -> [String] {
    list.compactMap { $0.name == name ? $0.value ?? "" : nil }
  }

  /// The pairs as they go onto the wire.
  package var encoded: String {
    list.map { pair in
      let name = PercentEncoding.encode(pair.name, as: .form)
      return pair.value.map { "\(name)=\(PercentEncoding.encode($0, as: .form))" } ?? name
    }
    .joined(separator: "&")
  }

  private static func decode(_ bytes: some Collection<UInt8>) throws(PercentEncodingError) -> String {
    try PercentEncoding.text(try PercentEncoding.decode(bytes, plusIsSpace: true))
  }
}
