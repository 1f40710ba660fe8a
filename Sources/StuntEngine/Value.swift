import StuntJSON

/// What a binding yields: a value that knows how it is written as JSON and as text.
enum Value {
  case null
  case boolean(Bool)
  case integer(Int64)
  /// Millionths, written without trailing zeros.
  case micros(Int64)
  /// Text that still has to be escaped.
  case text([UInt8])
  /// JSON as it came.
  case json(ArraySlice<UInt8>, JSONKind)
  /// A point of calendar time: seconds since 1970, and nanoseconds.
  case date(Int64, nanoseconds: Int64)

  /// Whether there is nothing to show.
  var isNull: Bool {
    switch self {
    case .null: true
    case .json(_, let kind): kind == .null
    default: false
    }
  }

  /// Its kind, where it has no parts.
  var scalarKind: JSONKind? {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .integer, .micros, .date: .number
    case .text: .string
    case .json(_, let kind): kind == .array || kind == .object ? nil : kind
    }
  }

  /// Whether it is written as a whole number, 0 or greater.
  var isNatural: Bool {
    switch self {
    case .integer(let integer), .date(let integer, _): integer >= 0
    default: false
    }
  }

  /// Appends the value as JSON.
  func appendJSON(to out: inout ByteSink) {
    switch self {
    case .null: out.append("null")
    case .boolean(let boolean): out.append(boolean ? "true" : "false")
    case .integer(let integer): JSONWriter.append(Int(integer), to: &out)
    case .micros(let micros): Self.append(micros: micros, to: &out)
    case .text(let text): text.withUnsafeBufferPointer { JSONWriter.append(escaping: $0, to: &out) }
    case .json(let bytes, _): out.append(contentsOf: bytes)
    case .date(let seconds, _): JSONWriter.append(Int(seconds), to: &out)
    }
  }

  /// Appends the value as plain text: what stands in a field, a URL or a sentence.
  func appendText(to out: inout ByteSink) {
    switch self {
    case .null: return
    case .text(let text): out.append(contentsOf: text)
    case .json(let bytes, .string):
      guard bytes.contains(UInt8(ascii: "\\")) else {
        out.append(contentsOf: bytes.dropFirst().dropLast())
        return
      }
      let text = (try? JSONDocument(parsing: Array(bytes)))?.root.string ?? ""
      out.append(contentsOf: text)
    case .boolean, .integer, .micros, .json, .date: appendJSON(to: &out)
    }
  }

  /// The value as another type; null where it has none.
  func converted(_ conversion: Binding.Conversion) -> Value {
    switch conversion {
    case .none: return self
    case .string:
      if case .json(_, .string) = self { return self }
      return isNull ? .null : .text(plainText)
    case .integer, .number:
      if isNumber(whole: conversion == .integer) { return self }
      guard let number = number else { return .null }
      return conversion == .integer ? .integer(number / 1_000_000) : .micros(number)
    case .boolean:
      switch String(decoding: plainText, as: UTF8.self) {
      case "true", "1": return .boolean(true)
      case "false", "0": return .boolean(false)
      default: return .null
      }
    case .pictureType: return pictureType
    case .pictureSize: return pictureSize
    case .duration: return number.map { .text(Self.duration(micros: $0)) } ?? .null
    case .milliseconds: return number.map { .integer($0 / 1_000) } ?? .null
    case .traceId: return Self.traceId(plainText).map(Value.text) ?? .null
    case .isoDate, .isoDateMicroseconds:
      guard case .date(let seconds, let nanoseconds) = self else { return .null }
      return .text(Calendar.iso(seconds, nanoseconds: conversion == .isoDate ? nil : nanoseconds))
    }
  }

  /// The trace-id of a traceparent. W3C Trace Context, 3.2.
  private static func traceId(_ text: [UInt8]) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isHex = parts.allSatisfy { $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66 } }
    guard isHex, parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16,
      parts[3].count == 2, parts[1].contains(where: { $0 != 0x30 })
    else { return nil }
    return Array(parts[1])
  }

  /// Whether it is a number already, of whatever size; whole ones are written with digits only.
  private func isNumber(whole: Bool) -> Bool {
    switch self {
    case .integer: true
    case .micros: !whole
    case .json(let bytes, .number):
      !whole || bytes.allSatisfy { $0 == UInt8(ascii: "-") || $0 >= 0x30 && $0 <= 0x39 }
    case .null, .boolean, .text, .json, .date: false
    }
  }

  /// The value as plain text.
  var plainText: [UInt8] {
    if case .text(let text) = self { return text }
    return ByteSink.bytes { appendText(to: &$0) }
  }

  /// The value as millionths, if it is a number or text that reads as one.
  var number: Int64? {
    switch self {
    case .integer(let integer): return integer.multipliedReportingOverflow(by: 1_000_000).partialValue
    case .micros(let micros): return micros
    case .date(let seconds, let nanoseconds): return seconds * 1_000_000 + nanoseconds / 1_000
    case .null, .boolean: return nil
    case .text(let text): return Self.micros(parsing: text)
    case .json(let bytes, let kind):
      if kind != .string { return Self.micros(parsing: bytes) }
      let inner = bytes.dropFirst().dropLast()
      return Self.micros(parsing: inner.contains(UInt8(ascii: "\\")) ? plainText[...] : inner)
    }
  }

  /// Reads a plain decimal number, at most a billion, to the millionth.
  static func micros(parsing text: some Collection<UInt8>) -> Int64? {
    if !text.isEmpty, text.count <= 9, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return text.reduce(0) { $0 * 10 + Int64($1 - 0x30) } * 1_000_000
    }
    guard let value = Swift.Double(String(decoding: text, as: UTF8.self)), value.magnitude <= 1e9
    else {
      return nil
    }
    return Int64((value * 1_000_000).rounded())
  }

  /// Appends millionths as a decimal number.
  static func append(micros: Int64, to out: inout ByteSink) {
    if micros < 0 { out.append(UInt8(ascii: "-")) }
    let magnitude = micros.magnitude
    JSONWriter.append(Int(magnitude / 1_000_000), to: &out)
    var rest = magnitude % 1_000_000
    guard rest > 0 else { return }
    out.append(UInt8(ascii: "."))
    var unit: UInt64 = 100_000
    while rest > 0 {
      out.append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
      unit /= 10
    }
  }
}
