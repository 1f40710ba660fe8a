#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are the same as others. Collections compare one element at a time, which costs ten times as much.
  func equals(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count else { return false }
    guard let own = baseAddress, let others = other.baseAddress, own != others else { return true }
    return memcmp(own, others, count) == 0
  }

  /// Whether the bytes are the same as those of an array.
  func equals(_ other: [UInt8]) -> Bool {
    other.withUnsafeBufferPointer { equals($0) }
  }

  /// The index of the first of some texts that is the same; nil for none.
  func firstIndex(in texts: [[UInt8]]) -> Int? {
    texts.indices.first { equals(texts[$0]) }
  }
}
