/// Undoes the chunked transfer coding, in any fragmentation; keeps no bytes but those of an open trailer line.
///
/// RFC 9112, 7.1. Trailer fields are checked and dropped: nothing here may be decided by them (RFC 9110, 6.5.1).
struct ChunkedDecoder: Sendable {
  private var state = State.sizeStart
  private var size = 0
  private var sizeDigits = 0
  private var extensionBytes = 0
  private var trailerLine: [UInt8] = []
  private var trailerBytes = 0
  private var trailerCount = 0

  private enum State: Sendable {
    case sizeStart, size, sizeLineFeed
    case extensionSpace, extensionNameStart, extensionName, extensionNameSpace
    case extensionValueStart, extensionToken, extensionQuoted, extensionQuotedPair, extensionQuotedEnd
    case data, dataReturn, dataLineFeed
    case trailer, done
  }

  /// Decodes as far as the input goes; true once the last byte of the coding was read.
  ///
  /// Offsets in errors count from the input's first byte.
  mutating func decode(
    _ input: UnsafeRawBufferPointer, consumed: inout Int, into body: inout [UInt8], limits: HTTPLimits
  ) throws(HTTPError) -> Bool {
    consumed = 0
    while consumed < input.count && state != .done {
      if state == .data {
        let count = min(size, input.count - consumed)
        body.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[consumed..<consumed + count]))
        consumed += count
        size -= count
        if size == 0 { state = .dataReturn }
        continue
      }
      try take(input[consumed], at: consumed, bodyCount: body.count, limits: limits)
      consumed += 1
    }
    return state == .done
  }

  private mutating func take(
    _ byte: UInt8, at offset: Int, bodyCount: Int, limits: HTTPLimits
  ) throws(HTTPError) {
    switch state {
    case .sizeStart, .size:
      try takeSize(byte, at: offset, limits: limits)
    case .sizeLineFeed:
      guard byte == 0x0A else { throw .malformed(.carriageReturn, at: offset) }
      if size > limits.bodyBytesMax - bodyCount { throw .tooLarge(.bodyBytes, max: limits.bodyBytesMax) }
      state = size == 0 ? .trailer : .data
    case .dataReturn:
      guard byte == 0x0D else { throw .malformed(.chunkEnd, at: offset) }
      state = .dataLineFeed
    case .dataLineFeed:
      guard byte == 0x0A else { throw .malformed(.chunkEnd, at: offset) }
      state = .sizeStart
      sizeDigits = 0
    case .trailer:
      try takeTrailer(byte, at: offset, limits: limits)
    case .data, .done:
      preconditionFailure("decode() handles these")
    default:
      try takeExtension(byte, at: offset, limits: limits)
    }
  }

  private mutating func takeSize(_ byte: UInt8, at offset: Int, limits: HTTPLimits) throws(HTTPError) {
    if let digit = byte.hexValue {
      sizeDigits += 1
      if sizeDigits > limits.chunkSizeDigitsMax {
        throw .tooLarge(.chunkSizeDigits, max: limits.chunkSizeDigitsMax)
      }
      size = size << 4 | Int(digit)
      state = .size
      return
    }
    guard state == .size else { throw .malformed(.chunkSize, at: offset) }
    switch byte {
    case 0x0D: state = .sizeLineFeed
    case 0x3B: try takeExtension(byte, at: offset, limits: limits)
    case 0x20, 0x09: try takeExtension(byte, at: offset, limits: limits)
    case 0x0A: throw .malformed(.lineFeed, at: offset)
    default: throw .malformed(.chunkSize, at: offset)
    }
  }

  /// RFC 9112, 7.1.1: *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] ).
  private mutating func takeExtension(_ byte: UInt8, at offset: Int, limits: HTTPLimits) throws(HTTPError) {
    extensionBytes += 1
    if extensionBytes > limits.chunkExtensionBytesMax {
      throw .tooLarge(.chunkExtensionBytes, max: limits.chunkExtensionBytesMax)
    }
    guard let next = nextExtensionState(byte) else {
      throw .malformed(byte == 0x0A ? .lineFeed : .chunkExtension, at: offset)
    }
    state = next
  }

  private func nextExtensionState(_ byte: UInt8) -> State? {
    let isSpace = byte == 0x20 || byte == 0x09
    let isToken = ByteClass.token.contains(byte)
    switch state {
    case .size, .extensionSpace:
      return isSpace ? .extensionSpace : byte == 0x3B ? .extensionNameStart : nil
    case .extensionNameStart:
      return isSpace ? .extensionNameStart : isToken ? .extensionName : nil
    case .extensionName:
      return isToken ? .extensionName : afterName(byte)
    case .extensionNameSpace:
      return byte == 0x0D ? nil : afterName(byte)
    case .extensionValueStart:
      if isSpace { return .extensionValueStart }
      return byte == 0x22 ? .extensionQuoted : isToken ? .extensionToken : nil
    case .extensionToken:
      return isToken ? .extensionToken : afterValue(byte)
    case .extensionQuoted:
      if byte == 0x22 { return .extensionQuotedEnd }
      return byte == 0x5C ? .extensionQuotedPair : isText(byte) ? .extensionQuoted : nil
    case .extensionQuotedPair:
      return isText(byte) ? .extensionQuoted : nil
    default:
      return afterValue(byte)
    }
  }

  private func afterName(_ byte: UInt8) -> State? {
    switch byte {
    case 0x20, 0x09: .extensionNameSpace
    case 0x3D: .extensionValueStart
    case 0x3B: .extensionNameStart
    case 0x0D: .sizeLineFeed
    default: nil
    }
  }

  private func afterValue(_ byte: UInt8) -> State? {
    switch byte {
    case 0x20, 0x09: .extensionSpace
    case 0x3B: .extensionNameStart
    case 0x0D: .sizeLineFeed
    default: nil
    }
  }

  private func isText(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }

  /// Collects one trailer line, then checks it as any field line.
  private mutating func takeTrailer(_ byte: UInt8, at offset: Int, limits: HTTPLimits) throws(HTTPError) {
    trailerBytes += 1
    if trailerBytes > limits.trailerBytesMax { throw .tooLarge(.trailerBytes, max: limits.trailerBytesMax) }
    trailerLine.append(byte)
    guard byte == 0x0A else { return }
    let start = offset + 1 - trailerLine.count
    if trailerLine == [0x0D, 0x0A] {
      state = .done
      return
    }
    trailerCount += 1
    if trailerCount > limits.trailerCountMax { throw .tooLarge(.trailerCount, max: limits.trailerCountMax) }
    do throws(HTTPError) {
      try checkTrailer()
    } catch {
      throw error.shifted(by: start)
    }
    trailerLine.removeAll(keepingCapacity: true)
  }

  private func checkTrailer() throws(HTTPError) {
    var failure: HTTPError?
    trailerLine.withUnsafeBufferPointer { buffer in
      // Not nil: the line has at least its line feed.
      let bytes = buffer.baseAddress!
      do throws(HTTPError) {
        guard let line = try FieldLine.parse(bytes, from: 0, to: buffer.count) else {
          preconditionFailure("a line that ends in a line feed is whole or malformed")
        }
        if isForbidden(bytes, line.nameStart..<line.nameEnd) { throw .malformed(.trailer, at: 0) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// RFC 9110, 6.5.1: framing, routing and the like must not stand in trailers.
  private func isForbidden(_ bytes: UnsafePointer<UInt8>, _ name: Range<Int>) -> Bool {
    let names: [StaticString] = [
      "content-length", "transfer-encoding", "host", "connection", "trailer", "te", "content-encoding",
      "content-type", "content-range", "authorization", "expect",
    ]
    return names.contains { isToken(bytes, name, $0) }
  }
}

extension HTTPError {
  /// The same with offsets counted from earlier bytes.
  func shifted(by count: Int) -> HTTPError {
    switch self {
    case .malformed(let flaw, let offset): .malformed(flaw, at: offset + count)
    case .unsupportedVersion(let offset): .unsupportedVersion(at: offset + count)
    case .unsupportedTransferCoding(let offset): .unsupportedTransferCoding(at: offset + count)
    case .unmetExpectation(let offset): .unmetExpectation(at: offset + count)
    case .lengthRequired(let offset): .lengthRequired(at: offset + count)
    case .tooLarge, .timedOut: self
    }
  }
}
