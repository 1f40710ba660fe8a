import StuntJSON

/// How a file is laid out: a member a line, but small things that are read at a glance on one.
///
/// The layout depends on names only, never on lengths, so that a longer value changes its own line alone.
struct HARLayout {
  private(set) var bytes: [UInt8] = []
  private var level: Int

  /// Members whose elements each stand on a line.
  private static let rows: Set<String> = [
    "headers", "queryString", "cookies", "params", "phases", "redactions",
  ]
  /// Members that stand on a line themselves.
  private static let lines: Set<String> = [
    "creator", "browser", "timings", "cache", HARBodies.standIn.description, "captured", "composed",
    "imported",
    "redacted",
  ]

  /// Begins at a depth of containers.
  init(level: Int = 0) { self.level = level }

  /// Writes a value whose member's name is known.
  mutating func write(_ value: JSONValue, named name: String = "") {
    switch value {
    case .object(let object) where !Self.lines.contains(name) && !object.isEmpty: write(object)
    case .array(let elements) where !Self.lines.contains(name) && !elements.isEmpty:
      open(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        breakLine()
        if Self.rows.contains(name) { inline(element) } else { write(element) }
      }
      close(0x5D)
    default: inline(value)
    }
  }

  private mutating func write(_ object: JSONObject) {
    open(0x7B)
    for (index, member) in object.members.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      breakLine()
      JSONWriter.append(member.name, to: &bytes)
      bytes += [0x3A, 0x20]
      write(member.value, named: member.name)
    }
    close(0x7D)
  }

  /// Writes a value on one line, with blanks as a person would.
  private mutating func inline(_ value: JSONValue) {
    switch value {
    case .array(let elements):
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes += [0x2C, 0x20] }
        inline(element)
      }
      bytes.append(0x5D)
    case .object(let object) where !object.isEmpty:
      bytes += [0x7B, 0x20]
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes += [0x2C, 0x20] }
        JSONWriter.append(member.name, to: &bytes)
        bytes += [0x3A, 0x20]
        inline(member.value)
      }
      bytes += [0x20, 0x7D]
    default: bytes += JSONWriter.bytes(value)
    }
  }

  private mutating func open(_ byte: UInt8) {
    bytes.append(byte)
    level += 1
  }

  private mutating func close(_ byte: UInt8) {
    level -= 1
    breakLine()
    bytes.append(byte)
  }

  private mutating func breakLine() {
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: level * 2))
  }
}
