import StuntCrypto
import Testing

struct CryptographyTests {
  /// RFC 4231, 4.2 to 4.8, without the truncated one: key, data and HMAC-SHA-256 in hexadecimal.
  static let codes: [(key: String, data: String, code: String)] = [
    (
      String(repeating: "0b", count: 20), "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      "0102030405060708090a0b0c0d0e0f10111213141516171819", String(repeating: "cd", count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
      String(repeating: "aa", count: 131),
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    ("", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
  ]

  @Test(arguments: codes)
  func `HMAC gives the codes of RFC 4231`(key: String, data: String, code: String) throws {
    let made = try Cryptography.hmacSHA256(
      key: #require(Hexadecimal.decode(key)), message: #require(Hexadecimal.decode(data)))
    #expect(Hexadecimal.encode(made) == code)
  }

  /// RFC 8032, 7.1, tests 1 to 3: seed, public key, message and signature in hexadecimal.
  static let signatures: [(seed: String, key: String, message: String, signature: String)] = [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ]

  @Test(arguments: signatures)
  func `Ed25519 gives the keys and signatures of RFC 8032`(
    seed: String, key: String, message: String, signature: String
  ) throws {
    let pair = try Cryptography.SigningKey(seed: #require(Hexadecimal.decode(seed)))
    let text = try #require(Hexadecimal.decode(message))
    #expect(try Hexadecimal.encode(pair.publicKey()) == key)
    #if !canImport(CryptoKit)
      #expect(try Hexadecimal.encode(pair.signature(of: text)) == signature)
    #endif
    let own = try pair.signature(of: text)
    for good in [own, try #require(Hexadecimal.decode(signature))] {
      #expect(try Cryptography.isValid(signature: good, of: text, publicKey: pair.publicKey()))
      #expect(try !Cryptography.isValid(signature: good, of: text + [0], publicKey: pair.publicKey()))
      var bad = good
      bad[7] ^= 1
      #expect(try !Cryptography.isValid(signature: bad, of: text, publicKey: pair.publicKey()))
      #expect(
        try !Cryptography.isValid(signature: Array(good.dropLast()), of: text, publicKey: pair.publicKey()))
    }
  }

  @Test func `seeds and keys of another length are refused with their length`() {
    #expect(throws: CryptographyError.badLength(what: "seed", count: 31, expected: 32)) {
      try Cryptography.SigningKey(seed: Array(repeating: 1, count: 31))
    }
    #expect(throws: CryptographyError.badLength(what: "public key", count: 2, expected: 32)) {
      try Cryptography.isValid(signature: [], of: [], publicKey: [1, 2])
    }
  }

  @Test(arguments: [
    (
      CryptographyError.libraryMissing(name: "libcrypto.so.3", reason: "no such file"),
      "libcrypto.so.3 cannot be opened (no such file); install OpenSSL 3, or do without signed deliveries"
    ),
    (
      .functionMissing("HMAC", library: "libcrypto.so.3"),
      "libcrypto.so.3 has no function HMAC; install OpenSSL 3"
    ),
    (.failed(function: "HMAC"), "HMAC failed"),
    (
      .badLength(what: "seed", count: 3, expected: 32), "the seed has 3 bytes; it must have 32"
    ),
  ])
  func `each error is a sentence`(error: CryptographyError, sentence: String) {
    #expect(error.description == sentence)
  }
}

#if !canImport(CryptoKit)
  @testable import StuntCrypto

  struct OpenSSLTests {
    @Test func `a library that is not there is an error with its name`() {
      #expect {
        try OpenSSL(named: "libnothing.so.99")
      } throws: { error in
        guard case .libraryMissing("libnothing.so.99", let reason)? = error as? CryptographyError else {
          return false
        }
        return reason.contains("libnothing.so.99")
      }
    }

    @Test func `a library without the functions is an error with the function's name`() {
      #expect(throws: CryptographyError.functionMissing("EVP_sha256", library: "libm.so.6")) {
        try OpenSSL(named: "libm.so.6")
      }
    }
  }
#endif
