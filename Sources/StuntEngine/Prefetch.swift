import CStuntSystem

/// Asking for memory that will be needed soon; nothing waits for it, and nothing else comes of it.
enum Prefetch {
  /// Bytes that are fetched at once, on the machines that there are.
  private static let lineBytes: UInt = 64
  /// Lines of an object that are asked for: those of a call.
  private static let objectLines: UInt = 4
  /// Lines of an answer that are asked for.
  private static let bodyLines: UInt = 10

  /// Where an array's elements lie. A number, so that the array is not held, which would count a reference, and wait for it.
  @inline(__always)
  static func address<Element>(of array: [Element]) -> UInt {
    array.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
  }

  /// Where an object lies.
  @inline(__always)
  static func address(of object: some AnyObject) -> UInt {
    UInt(bitPattern: Unmanaged.passUnretained(object).toOpaque())
  }

  /// Asks for what the release of an array looks at: the words before its elements.
  @inline(__always)
  static func elements(at address: UInt) {
    cstunt_prefetch(UnsafeRawPointer(bitPattern: address &- lineBytes / 2))
    cstunt_prefetch(UnsafeRawPointer(bitPattern: address))
  }

  /// Asks for an array's bytes, as many as most answers have.
  @inline(__always)
  static func bytes(at address: UInt) {
    elements(at: address)
    for line in 1..<bodyLines { cstunt_prefetch(UnsafeRawPointer(bitPattern: address &+ line &* lineBytes)) }
  }

  /// Asks for an object's members.
  @inline(__always)
  static func object(at address: UInt) {
    for line in 0..<objectLines {
      cstunt_prefetch(UnsafeRawPointer(bitPattern: address &+ line &* lineBytes))
    }
  }
}
