/// What needs the platform's own cryptography: CryptoKit on Apple systems, the system's OpenSSL 3 elsewhere.
///
/// Nothing is opened before the first call, so that a double without signed deliveries starts as fast, and on a
/// machine without OpenSSL as well.
package enum Cryptography {
  /// The bytes of an HMAC with SHA-256. RFC 2104.
  package static func hmacSHA256(
    key: [UInt8], message: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try Platform.hmacSHA256(key: key, message: message)
  }

  /// A private key of Ed25519. RFC 8032, 5.1.5.
  package struct SigningKey: Sendable {
    /// The 32 bytes that the key follows from.
    package let seed: [UInt8]

    /// The key of a seed of 32 bytes.
    package init(seed: [UInt8]) throws(CryptographyError) {
      guard seed.count == 32 else { throw .badLength(what: "seed", count: seed.count, expected: 32) }
      self.seed = seed
    }

    /// The 32 bytes that verify what the key signs.
    package func publicKey() throws(CryptographyError) -> [UInt8] {
      try Platform.publicKey(seed: seed)
    }

    /// The 64 bytes of the message's signature; the same for the same message.
    package func signature(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      try Platform.sign(message, seed: seed)
    }
  }

  /// Whether a signature is of the message, by the key that belongs to the public one. RFC 8032, 5.1.7.
  package static func isValid(
    signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
  ) throws(CryptographyError) -> Bool {
    guard publicKey.count == 32 else {
      throw .badLength(what: "public key", count: publicKey.count, expected: 32)
    }
    guard signature.count == 64 else { return false }
    return try Platform.isValid(signature: signature, of: message, publicKey: publicKey)
  }
}
