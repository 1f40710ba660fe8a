#if canImport(Darwin)
  internal import CoreFoundation
  internal import Darwin
  internal import Security

  // Secure Transport is the one TLS of Apple systems that works on bytes; it speaks TLS 1.2, which every provider takes.
  // Written from its documentation, and not run yet: https://developer.apple.com/documentation/security/secure_transport

  /// What all connections share: the authorities that are trusted.
  final class TLSContext: Sendable {
    /// Certificates in DER; nil for those of the system.
    let authorities: [[UInt8]]?

    init(authorityFile: String?, library: String) throws(TLSFailure) {
      authorities = authorityFile.map { PEM.certificates(in: $0) }
      if let authorityFile, authorities?.isEmpty == true { throw .noAuthorities(file: authorityFile) }
    }
  }

  /// TLS of one connection, over bytes: what came is put in, what is to go is taken out.
  ///
  /// A class because it owns objects of the system; it stays on the thread of its connection.
  final class TLSSession {
    /// The two ends of the connection, as the system's callbacks know them.
    private final class Ends {
      var incoming: [UInt8] = []
      var outgoing: [UInt8] = []
    }

    private let context: TLSContext
    private let session: SSLContext
    private let ends = Ends()
    private let host: CFString

    init(_ context: TLSContext, host: String) throws(TLSFailure) {
      guard let session = unsafe SSLCreateContext(nil, .clientSide, .streamType),
        let name = unsafe CFStringCreateWithCString(nil, host, CFStringBuiltInEncodings.UTF8.rawValue)
      else { throw .refused(reason: "the system has no context for it") }
      self.context = context
      self.session = session
      self.host = name
      let read: SSLReadFunc = { unsafe TLSSession.read($0, $1, $2) }
      let write: SSLWriteFunc = { unsafe TLSSession.write($0, $1, $2) }
      let results = unsafe [
        SSLSetIOFuncs(session, read, write),
        SSLSetConnection(session, Unmanaged.passUnretained(ends).toOpaque()),
        SSLSetPeerDomainName(session, host, host.utf8.count),
        SSLSetProtocolVersionMin(session, .tlsProtocol12),
        // The certificate is judged here, so that there is a reason to tell.
        SSLSetSessionOption(session, .breakOnServerAuth, true),
      ]
      if let failed = results.first(where: { $0 != errSecSuccess }) { throw Self.failure(failed) }
    }

    /// Goes on with the handshake; true when it is done.
    func handshake() throws(TLSFailure) -> Bool {
      while true {
        let status = unsafe SSLHandshake(session)
        switch status {
        case errSecSuccess: return true
        case errSSLWouldBlock: return false
        case errSSLPeerAuthCompleted: try judge()
        default: throw Self.failure(status)
        }
      }
    }

    func write(_ bytes: [UInt8]) throws(TLSFailure) {
      var written = 0
      while written < bytes.count {
        var count = 0
        let status = unsafe bytes.withUnsafeBytes { all in
          unsafe SSLWrite(session, all.baseAddress.map { unsafe $0 + written }, bytes.count - written, &count)
        }
        guard status == errSecSuccess || status == errSSLWouldBlock else { throw Self.failure(status) }
        written += count
      }
    }

    func read(into buffer: inout [UInt8]) throws(TLSFailure) -> TLSRead {
      var count = 0
      let room = buffer.count
      let status = unsafe buffer.withUnsafeMutableBytes { all in
        // Not nil: a buffer has room.
        unsafe SSLRead(session, all.baseAddress!, room, &count)
      }
      if count > 0 { return .bytes(count) }
      switch status {
      case errSSLWouldBlock: return .needMore
      case errSSLClosedGraceful, errSSLClosedNoNotify, errSSLClosedAbort: return .end
      case errSecSuccess: return .needMore
      default: throw Self.failure(status)
      }
    }

    /// Takes bytes that came from the peer.
    func input(_ bytes: ArraySlice<UInt8>) { ends.incoming += bytes }

    /// Gives bytes for the peer; empty when there are none.
    func output() -> [UInt8] {
      defer { ends.outgoing = [] }
      return ends.outgoing
    }

    // MARK: The system's calls

    private static func read(
      _ connection: SSLConnectionRef, _ data: UnsafeMutableRawPointer, _ length: UnsafeMutablePointer<Int>
    ) -> OSStatus {
      let ends = unsafe Unmanaged<Ends>.fromOpaque(connection).takeUnretainedValue()
      let wanted = unsafe length.pointee
      let count = min(wanted, ends.incoming.count)
      unsafe ends.incoming.withUnsafeBytes { bytes in
        // Not nil: it has bytes.
        if count > 0 { unsafe data.copyMemory(from: bytes.baseAddress!, byteCount: count) }
      }
      ends.incoming.removeFirst(count)
      unsafe length.pointee = count
      return count == wanted ? errSecSuccess : errSSLWouldBlock
    }

    private static func write(
      _ connection: SSLConnectionRef, _ data: UnsafeRawPointer, _ length: UnsafeMutablePointer<Int>
    ) -> OSStatus {
      let ends = unsafe Unmanaged<Ends>.fromOpaque(connection).takeUnretainedValue()
      unsafe ends.outgoing += UnsafeRawBufferPointer(start: data, count: length.pointee)
      return errSecSuccess
    }

    /// Judges the certificate: for this host, by these authorities, at this time.
    private func judge() throws(TLSFailure) {
      var trust: SecTrust?
      guard unsafe SSLCopyPeerTrust(session, &trust) == errSecSuccess, let trust else {
        throw .refused(reason: "the peer showed no certificate")
      }
      unsafe SecTrustSetPolicies(trust, SecPolicyCreateSSL(true, host))
      if let authorities = context.authorities {
        let list = unsafe CFArrayCreateMutable(nil, authorities.count, nil)
        var kept: [SecCertificate] = []
        for bytes in authorities {
          guard let data = unsafe CFDataCreate(nil, bytes, bytes.count),
            let certificate = unsafe SecCertificateCreateWithData(nil, data)
          else { continue }
          kept.append(certificate)
          unsafe CFArrayAppendValue(list, Unmanaged.passUnretained(certificate).toOpaque())
        }
        if let list { unsafe SecTrustSetAnchorCertificates(trust, list) }
        defer { withExtendedLifetime(kept) {} }
        return try evaluate(trust)
      }
      try evaluate(trust)
    }

    private func evaluate(_ trust: SecTrust) throws(TLSFailure) {
      var error: CFError?
      if unsafe SecTrustEvaluateWithError(trust, &error) { return }
      let code = error.map { OSStatus(CFErrorGetCode($0)) } ?? errSecNotTrusted
      let reason = Self.text(of: code)
      switch code {
      case errSecHostNameMismatch: throw .wrongName(reason: reason)
      case errSecNotTrusted, errSecCreateChainFailed: throw .unknownAuthority(reason: reason)
      default: throw .badCertificate(reason: reason)
      }
    }

    private static func failure(_ status: OSStatus) -> TLSFailure { .refused(reason: text(of: status)) }

    private static func text(of status: OSStatus) -> String {
      guard let text = unsafe SecCopyErrorMessageString(status, nil) else { return "error \(status)" }
      var bytes = [CChar](repeating: 0, count: 512)
      guard unsafe CFStringGetCString(text, &bytes, bytes.count, CFStringBuiltInEncodings.UTF8.rawValue)
      else {
        return "error \(status)"
      }
      return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// Certificates in a text. RFC 7468.
  private enum PEM {
    /// Those of a file, in DER; none where it cannot be read.
    static func certificates(in path: String) -> [[UInt8]] {
      guard let file = unsafe fopen(path, "r") else { return [] }
      defer { unsafe fclose(file) }
      var text: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while case let count = unsafe fread(&chunk, 1, chunk.count, file), count > 0, text.count < 1 << 24 {
        text += chunk[..<count]
      }
      let parts = String(decoding: text, as: UTF8.self).split(
        separator: "-----", omittingEmptySubsequences: true)
      return zip(parts, parts.dropFirst()).filter { $0.0 == "BEGIN CERTIFICATE" }.map { decoded($0.1.utf8) }
    }

    /// Base64 without its line ends. RFC 4648, 4.
    private static func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
      var bytes: [UInt8] = []
      var (bits, count) = (UInt32(0), 0)
      for byte in text {
        let value: UInt8
        switch byte {
        case 0x41...0x5A: value = byte - 0x41
        case 0x61...0x7A: value = byte - 0x61 + 26
        case 0x30...0x39: value = byte - 0x30 + 52
        case 0x2B: value = 62
        case 0x2F: value = 63
        default: continue
        }
        (bits, count) = (bits << 6 | UInt32(value), count + 6)
        guard count >= 8 else { continue }
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
      return bytes
    }
  }
#endif
