import StuntCrypto

/// HMAC with SHA-256: what a stand-in follows from. RFC 2104.
///
/// Our own hash is used, so that recording needs no library of the system.
enum KeyedHash {
  /// The 32 bytes of a message by a key.
  static func hash(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > 64 ? SHA256.hash(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = SHA256.hash(block.map { $0 ^ 0x36 } + message)
    return SHA256.hash(block.map { $0 ^ 0x5C } + inner)
  }
}
