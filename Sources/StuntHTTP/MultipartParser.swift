/// The walk over a multipart body.
struct MultipartParser {
  private let bytes: [UInt8]
  private let limits: MultipartLimits
  /// Line end, two hyphens and the boundary. It holds one carriage return, so that no match can begin inside
  /// another and a plain search is linear.
  private let delimiter: [UInt8]
  private var parts: [MultipartFormData.Part] = []

  init(_ bytes: [UInt8], boundary: String, limits: MultipartLimits) throws(MultipartError) {
    let boundaryBytes = Array(boundary.utf8)
    if boundaryBytes.count > limits.boundaryBytesMax {
      throw .tooLarge(.boundaryBytes, max: limits.boundaryBytesMax)
    }
    guard let last = boundaryBytes.last, last != 0x20, boundaryBytes.allSatisfy(MultipartParser.isBoundary)
    else { throw .malformed(.boundary, at: 0) }
    self.bytes = bytes
    self.limits = limits
    delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundaryBytes
  }

  /// RFC 2046, 5.1.1: `bchars`.
  static func isBoundary(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x20, 0x27, 0x28, 0x29, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x3A, 0x3D, 0x3F, 0x5F: true
    default: false
    }
  }

  /// Parts up to the final boundary; what stands before the first and after the final one is passed over.
  mutating func parseAll() throws(MultipartError) -> [MultipartFormData.Part] {
    var index: Int
    if bytes.starts(with: delimiter.dropFirst(2)) {
      index = delimiter.count - 2
    } else if let first = nextDelimiter(from: 0) {
      index = first + delimiter.count
    } else {
      throw .malformed(.noParts, at: bytes.count)
    }
    while try !isFinal(&index) {
      if parts.count == limits.partCountMax { throw .tooLarge(.partCount, max: limits.partCountMax) }
      var head = PartHead()
      let start = try head.parse(bytes, from: index, limits: limits)
      // An empty part's delimiter may share its line end with that of the part's head.
      guard let end = nextDelimiter(from: start - 2) else { throw .malformed(.end, at: bytes.count) }
      parts.append(try head.makePart(range: start..<max(start, end), limits: limits))
      index = end + delimiter.count
    }
    return parts
  }

  /// Reads what follows a boundary: two hyphens end the body, a line end begins a part.
  private func isFinal(_ index: inout Int) throws(MultipartError) -> Bool {
    let isFinal = index + 1 < bytes.count && bytes[index] == 0x2D && bytes[index + 1] == 0x2D
    if isFinal { index += 2 }
    while index < bytes.count && (bytes[index] == 0x20 || bytes[index] == 0x09) { index += 1 }
    if isFinal && index == bytes.count { return true }
    guard index < bytes.count else { throw .malformed(.end, at: index) }
    guard bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A else {
      throw .malformed(.delimiter, at: index)
    }
    index += 2
    return isFinal
  }

  private func nextDelimiter(from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, buffer.count - start >= delimiter.count else { return nil }
      return delimiter.withUnsafeBufferPointer { pattern in
        var index = start
        while true {
          index = ByteScan.carriageReturn(base, from: index, to: buffer.count)
          if buffer.count - index < pattern.count { return nil }
          var matched = 1
          while matched < pattern.count && base[index + matched] == pattern[matched] { matched += 1 }
          if matched == pattern.count { return index }
          index += 1
        }
      }
    }
  }
}

/// The head of one part.
private struct PartHead {
  private var fields = HTTPFields()
  private var name: [UInt8]?
  private var filename: [UInt8]?
  private var start = 0

  /// Parses the field lines and the empty line; gives the place after them.
  mutating func parse(
    _ bytes: [UInt8], from start: Int, limits: MultipartLimits
  ) throws(MultipartError) -> Int {
    self.start = start
    var index = start
    let end = min(bytes.count, start + limits.partHeadBytesMax)
    while true {
      if index + 1 < end && bytes[index] == 0x0D && bytes[index + 1] == 0x0A { return index + 2 }
      let isOpen = index + 1 >= end
      if !isOpen && fields.count == limits.partFieldCountMax {
        throw .tooLarge(.partFieldCount, max: limits.partFieldCountMax)
      }
      guard !isOpen, let line = try fieldLine(bytes, from: index, to: end) else {
        if end < bytes.count { throw .tooLarge(.partHeadBytes, max: limits.partHeadBytesMax) }
        throw .malformed(.end, at: bytes.count)
      }
      let field = HTTPField(
        parsedName: bytes[line.nameStart..<line.nameEnd], value: bytes[line.valueStart..<line.valueEnd])
      if fields.contains(field.name) { throw .malformed(.repeatedField, at: index) }
      fields.append(field)
      if isSameName(field.name, "content-disposition") {
        try takeDisposition(Array(bytes[line.valueStart..<line.valueEnd]), at: line.valueStart)
      }
      index = line.next
    }
  }

  private func fieldLine(
    _ bytes: [UInt8], from start: Int, to end: Int
  ) throws(MultipartError) -> FieldLine? {
    let result = bytes.withUnsafeBufferPointer { buffer in
      // Not nil: `start` lies inside.
      Result { () throws(HTTPError) in try FieldLine.parse(buffer.baseAddress!, from: start, to: end) }
    }
    switch result {
    case .success(let line): return line
    case .failure(.malformed(_, let offset)): throw .malformed(.field, at: offset)
    case .failure: preconditionFailure("a line has no limits of its own")
    }
  }

  /// RFC 7578, 4.2.
  private mutating func takeDisposition(_ value: [UInt8], at offset: Int) throws(MultipartError) {
    var scanner = ParameterScanner(value)
    guard scanner.token()?.lowercased() == "form-data", let parameters = scanner.byteParameters() else {
      throw .malformed(.disposition, at: offset)
    }
    for (parameter, value) in parameters {
      switch parameter {
      case "name":
        if name != nil { throw .malformed(.disposition, at: offset) }
        name = value
      case "filename":
        if filename != nil { throw .malformed(.disposition, at: offset) }
        filename = value
      default: break
      }
    }
    // RFC 8187; old clients send it for names beyond ASCII, though RFC 7578, 4.2, says not to.
    if filename == nil, let extended = parameters.first(where: { $0.name == "filename*" })?.value {
      let prefix = Array("utf-8''".utf8)
      guard extended.count >= prefix.count, extended.prefix(prefix.count).map(\.lowercased) == prefix,
        let decoded = try? PercentEncoding.decode(extended.dropFirst(prefix.count))
      else { throw .malformed(.name, at: offset) }
      filename = decoded
    }
  }

  /// Checks the head as a whole.
  func makePart(
    range: Range<Int>, limits: MultipartLimits
  ) throws(MultipartError) -> MultipartFormData.Part {
    guard let name else { throw .malformed(.disposition, at: start) }
    if name.count > limits.nameBytesMax { throw .tooLarge(.nameBytes, max: limits.nameBytesMax) }
    if let filename, filename.count > limits.filenameBytesMax {
      throw .tooLarge(.filenameBytes, max: limits.filenameBytesMax)
    }
    if filename == nil && range.count > limits.valueBytesMax {
      throw .tooLarge(.valueBytes, max: limits.valueBytesMax)
    }
    let coding = fields["Content-Transfer-Encoding"]?.lowercased()
    if let coding, !["7bit", "8bit", "binary"].contains(coding) {
      throw .malformed(.transferEncoding, at: start)
    }
    guard let nameText = String(validating: name, as: UTF8.self) else { throw .malformed(.name, at: start) }
    var filenameText: String?
    if let filename {
      filenameText = String(validating: filename, as: UTF8.self)
      if filenameText == nil { throw .malformed(.name, at: start) }
    }
    return MultipartFormData.Part(
      name: nameText, filename: filenameText, contentType: fields["Content-Type"], fields: fields,
      range: range)
  }
}
