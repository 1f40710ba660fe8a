#if canImport(CryptoKit)
  internal import CryptoKit

  /// The platform's cryptography: CryptoKit.
  enum Platform {
    static func hmacSHA256(key: [UInt8], message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      Array(HMAC<CryptoKit.SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    static func publicKey(seed: [UInt8]) throws(CryptographyError) -> [UInt8] {
      Array(try key(seed).publicKey.rawRepresentation)
    }

    /// CryptoKit adds chance to its signatures: they are valid, but two of one message differ.
    static func sign(_ message: [UInt8], seed: [UInt8]) throws(CryptographyError) -> [UInt8] {
      do {
        return Array(try key(seed).signature(for: message))
      } catch {
        throw .failed(function: "Curve25519.Signing.PrivateKey.signature")
      }
    }

    static func isValid(
      signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
    ) throws(CryptographyError) -> Bool {
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
      return key.isValidSignature(signature, for: message)
    }

    private static func key(_ seed: [UInt8]) throws(CryptographyError) -> Curve25519.Signing.PrivateKey {
      do {
        return try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
      } catch {
        throw .failed(function: "Curve25519.Signing.PrivateKey")
      }
    }
  }
#endif
