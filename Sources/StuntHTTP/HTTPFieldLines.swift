/// A request's field lines as they lie in its head: an ordered list, repeated names kept.
@usableFromInline package struct HTTPFieldLines: Sendable {
  @usableFromInline let head: [UInt8]
  @usableFromInline let indexStart: Int
  /// The number of field lines.
  @usableFromInline package let count: Int

  @usableFromInline
  init(head: [UInt8], indexStart: Int, count: Int) {
    self.head = head
    self.indexStart = indexStart
    self.count = count
  }

  /// One field line, as slices of the head.
  package struct Line: Sendable, Equatable {
    /// The name in its own letters.
    package let name: ArraySlice<UInt8>
    /// The value without white space around it.
    package let value: ArraySlice<UInt8>
  }

  /// The field line with this number.
  package subscript(lineAt number: Int) -> Line {
    let record = record(number)
    return Line(
      name: head[Int(record.nameStart)..<Int(record.nameEnd)],
      value: head[Int(record.valueStart)..<Int(record.valueEnd)])
  }

  /// The value of the first line of that name, which must be given in small letters.
  package func first(_ name: StaticString) -> ArraySlice<UInt8>? {
    guard let number = firstNumber(name) else { return nil }
    let record = record(number)
    return head[Int(record.valueStart)..<Int(record.valueEnd)]
  }

  /// The value of the first line of a name that is known at run time only, in any letters' case.
  package func first(_ name: [UInt8]) -> ArraySlice<UInt8>? { firstRange(name).map { head[$0] } }

  /// Where in the head the value lies of the first line of a name that is known at run time only.
  package func firstRange(_ name: [UInt8]) -> Range<Int>? {
    guard let number = name.withUnsafeBufferPointer({ firstNumber($0) }) else { return nil }
    let record = record(number)
    return Int(record.valueStart)..<Int(record.valueEnd)
  }

  /// The value of the first line of that name as text; the name must be given in small letters.
  package func firstText(_ name: StaticString) -> String? {
    first(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Tells whether a line of that name occurs; the name must be given in small letters.
  package func contains(_ name: StaticString) -> Bool { firstNumber(name) != nil }

  /// Tells whether a line occurs of a name that is known at run time only, in any letters' case.
  package func contains(_ name: [UInt8]) -> Bool {
    name.withUnsafeBufferPointer { firstNumber($0) } != nil
  }

  /// The values of all lines of a name, in any letters' case.
  package func values(_ name: some Collection<UInt8>) -> [ArraySlice<UInt8>] {
    (0..<count).compactMap { number in
      let line = self[lineAt: number]
      let isNamed =
        line.name.count == name.count && zip(line.name, name).allSatisfy { $0.lowercased == $1.lowercased }
      return isNamed ? line.value : nil
    }
  }

  /// The values of all lines of a name, in any letters' case.
  package subscript(values name: String) -> [String] {
    values(name.utf8).map { String(decoding: $0, as: UTF8.self) }
  }

  /// All values of a name joined by commas; nil if there is none.
  package subscript(name: String) -> String? {
    // Most fields that are asked for are not there.
    var text = name
    guard text.withUTF8({ firstNumber($0) }) != nil else { return nil }
    let values = self[values: name]
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  /// The same as text.
  package var list: HTTPFields {
    HTTPFields(
      (0..<count).map { HTTPField(parsedName: self[lineAt: $0].name, value: self[lineAt: $0].value) })
  }
}

/// One entry of the index: places of a name and a value in the head.
struct FieldRecord: Sendable {
  var nameStart: UInt32 = 0
  var nameEnd: UInt32 = 0
  var valueStart: UInt32 = 0
  var valueEnd: UInt32 = 0

  init() {}

  /// The entry with a number, of an index that starts at `start` of a head.
  static func read(from head: [UInt8], at start: Int, number: Int) -> FieldRecord {
    head.withUnsafeBytes {
      $0.loadUnaligned(
        fromByteOffset: start + number * MemoryLayout<FieldRecord>.stride, as: FieldRecord.self)
    }
  }

  init(_ line: FieldLine) {
    nameStart = UInt32(truncatingIfNeeded: line.nameStart)
    nameEnd = UInt32(truncatingIfNeeded: line.nameEnd)
    valueStart = UInt32(truncatingIfNeeded: line.valueStart)
    valueEnd = UInt32(truncatingIfNeeded: line.valueEnd)
  }

  /// The same places in a head whose request line is longer by `count`.
  func shifted(by count: Int) -> FieldRecord {
    let difference = UInt32(truncatingIfNeeded: count)
    var record = self
    record.nameStart &+= difference
    record.nameEnd &+= difference
    record.valueStart &+= difference
    record.valueEnd &+= difference
    return record
  }
}

extension HTTPFieldLines {
  func record(_ number: Int) -> FieldRecord {
    precondition(number >= 0 && number < count, "no field line with this number")
    return FieldRecord.read(from: head, at: indexStart, number: number)
  }

  private func firstNumber(_ name: StaticString) -> Int? {
    firstNumber(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  private func firstNumber(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
    // An empty name has no address, and no field has one.
    guard let text = name.baseAddress else { return nil }
    let length = name.count
    return head.withUnsafeBytes { bytes in
      for number in 0..<count {
        let record = bytes.loadUnaligned(
          fromByteOffset: indexStart + number * MemoryLayout<FieldRecord>.stride, as: FieldRecord.self)
        if Int(record.nameEnd &- record.nameStart) != length { continue }
        // In bounds: the parser wrote the record, and the name lies inside the head.
        let start = bytes.baseAddress! + Int(record.nameStart)
        if isEqual(start.assumingMemoryBound(to: UInt8.self), lowercase: text, count: length) {
          return number
        }
      }
      return nil
    }
  }
}
