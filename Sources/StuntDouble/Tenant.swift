import StuntEngine
import StuntJSON
import Synchronization

/// The world of one API key at one provider, behind its own lock.
///
/// A class, because loops on several threads share it.
final class Tenant: Sendable {
  /// The tenant's entropy, by which it is known.
  let seed: UInt64
  /// The index of its provider.
  let provider: Int
  /// The key as the client sent it; empty for calls that need none.
  let key: [UInt8]
  let double: Mutex<ProviderDouble>

  init(seed: UInt64, provider: Int, key: [UInt8], double: ProviderDouble) {
    self.seed = seed
    self.provider = provider
    self.key = key
    self.double = Mutex(double)
  }

  /// Whether the client sends this key.
  func has(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    // By words: each request comes by here.
    self.key.withUnsafeBufferPointer { own in JSONText.areEqual(own, key) }
  }
}
