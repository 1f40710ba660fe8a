#if !canImport(Darwin)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// The functions of libssl that we call, and of the libcrypto under it: https://docs.openssl.org/3.0/man3/.
  ///
  /// Opened when the first secure connection needs it, so that nothing else needs the library.
  @safe
  struct LibSSL: Sendable {
    typealias Object = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>

    // Contexts: what connections share.
    let clientMethod: @convention(c) @Sendable () -> Object?
    let makeContext: @convention(c) @Sendable (Object?) -> Object?
    let freeContext: @convention(c) @Sendable (Object?) -> Void
    let controlContext: @convention(c) @Sendable (Object?, Int32, Int, Object?) -> Int
    let setVerification: @convention(c) @Sendable (Object?, Int32, Object?) -> Void
    let setProtocols: @convention(c) @Sendable (Object?, UnsafePointer<UInt8>?, UInt32) -> Int32
    let loadAuthorities: @convention(c) @Sendable (Object?, Text?, Text?) -> Int32
    let loadSystemAuthorities: @convention(c) @Sendable (Object?) -> Int32
    // Sessions: one of each connection.
    let makeSession: @convention(c) @Sendable (Object?) -> Object?
    let freeSession: @convention(c) @Sendable (Object?) -> Void
    let control: @convention(c) @Sendable (Object?, Int32, Int, Object?) -> Int
    let setClient: @convention(c) @Sendable (Object?) -> Void
    let setBytes: @convention(c) @Sendable (Object?, Object?, Object?) -> Void
    let setHostFlags: @convention(c) @Sendable (Object?, UInt32) -> Void
    let expectHost: @convention(c) @Sendable (Object?, Text?) -> Int32
    let parameters: @convention(c) @Sendable (Object?) -> Object?
    let expectAddress: @convention(c) @Sendable (Object?, Text?) -> Int32
    let handshake: @convention(c) @Sendable (Object?) -> Int32
    let read: @convention(c) @Sendable (Object?, UnsafeMutablePointer<UInt8>?, Int32) -> Int32
    let write: @convention(c) @Sendable (Object?, UnsafePointer<UInt8>?, Int32) -> Int32
    let error: @convention(c) @Sendable (Object?, Int32) -> Int32
    let verification: @convention(c) @Sendable (Object?) -> Int
    let verificationText: @convention(c) @Sendable (Int) -> Text?
    // Bytes in memory, in the place of a socket.
    let memoryMethod: @convention(c) @Sendable () -> Object?
    let makeBytes: @convention(c) @Sendable (Object?) -> Object?
    let putBytes: @convention(c) @Sendable (Object?, UnsafePointer<UInt8>?, Int32) -> Int32
    let takeBytes: @convention(c) @Sendable (Object?, UnsafeMutablePointer<UInt8>?, Int32) -> Int32
    let pendingBytes: @convention(c) @Sendable (Object?) -> Int
    // Errors, of the thread.
    let clearErrors: @convention(c) @Sendable () -> Void
    private let nextError: @convention(c) @Sendable () -> UInt
    private let errorText: @convention(c) @Sendable (UInt, UnsafeMutablePointer<CChar>?, Int) -> Void

    /// SSL_ERROR_WANT_READ and SSL_ERROR_ZERO_RETURN of ssl.h.
    static let wantsRead: Int32 = 2
    static let ended: Int32 = 6

    /// Opens the library of that name, and finds the functions in it.
    init(named name: String) throws(TLSFailure) {
      guard let handle = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
        let reason = unsafe dlerror().map { unsafe String(cString: $0) }
        throw .libraryMissing(name: name, reason: reason ?? "no reason given")
      }
      func find<Function>(_ function: String) throws(TLSFailure) -> Function {
        guard let symbol = unsafe dlsym(handle, function) else {
          throw .functionMissing(function, library: name)
        }
        return unsafe unsafeBitCast(symbol, to: Function.self)
      }
      unsafe clientMethod = try find("TLS_client_method")
      unsafe makeContext = try find("SSL_CTX_new")
      unsafe freeContext = try find("SSL_CTX_free")
      unsafe controlContext = try find("SSL_CTX_ctrl")
      unsafe setVerification = try find("SSL_CTX_set_verify")
      unsafe setProtocols = try find("SSL_CTX_set_alpn_protos")
      unsafe loadAuthorities = try find("SSL_CTX_load_verify_locations")
      unsafe loadSystemAuthorities = try find("SSL_CTX_set_default_verify_paths")
      unsafe makeSession = try find("SSL_new")
      unsafe freeSession = try find("SSL_free")
      unsafe control = try find("SSL_ctrl")
      unsafe setClient = try find("SSL_set_connect_state")
      unsafe setBytes = try find("SSL_set_bio")
      unsafe setHostFlags = try find("SSL_set_hostflags")
      unsafe expectHost = try find("SSL_set1_host")
      unsafe parameters = try find("SSL_get0_param")
      unsafe expectAddress = try find("X509_VERIFY_PARAM_set1_ip_asc")
      unsafe handshake = try find("SSL_do_handshake")
      unsafe read = try find("SSL_read")
      unsafe write = try find("SSL_write")
      unsafe error = try find("SSL_get_error")
      unsafe verification = try find("SSL_get_verify_result")
      unsafe verificationText = try find("X509_verify_cert_error_string")
      unsafe memoryMethod = try find("BIO_s_mem")
      unsafe makeBytes = try find("BIO_new")
      unsafe putBytes = try find("BIO_write")
      unsafe takeBytes = try find("BIO_read")
      unsafe pendingBytes = try find("BIO_ctrl_pending")
      clearErrors = try find("ERR_clear_error")
      nextError = try find("ERR_get_error")
      unsafe errorText = try find("ERR_error_string_n")
    }

    /// What went wrong last on this thread.
    func refusal() -> TLSFailure {
      let code = nextError()
      guard code != 0 else { return .refused(reason: "the peer ended it") }
      var text = [CChar](repeating: 0, count: 256)
      unsafe errorText(code, &text, text.count)
      // `error:0A000410:SSL routines::ssl/tls alert handshake failure`: the last part is for people.
      let whole = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return .refused(reason: whole.split(separator: ":").last.map(String.init) ?? whole)
    }
  }
#endif
