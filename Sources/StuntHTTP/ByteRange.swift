/// What a Range field asks of content of a known size. RFC 9110, 14.
package enum ByteRange: Sendable, Equatable {
  /// There is no range, or one to be ignored: answer 200 with everything.
  case whole
  /// Answer 206 with these parts; more than one as multipart/byteranges.
  case parts([Range<Int>])
  /// Answer 416 with `Content-Range: bytes */size`.
  case unsatisfiable

  /// Ranges of one request; a player asks for one, and many small ones are an attack. RFC 9110, 17.15.
  package static let partsMax = 16

  /// Parses a field value for content of `size` bytes.
  ///
  /// What is malformed, of another unit or too much is ignored, as RFC 9110, 14.2, allows. Parts that overlap or
  /// touch are put together, and then stand in the order of the content; else they stand as asked.
  package init(parsing value: some Collection<UInt8>, size: Int) {
    precondition(size >= 0, "a size is not negative")
    guard let list = ByteRange.specifiers(Array(value)), list.count <= ByteRange.partsMax else {
      self = .whole
      return
    }
    let parts = list.compactMap { $0.range(in: size) }
    self = parts.isEmpty ? .unsatisfiable : .parts(ByteRange.joined(parts))
  }

  /// Parses the Range field of a request; other methods than GET have none. RFC 9110, 14.2.
  package init(of request: HTTPRequest, size: Int) {
    let values = request.fields.contains("range") ? request.fields.values("range".utf8) : []
    guard request.method == .get, values.count == 1 else {
      self = .whole
      return
    }
    self.init(parsing: values[0], size: size)
  }

  /// `first-last`, `first-` or `-count`.
  private enum Specifier {
    case from(Int, through: Int?)
    case last(Int)

    func range(in size: Int) -> Range<Int>? {
      switch self {
      case .from(let first, let last):
        first < size ? first..<min(size, (last ?? size - 1).addingSaturated(1)) : nil
      case .last(let count):
        count > 0 && size > 0 ? max(0, size - count)..<size : nil
      }
    }
  }

  /// The specifiers of `bytes=…`; nil if anything is malformed.
  private static func specifiers(_ value: [UInt8]) -> [Specifier]? {
    let unit = Array("bytes=".utf8)
    guard value.count > unit.count, value.prefix(unit.count).map(\.lowercased) == unit else { return nil }
    var list: [Specifier] = []
    for piece in value[unit.count...].split(separator: 0x2C, omittingEmptySubsequences: true) {
      let trimmed = piece.trimmed
      if trimmed.isEmpty { continue }
      guard let hyphen = trimmed.firstIndex(of: 0x2D) else { return nil }
      let (left, right) = (trimmed[..<hyphen], trimmed[(hyphen + 1)...])
      guard let first = number(left), let last = number(right) else { return nil }
      switch (first, last) {
      case (nil, nil): return nil
      case (nil, let count?): list.append(.last(count))
      case (let first?, nil): list.append(.from(first, through: nil))
      case (let first?, let last?):
        if last < first { return nil }
        list.append(.from(first, through: last))
      }
    }
    return list.isEmpty ? nil : list
  }

  /// A number, `.some(nil)` for no digits, nil for anything else; numbers beyond every size are cut.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int?? {
    if bytes.isEmpty { return .some(nil) }
    var value = 0
    for byte in bytes {
      guard byte.isDigit else { return nil }
      let (product, isLarge) = value.multipliedReportingOverflow(by: 10)
      value = isLarge ? .max : product.addingSaturated(Int(byte - 0x30))
    }
    return .some(value)
  }

  private static func joined(_ parts: [Range<Int>]) -> [Range<Int>] {
    let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
    var result: [Range<Int>] = []
    for part in sorted {
      if let last = result.last, part.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, part.upperBound)
      } else {
        result.append(part)
      }
    }
    return result.count == parts.count ? parts : result
  }
}

/// The value of Content-Range. RFC 9110, 14.4.
package struct ContentRange: Sendable, Equatable, CustomStringConvertible {
  /// The part that is sent; nil in a 416.
  package let range: Range<Int>?
  /// The size of the whole; nil for `*`.
  package let size: Int?

  /// Takes a part of a whole, one of which may be unknown.
  package init(_ range: Range<Int>?, of size: Int?) {
    precondition(range?.isEmpty != true, "a part has at least one byte")
    precondition(range != nil || size != nil, "either the part or the size is known")
    self.range = range
    self.size = size
  }

  /// Parses a field value; nil if it is malformed.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    let unit = Array("bytes ".utf8)
    guard bytes.count > unit.count, bytes.prefix(unit.count).map(\.lowercased) == unit,
      let slash = bytes.firstIndex(of: 0x2F)
    else { return nil }
    let (left, right) = (bytes[unit.count..<slash], bytes[(slash + 1)...])
    size = right.elementsEqual([0x2A]) ? nil : ContentRange.number(right)
    if size == nil && !right.elementsEqual([0x2A]) { return nil }
    if left.elementsEqual([0x2A]) {
      if size == nil { return nil }
      range = nil
      return
    }
    guard let hyphen = left.firstIndex(of: 0x2D), let first = ContentRange.number(left[..<hyphen]),
      let last = ContentRange.number(left[(hyphen + 1)...]), first <= last, last < size ?? .max
    else { return nil }
    range = first..<last + 1
  }

  /// The field value, as in `bytes 0-499/1234` or `bytes */1234`.
  package var description: String {
    let part = range.map { "\($0.lowerBound)-\($0.upperBound - 1)" } ?? "*"
    return "bytes \(part)/\(size.map { "\($0)" } ?? "*")"
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.allSatisfy(\.isDigit) ? Int(String(decoding: bytes, as: UTF8.self)) : nil
  }
}

extension ByteRange {
  /// Writes a body of several parts. RFC 9110, 14.6.
  package static func append(
    _ parts: [Range<Int>], of content: [UInt8], contentType: String, boundary: String,
    to output: inout [UInt8]
  ) {
    for part in parts {
      let range = ContentRange(part, of: content.count)
      output += Array("--\(boundary)\r\nContent-Type: \(contentType)\r\nContent-Range: \(range)\r\n\r\n".utf8)
      output += content[part]
      output.append("\r\n")
    }
    output += Array("--\(boundary)--\r\n".utf8)
  }
}

extension ArraySlice<UInt8> {
  /// Without spaces and tabs at both ends.
  var trimmed: ArraySlice<UInt8> {
    var slice = self
    while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
    return slice
  }
}

extension Int {
  /// The sum, or the largest number if there is no such number.
  func addingSaturated(_ other: Int) -> Int {
    let (sum, isLarge) = addingReportingOverflow(other)
    return isLarge ? .max : sum
  }
}
