#if canImport(StuntJSON)
  import StuntJSON
#endif

/// What must hold for every sequence of bytes; shared by the fuzzer and the test of its findings.
enum JSONParserCheck {
  /// Small enough that a fuzzer comes upon them.
  static let limits = JSONLimits(documentBytes: 4096, depth: 12, members: 40, numberBytes: 40)

  /// What does not hold, if anything.
  static func complaint(about bytes: [UInt8]) -> String? {
    let isExpected = PlainJSON.accepts(bytes, limits: limits)
    do throws(JSONError) {
      let document = try JSONDocument(parsing: bytes, limits: limits)
      guard isExpected else { return "accepted, and the plain parser refuses it" }
      return complaint(about: document)
    } catch {
      if isExpected { return "refused, and the plain parser accepts it: \(error)" }
      return complaint(about: error, in: bytes)
    }
  }

  private static func complaint(about error: JSONError, in bytes: [UInt8]) -> String? {
    let place = error.place
    guard (0...bytes.count).contains(place.offset), place.line >= 1, place.column >= 1 else {
      return "no place"
    }
    guard (try? JSONPointer(parsing: place.pointer.description)) == place.pointer else { return "no pointer" }
    guard (try? JSONPointer(fragment: place.pointer.fragment)) == place.pointer else { return "no fragment" }
    return error.description.split(separator: ";").count >= 3 ? nil : "no three parts: \(error)"
  }

  private static func complaint(about document: JSONDocument) -> String? {
    let root = document.root
    let value = root.value
    guard root == root, value == value else { return "not equal to itself" }
    for style in [JSONWriter.Style.compact, .pretty] {
      let written = JSONWriter.bytes(value, style)
      guard let again = try? JSONDocument(parsing: written) else { return "what was written is refused" }
      guard again.root == root, again.root.value == value else {
        return "what was written means something else"
      }
      guard JSONWriter.bytes(again.root, style) == written else { return "written twice, differently" }
    }
    let canonical = JSONWriter.canonicalBytes(root)
    guard let again = try? JSONDocument(parsing: canonical), again.root == root else {
      return "canonical differs"
    }
    guard JSONWriter.canonicalBytes(again.root) == canonical else { return "canonical is not stable" }
    guard again.root.value.hashValue == value.hashValue else { return "equal, with different hashes" }
    return layoutComplaint(about: document) ?? numberComplaint(about: document)
  }

  /// Every record lies inside of its container, in the order of the document.
  private static func layoutComplaint(about document: JSONDocument) -> String? {
    var lent: [JSONRecord] = []
    document.bytes.withUnsafeBufferPointer { bytes in
      try? JSONDocument.withUnsafeTape(parsing: bytes, limits: limits) { lent = Array($1) }
    }
    guard lent == document.tape else { return "the borrowed tape differs" }
    for (index, record) in document.tape.enumerated() {
      guard Int(record.next) > index, Int(record.next) <= document.tape.count else {
        return "next leads nowhere"
      }
      guard Int(record.offset) + Int(record.length) <= document.bytes.count else {
        return "beyond the document"
      }
      let node = JSONNode(document: document, index: index)
      let children = node.kind == .object ? node.members.map(\.value.index) : node.elements.map(\.index)
      guard children.count == record.count else { return "count is not the number of children" }
      guard let alone = try? JSONDocument(parsing: Array(node.rawBytes)), alone.root == node else {
        return "the value's own bytes mean something else"
      }
    }
    return nil
  }

  private static func numberComplaint(about document: JSONDocument) -> String? {
    let numbers = document.tape.indices.compactMap { JSONNode(document: document, index: $0).number }
    for (number, other) in zip(numbers, numbers.dropFirst() + numbers.prefix(1)) {
      let orders = [number < other, number == other, other < number].filter { $0 }
      guard orders.count == 1 else { return "\(number) and \(other) have \(orders.count) orders" }
      if number.int != nil && !number.isInteger { return "\(number) is an Int and no integer" }
      if number.isMultiple(of: 1) != number.isInteger { return "\(number) is a multiple of 1, or an integer" }
      if other != 0 && number == other && !number.isMultiple(of: other) {
        return "\(number) is not once itself"
      }
      if number.double < other.double && !(number < other) {
        return "\(number) and \(other) order unlike doubles"
      }
    }
    return nil
  }
}
