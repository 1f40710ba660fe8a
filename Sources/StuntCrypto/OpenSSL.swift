#if !canImport(CryptoKit)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// The platform's cryptography: the system's OpenSSL 3, opened when it is first needed.
  enum Platform {
    /// Opened once; what went wrong then is told each time.
    private static let library = Result { () throws(CryptographyError) in try OpenSSL(named: "libcrypto.so.3")
    }

    static func hmacSHA256(key: [UInt8], message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      try library.get().hmacSHA256(key: key, message: message)
    }

    static func publicKey(seed: [UInt8]) throws(CryptographyError) -> [UInt8] {
      try library.get().publicKey(seed: seed)
    }

    static func sign(_ message: [UInt8], seed: [UInt8]) throws(CryptographyError) -> [UInt8] {
      try library.get().sign(message, seed: seed)
    }

    static func isValid(
      signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
    ) throws(CryptographyError) -> Bool {
      try library.get().isValid(signature: signature, of: message, publicKey: publicKey)
    }
  }

  /// The functions of libcrypto that we call: https://docs.openssl.org/3.0/man3/.
  struct OpenSSL: Sendable {
    private typealias Bytes = UnsafePointer<UInt8>
    private typealias Room = UnsafeMutablePointer<UInt8>
    private typealias Object = UnsafeMutableRawPointer

    private let makeSHA256: @convention(c) @Sendable () -> Object?
    private let makeHMAC:
      @convention(c) @Sendable (
        Object?, Bytes?, Int32, Bytes?, Int, Room?, UnsafeMutablePointer<UInt32>?
      ) -> Room?
    private let makePrivateKey: @convention(c) @Sendable (Int32, Object?, Bytes?, Int) -> Object?
    private let makePublicKey: @convention(c) @Sendable (Int32, Object?, Bytes?, Int) -> Object?
    private let readPublicKey: @convention(c) @Sendable (Object?, Room?, UnsafeMutablePointer<Int>?) -> Int32
    private let freeKey: @convention(c) @Sendable (Object?) -> Void
    private let makeContext: @convention(c) @Sendable () -> Object?
    private let freeContext: @convention(c) @Sendable (Object?) -> Void
    private let beginSigning: @convention(c) @Sendable (Object?, Object?, Object?, Object?, Object?) -> Int32
    private let signAll:
      @convention(c) @Sendable (Object?, Room?, UnsafeMutablePointer<Int>?, Bytes?, Int) -> Int32
    private let beginVerifying:
      @convention(c) @Sendable (Object?, Object?, Object?, Object?, Object?) -> Int32
    private let verifyAll: @convention(c) @Sendable (Object?, Bytes?, Int, Bytes?, Int) -> Int32

    /// The number of the kind of key: NID_ED25519 of obj_mac.h.
    private static let ed25519: Int32 = 1087

    /// Opens the library of that name, and finds the functions in it.
    init(named name: String) throws(CryptographyError) {
      guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
        throw .libraryMissing(name: name, reason: dlerror().map { String(cString: $0) } ?? "no reason given")
      }
      func find<Function>(_ function: String) throws(CryptographyError) -> Function {
        guard let symbol = dlsym(handle, function) else {
          throw .functionMissing(function, library: name)
        }
        return unsafeBitCast(symbol, to: Function.self)
      }
      makeSHA256 = try find("EVP_sha256")
      makeHMAC = try find("HMAC")
      makePrivateKey = try find("EVP_PKEY_new_raw_private_key")
      makePublicKey = try find("EVP_PKEY_new_raw_public_key")
      readPublicKey = try find("EVP_PKEY_get_raw_public_key")
      freeKey = try find("EVP_PKEY_free")
      makeContext = try find("EVP_MD_CTX_new")
      freeContext = try find("EVP_MD_CTX_free")
      beginSigning = try find("EVP_DigestSignInit")
      signAll = try find("EVP_DigestSign")
      beginVerifying = try find("EVP_DigestVerifyInit")
      verifyAll = try find("EVP_DigestVerify")
    }

    func hmacSHA256(key: [UInt8], message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      var code = [UInt8](repeating: 0, count: 32)
      var count: UInt32 = 32
      // A key that is a null pointer would mean the last one, so an empty array lends its own address.
      let result = makeHMAC(makeSHA256(), key + [0], Int32(key.count), message, message.count, &code, &count)
      guard result != nil, count == 32 else { throw .failed(function: "HMAC") }
      return code
    }

    func publicKey(seed: [UInt8]) throws(CryptographyError) -> [UInt8] {
      let key = try privateKey(seed)
      defer { freeKey(key) }
      var bytes = [UInt8](repeating: 0, count: 32)
      var count = 32
      guard readPublicKey(key, &bytes, &count) == 1, count == 32 else {
        throw .failed(function: "EVP_PKEY_get_raw_public_key")
      }
      return bytes
    }

    func sign(_ message: [UInt8], seed: [UInt8]) throws(CryptographyError) -> [UInt8] {
      let key = try privateKey(seed)
      defer { freeKey(key) }
      let context = makeContext()
      defer { freeContext(context) }
      var signature = [UInt8](repeating: 0, count: 64)
      var count = 64
      guard beginSigning(context, nil, nil, nil, key) == 1,
        signAll(context, &signature, &count, message, message.count) == 1, count == 64
      else { throw .failed(function: "EVP_DigestSign") }
      return signature
    }

    func isValid(
      signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
    ) throws(CryptographyError) -> Bool {
      // Bytes that are no point of the curve are no key, and verify nothing.
      guard let key = makePublicKey(Self.ed25519, nil, publicKey, publicKey.count) else { return false }
      defer { freeKey(key) }
      let context = makeContext()
      defer { freeContext(context) }
      guard beginVerifying(context, nil, nil, nil, key) == 1 else {
        throw .failed(function: "EVP_DigestVerifyInit")
      }
      return verifyAll(context, signature, signature.count, message, message.count) == 1
    }

    private func privateKey(_ seed: [UInt8]) throws(CryptographyError) -> Object {
      guard let key = makePrivateKey(Self.ed25519, nil, seed, seed.count) else {
        throw .failed(function: "EVP_PKEY_new_raw_private_key")
      }
      return key
    }
  }
#endif
