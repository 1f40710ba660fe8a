/// Why a text is taken for a secret.
package enum SecretKind: String, Hashable, Sendable, CaseIterable {
  case providerKey = "a provider's key"
  case knownKey = "a key of a well-known form"
  case bearer = "credentials with their scheme"
  case webToken = "a JSON Web Token"
  case privateKey = "a private key"
  case userInfo = "credentials in a URL"
  case cookie = "a cookie"
  case named = "a value named as a secret"
  case random = "a random-looking text"
  case seen = "a secret seen elsewhere"
  case unreadable = "bytes that cannot be looked into"
}
