package import StuntJSON
import StuntSchema

/// A value in one of our documents, with what is needed to complain about it: its file and its JSON Pointer.
package struct DocumentNode: Sendable {
  /// The value.
  package let node: JSONNode
  /// The file it is in.
  package let file: String

  /// Where in the file: found by walking down to the value, since most places are never written down.
  package var pointer: JSONPointer { JSONPointer(from: 0, to: node.index, in: node.document) }

  /// The root of a document.
  package init(root document: JSONDocument, file: String) {
    node = document.root
    self.file = file
  }

  private init(node: JSONNode, file: String) {
    self.node = node
    self.file = file
  }

  /// The place, for an error.
  package var place: DocumentError.Place {
    let (line, column) = node.position
    return DocumentError.Place(file: file, line: line, column: column, pointer: pointer.description)
  }

  /// An error about this value.
  package func error(_ problem: DocumentError.Problem) -> DocumentError {
    DocumentError(place, problem)
  }

  /// The member of that name, if this is an object that has it.
  package func optional(_ name: String) -> DocumentNode? {
    node[name].map(child)
  }

  /// The member of that name.
  package func required(_ name: String) throws(DocumentError) -> DocumentNode {
    guard let member = optional(name) else { throw error(.missingMember(name)) }
    return member
  }

  /// The members of an object, in order.
  package func members() throws(DocumentError) -> [(name: String, value: DocumentNode)] {
    guard node.kind == .object else { throw expected("an object") }
    return node.members.map { ($0.name, child($0.value)) }
  }

  /// The elements of an array.
  package func elements() throws(DocumentError) -> [DocumentNode] {
    guard node.kind == .array else { throw expected("an array") }
    return node.elements.map(child)
  }

  /// Checks that this is an object with no other members than these.
  ///
  /// - Parameter isExtensible: Whether names that begin with `x-` may stand there as well.
  package func refuseUnknownMembers(
    except known: [String], isExtensible: Bool = false
  ) throws(DocumentError) {
    guard node.kind == .object else { throw expected("an object") }
    for (name, value) in node.members where !known.contains(name) {
      if isExtensible, name.hasPrefix("x-") { continue }
      throw child(value).error(.unknownMember(name, nearest: NearestName.among(known, to: name)))
    }
  }

  /// The text of a string.
  package func string() throws(DocumentError) -> String {
    guard let string = node.string else { throw expected("a string") }
    return string
  }

  /// A whole number in the range.
  package func integer(in range: ClosedRange<Int>) throws(DocumentError) -> Int {
    guard let integer = node.int, range.contains(integer) else {
      throw expected("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A number of seconds, or any number that is not negative.
  package func nonNegative() throws(DocumentError) -> Double {
    guard let number = node.number?.double, number >= 0, number.isFinite else {
      throw expected("a number that is not negative")
    }
    return number
  }

  /// A truth value.
  package func boolean() throws(DocumentError) -> Bool {
    guard let boolean = node.boolean else { throw expected("true or false") }
    return boolean
  }

  /// The strings of an array of strings, or of a single one.
  package func strings() throws(DocumentError) -> [String] {
    if let string = node.string { return [string] }
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  /// An error that says what should stand here.
  package func expected(_ what: String) -> DocumentError {
    error(.expected(what, found: String(decoding: node.rawBytes.prefix(60), as: UTF8.self)))
  }

  /// The element of an array whose index stands in a JSON Pointer's token.
  func element(_ token: String) -> DocumentNode? {
    guard node.kind == .array, let index = Int(token), (0..<node.count).contains(index) else { return nil }
    return node[index].map(child)
  }

  private func child(_ node: JSONNode) -> DocumentNode { DocumentNode(node: node, file: file) }
}
