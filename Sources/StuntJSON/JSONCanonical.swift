/// One text per value, for comparing: no white space, members sorted, numbers and strings written one way.
///
/// Values are equal exactly if their canonical bytes are. Not RFC 8785, which passes numbers through a `Double`.
extension JSONWriter {
  /// The canonical bytes of a value in a document.
  package static func canonicalBytes(_ node: JSONNode) -> [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(node.value, to: &bytes)
    return bytes
  }

  /// The canonical bytes of a value.
  package static func canonicalBytes(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(value, to: &bytes)
    return bytes
  }

  private static func appendCanonical(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null, .boolean, .string: bytes += JSONWriter.bytes(value)
    case .number(let number): bytes.append(contentsOf: number.canonicalText.utf8)
    case .array(let elements):
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        appendCanonical(element, to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let object):
      bytes.append(0x7B)
      for (index, member) in object.sorted.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        append(member.name, to: &bytes)
        bytes.append(0x3A)
        appendCanonical(member.value, to: &bytes)
      }
      bytes.append(0x7D)
    }
  }
}
