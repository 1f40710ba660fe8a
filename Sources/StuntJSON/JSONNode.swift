/// A value inside of a document: convenient, and meant for cold paths.
package struct JSONNode: Sendable {
  /// The document that the value is in.
  package let document: JSONDocument
  /// The index of the value's record on the document's tape.
  package let index: Int

  /// Points at the record of a value; not at a member's name.
  package init(document: JSONDocument, index: Int) {
    self.document = document
    self.index = index
  }

  /// The record on the tape.
  package var record: JSONRecord { document.tape[index] }

  /// Which of the six kinds it is.
  package var kind: JSONKind { record.kind }

  /// Whether it is `null`.
  package var isNull: Bool { kind == .null }

  /// The boolean, if it is one.
  package var boolean: Bool? { kind == .boolean ? record.isTrue : nil }

  /// The text, if it is a string.
  package var string: String? { kind == .string ? text(of: record) : nil }

  /// The number, if it is one.
  package var number: JSONNumber? {
    kind == .number ? JSONNumber(unchecked: text(of: record)) : nil
  }

  /// The value of an integer that an `Int` can hold; `1.0` and `1e3` are integers.
  package var int: Int? { number?.int }

  /// Number of members or elements; 0 for everything else.
  package var count: Int { record.count }

  /// Index of the value's first byte in the document.
  package var offset: Int { kind == .string ? Int(record.offset) - 1 : Int(record.offset) }

  /// The value's bytes as they came, quotes included.
  package var rawBytes: ArraySlice<UInt8> {
    let length = kind == .string ? Int(record.length) + 2 : Int(record.length)
    return document.bytes[offset..<offset + length]
  }

  /// The members in order; none if it is no object.
  package var members: JSONMembers { JSONMembers(of: self) }

  /// The elements in order; none if it is no array.
  package var elements: JSONElements { JSONElements(of: self) }

  /// The member of this name, if it is an object that has it.
  package subscript(name: String) -> JSONNode? {
    var name = name
    return name.withUTF8 { wanted in
      document.withUnsafeTape { bytes, tape in
        JSONSearch.value(named: wanted, inObjectAt: index, bytes, tape)
      }
    }.map { JSONNode(document: document, index: $0) }
  }

  /// The element at this index, if it is an array that has it.
  package subscript(index: Int) -> JSONNode? {
    index >= 0 ? elements.dropFirst(index).first { _ in true } : nil
  }

  /// The value that a pointer leads to from here. RFC 6901, 4.
  package subscript(pointer: JSONPointer) -> JSONNode? {
    var node = self
    for token in pointer.tokens {
      let child = node.kind == .array ? JSONPointer.index(token).flatMap { node[$0] } : node[token]
      guard let child else { return nil }
      node = child
    }
    return node
  }

  /// The value as a tree.
  package var value: JSONValue {
    document.withUnsafeTape { bytes, tape in JSONValue(at: index, bytes, tape) }
  }

  func text(of record: JSONRecord) -> String {
    document.withUnsafeTape { bytes, _ in
      JSONText.string(record.slice(of: bytes), hasEscapes: record.hasEscapes)
    }
  }
}

extension JSONNode: Equatable {
  /// Compares values as JSON Schema does: numbers by value, objects in any order; documents may differ.
  package static func == (left: JSONNode, right: JSONNode) -> Bool {
    left.document.withUnsafeTape { leftBytes, leftTape in
      right.document.withUnsafeTape { rightBytes, rightTape in
        JSONComparison(leftBytes, leftTape, rightBytes, rightTape).areEqual(left.index, right.index)
      }
    }
  }
}

extension JSONNode: CustomStringConvertible {
  /// The value's bytes as they came.
  package var description: String { String(decoding: rawBytes, as: UTF8.self) }
}

/// The members of an object in a document.
package struct JSONMembers: Sequence, IteratorProtocol {
  private let document: JSONDocument
  private var position: Int
  private let end: Int

  init(of node: JSONNode) {
    document = node.document
    position = node.index + 1
    end = node.kind == .object ? Int(node.record.next) : 0
  }

  /// Gives the next member.
  package mutating func next() -> (name: String, value: JSONNode)? {
    guard position < end else { return nil }
    let name = JSONNode(document: document, index: position)
    let value = JSONNode(document: document, index: position + 1)
    position = Int(value.record.next)
    return (name.text(of: name.record), value)
  }
}

/// The elements of an array in a document.
package struct JSONElements: Sequence, IteratorProtocol {
  private let document: JSONDocument
  private var position: Int
  private let end: Int

  init(of node: JSONNode) {
    document = node.document
    position = node.index + 1
    end = node.kind == .array ? Int(node.record.next) : 0
  }

  /// Gives the next element.
  package mutating func next() -> JSONNode? {
    guard position < end else { return nil }
    let element = JSONNode(document: document, index: position)
    position = Int(element.record.next)
    return element
  }
}
