import StuntCrypto

/// What messages are signed with: it follows from the seed, so that two runs sign alike.
struct WebhookKeys {
  /// The tenant's.
  private let entropy: Entropy
  /// The provider's: its public half can be fetched without a key, so that all tenants share it.
  private let serverEntropy: Entropy
  private let prefix: String
  /// The shared secret as text.
  let secret: String

  init(_ double: ProviderDouble) {
    self.init(
      provider: double.provider, entropy: double.entropy, serverEntropy: double.serverEntropy,
      chosen: double.webhooks.chosenSecret)
  }

  init(provider: Provider, entropy: Entropy, serverEntropy: Entropy, chosen: String?) {
    self.entropy = entropy
    self.serverEntropy = serverEntropy
    prefix = provider.behavior.webhooks?.signature?.secretPrefix ?? ""
    secret = chosen ?? prefix + Base64.encode(Self.bytes(entropy, isWrong: false))
  }

  /// The public half of the provider's key; nil where the platform cannot make it.
  var publicKey: [UInt8]? { try? signingKey(isWrong: false).publicKey() }

  /// Signs a message.
  ///
  /// - Parameter isWrong: Whether with a key that is nobody's.
  func signature(
    of message: [UInt8], by algorithm: WebhookRules.Signature.Algorithm, isWrong: Bool
  ) throws(CryptographyError) -> [UInt8] {
    switch algorithm {
    case .hmacSHA256:
      let key = isWrong ? Self.bytes(entropy, isWrong: true) : secretKey
      return try Cryptography.hmacSHA256(key: key, message: message)
    case .ed25519: return try signingKey(isWrong: isWrong).signature(of: message)
    }
  }

  /// What the secret's text means: the Base64 after its prefix, or the text itself where there is none.
  ///
  /// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  private var secretKey: [UInt8] {
    guard !prefix.isEmpty, secret.hasPrefix(prefix), let key = Base64.decode(secret.dropFirst(prefix.count))
    else { return Array(secret.utf8) }
    return key
  }

  private func signingKey(isWrong: Bool) throws(CryptographyError) -> Cryptography.SigningKey {
    try Cryptography.SigningKey(seed: Self.bytes(serverEntropy, isWrong: isWrong))
  }

  /// 32 bytes: as many as the hash has, and a seed of the key.
  private static func bytes(_ entropy: Entropy, isWrong: Bool) -> [UInt8] {
    (0..<32).map { index in
      let number = entropy.number(for: .webhookKey, UInt64(index / 8), isWrong ? 1 : 0)
      return UInt8(truncatingIfNeeded: number >> (8 * UInt64(index % 8)))
    }
  }
}
