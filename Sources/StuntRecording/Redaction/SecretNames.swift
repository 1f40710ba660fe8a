/// Names whose values are secrets, whoever uses them.
enum SecretNames {
  private static let whole: Set<String> = [
    "auth", "sig", "pwd", "passwd", "passphrase", "cookie", "setcookie", "session", "sessionid", "sid", "jwt",
    "otp", "accesskey", "secretkey", "accesskeyid", "awsaccesskeyid", "authorization", "proxyauthorization",
    "credentials",
  ]
  private static let endings = [
    "token", "secret", "password", "apikey", "privatekey", "signature", "credential", "secretaccesskey",
  ]

  /// Whether a name is that of a secret, however it is spelled.
  static func contains(_ name: some StringProtocol) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 80 else { return false }
    let letters = String(
      decoding: name.lowercased().utf8.filter { ByteSet.alphanumeric.contains($0) }, as: UTF8.self)
    return whole.contains(letters) || endings.contains { letters.hasSuffix($0) }
  }

  /// Whether a value under such a name can be one: long enough, and no plain word.
  static func canBeSecret(_ value: ArraySlice<UInt8>) -> Bool {
    let rest = StandIn.without(value)
    guard rest.count >= 6 else { return false }
    return !RandomLooking.isWord(rest[...]) || rest.count >= 24 && !rest.contains(0x20)
  }
}
