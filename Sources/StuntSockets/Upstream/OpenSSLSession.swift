#if !canImport(Darwin)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// What all connections share: the system's OpenSSL 3 and the authorities that are trusted.
  final class TLSContext: Sendable {
    let library: LibSSL
    /// The address of the library's own object, which is safe to share between threads, unlike a pointer's type.
    private let address: UInt

    init(authorityFile: String?, library name: String) throws(TLSFailure) {
      library = try LibSSL(named: name)
      guard let context = unsafe library.makeContext(library.clientMethod()) else {
        throw library.refusal()
      }
      address = UInt(bitPattern: context)
      // SSL_CTRL_SET_MIN_PROTO_VERSION: TLS 1.2. RFC 8996 forbids what was before.
      _ = unsafe library.controlContext(context, 123, 0x0303, nil)
      // SSL_VERIFY_PEER: a certificate that is not good ends the handshake.
      unsafe library.setVerification(context, 1, nil)
      _ = unsafe library.setProtocols(context, [8] + Array("http/1.1".utf8), 9)
      let isTrusting =
        if let authorityFile { unsafe library.loadAuthorities(context, authorityFile, nil) == 1 } else {
          unsafe library.loadSystemAuthorities(context) == 1
        }
      guard isTrusting else { throw .noAuthorities(file: authorityFile ?? "the system's store") }
    }

    deinit { unsafe library.freeContext(pointer) }

    @unsafe var pointer: LibSSL.Object? { unsafe LibSSL.Object(bitPattern: address) }
  }

  /// TLS of one connection, over bytes: what came is put in, what is to go is taken out.
  ///
  /// A class because it owns objects of the library; it stays on the thread of its connection.
  @safe
  final class TLSSession {
    private let library: LibSSL
    private let context: TLSContext
    private let session: LibSSL.Object
    private let incoming: LibSSL.Object
    private let outgoing: LibSSL.Object

    init(_ context: TLSContext, host: String) throws(TLSFailure) {
      self.context = context
      library = context.library
      guard let session = unsafe library.makeSession(context.pointer) else { throw library.refusal() }
      guard let incoming = unsafe library.makeBytes(library.memoryMethod()),
        let outgoing = unsafe library.makeBytes(library.memoryMethod())
      else {
        unsafe library.freeSession(session)
        throw library.refusal()
      }
      unsafe self.session = session
      unsafe self.incoming = incoming
      unsafe self.outgoing = outgoing
      // The session owns both from here on.
      unsafe library.setBytes(session, incoming, outgoing)
      unsafe library.setClient(session)
      try expect(host)
    }

    deinit { unsafe library.freeSession(session) }

    /// Asks for that host, and has its certificate be for no other. RFC 6066, 3; RFC 9525.
    private func expect(_ host: String) throws(TLSFailure) {
      if SystemCalls.address(host, port: 0) != nil {
        guard unsafe library.expectAddress(library.parameters(session), host) == 1 else {
          throw library.refusal()
        }
        return
      }
      // X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, and SSL_CTRL_SET_TLSEXT_HOSTNAME.
      unsafe library.setHostFlags(session, 4)
      let isSet = unsafe host.withCString { name in
        unsafe library.control(session, 55, 0, UnsafeMutableRawPointer(mutating: name)) == 1
      }
      guard isSet, unsafe library.expectHost(session, host) == 1 else { throw library.refusal() }
    }

    /// Goes on with the handshake; true when it is done.
    func handshake() throws(TLSFailure) -> Bool {
      library.clearErrors()
      let result = unsafe library.handshake(session)
      if result == 1 { return true }
      guard unsafe library.error(session, result) == LibSSL.wantsRead else { throw failure() }
      return false
    }

    func write(_ bytes: [UInt8]) throws(TLSFailure) {
      guard !bytes.isEmpty else { return }
      library.clearErrors()
      // All or nothing: what goes out is kept in memory.
      guard unsafe library.write(session, bytes, Int32(bytes.count)) == bytes.count else { throw failure() }
    }

    func read(into buffer: inout [UInt8]) throws(TLSFailure) -> TLSRead {
      library.clearErrors()
      let count = unsafe library.read(session, &buffer, Int32(clamping: buffer.count))
      if count > 0 { return .bytes(Int(count)) }
      switch unsafe library.error(session, count) {
      case LibSSL.wantsRead: return .needMore
      case LibSSL.ended: return .end
      default: throw failure()
      }
    }

    /// Takes bytes that came from the peer.
    func input(_ bytes: ArraySlice<UInt8>) {
      guard !bytes.isEmpty else { return }
      let bytes = Array(bytes)
      _ = unsafe library.putBytes(incoming, bytes, Int32(bytes.count))
    }

    /// Gives bytes for the peer; empty when there are none.
    func output() -> [UInt8] {
      let count = unsafe library.pendingBytes(outgoing)
      guard count > 0 else { return [] }
      var bytes = [UInt8](repeating: 0, count: count)
      let taken = unsafe library.takeBytes(outgoing, &bytes, Int32(count))
      return Array(bytes.prefix(Int(max(0, taken))))
    }

    /// What the library says about the certificate, else about anything.
    private func failure() -> TLSFailure {
      let code = unsafe library.verification(session)
      guard code != 0 else { return library.refusal() }
      let reason = unsafe library.verificationText(code).map { unsafe String(cString: $0) } ?? "error \(code)"
      switch code {
      // X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH.
      case 62, 64: return .wrongName(reason: reason)
      // A chain that ends at nobody who is known: x509_vfy.h, 2, 18 to 21.
      case 2, 18, 19, 20, 21: return .unknownAuthority(reason: reason)
      default: return .badCertificate(reason: reason)
      }
    }
  }
#endif
