import StuntJSON
import StuntTestSupport
import Testing

@Suite struct JSONRoundTripTests {
  @Test func `what is written is read as the same value`() {
    forAll(count: 500) {
      JSONValue.make(&$0, depth: 4)
    } holds: { value in
      for style in [JSONWriter.Style.compact, .pretty] {
        let bytes = JSONWriter.bytes(value, style)
        let root = try JSONDocument(parsing: bytes).root
        guard root.value == value, root.value.description == value.description else { return false }
        guard JSONWriter.bytes(root, style) == bytes, Array(root.rawBytes) == bytes else { return false }
      }
      return true
    }
  }

  @Test func `canonical bytes are equal exactly if values are`() {
    forAll(count: 500) { source in
      (JSONValue.make(&source, depth: 2), JSONValue.make(&source, depth: 2))
    } holds: {
      let (one, other) = $0
      let canonical = JSONWriter.canonicalBytes(one)
      let again = try JSONDocument(parsing: canonical).root
      return again.value == one && JSONWriter.canonicalBytes(again) == canonical
        && (canonical == JSONWriter.canonicalBytes(other)) == (one == other)
    }
  }

  @Test func `each value of a document is found by its pointer, with its own bytes`() {
    forAll(count: 200) {
      JSONValue.make(&$0, depth: 4)
    } holds: { value in
      let root = try JSONDocument(parsing: JSONWriter.bytes(value, .pretty)).root
      return try root.everyPointer.allSatisfy { pointer in
        guard let node = root[try JSONPointer(parsing: pointer.description)] else { return false }
        let alone = try JSONDocument(parsing: Array(node.rawBytes)).root
        return alone == node && value[pointer] == node.value
      }
    }
  }

  @Test func `a document with one byte changed is refused or still means what it says`() {
    forAll(count: 2000) { source in
      var bytes = JSONWriter.bytes(JSONValue.make(&source, depth: 3))
      bytes[source.below(bytes.count)] = UInt8(source.below(256))
      return bytes
    } holds: { bytes in
      guard let document = try? JSONDocument(parsing: bytes) else { return true }
      return try JSONDocument(parsing: JSONWriter.bytes(document.root.value)).root == document.root
    }
  }
}

extension JSONNode {
  fileprivate var everyPointer: [JSONPointer] {
    let inMembers = members.flatMap { name, value in
      value.everyPointer.map { JSONPointer(tokens: [name]).appending($0) }
    }
    let inElements = elements.enumerated().flatMap { index, value in
      value.everyPointer.map { JSONPointer.root.appending(index).appending($0) }
    }
    return [.root] + inMembers + inElements
  }
}

extension JSONValue {
  /// A value of every kind, strings and numbers of the awkward sorts among them; 0 draws `null`.
  fileprivate static func make(_ source: inout Source, depth: Int) -> JSONValue {
    switch source.below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .boolean(source.below(2) == 1)
    case 2: return .number(JSONNumber(source.below(1 << 40) - (1 << 39)))
    case 3: return .number(makeNumber(&source))
    case 4: return .string(makeString(&source))
    case 5: return .array(source.list(upTo: 40) { make(&$0, depth: 0) })
    case 6: return .array(source.list(upTo: 4) { make(&$0, depth: depth - 1) })
    default:
      var object = JSONObject()
      for _ in 0..<source.below(source.below(8) == 7 ? 60 : 5) {
        object[makeString(&source)] = make(&source, depth: depth - 1)
      }
      return .object(object)
    }
  }

  private static func makeNumber(_ source: inout Source) -> JSONNumber {
    let sign = source.pick(["", "-"])
    let whole = source.pick(["0", "1", "10", "9007199254740993", "123456789012345678901234567890"])
    let fraction = source.pick(["", ".0", ".5", ".000001", ".10"])
    let exponent = source.pick(["", "e0", "E+5", "e-7", "e400"])
    return JSONNumber(sign + whole + fraction + exponent) ?? 0
  }

  private static func makeString(_ source: inout Source) -> String {
    let characters = [
      "a", "b", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}", "€", "😀",
      "\u{2028}", "~",
    ]
    return source.list(upTo: 20) { $0.pick(characters) }.joined()
  }
}
