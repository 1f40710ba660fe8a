public import Synchronization

/// A value that is made when it is first needed, and is one and the same for all threads from then on.
///
/// Does what `AtomicLazyReference` of the standard library does, in a few instructions: that one asks the runtime for its
/// type at each load, which makes hundreds of them in Swift 6.3.
@usableFromInline package struct FirstUse<Value: AnyObject & Sendable>: ~Copyable, Sendable {
  /// The address of the value, which is retained; 0 while there is none.
  @usableFromInline let address = Atomic<UInt>(0)

  /// Holds nothing yet.
  package init() {}

  /// Holds a value from the start.
  package init(_ value: Value) {
    _ = keep(value)
  }

  deinit {
    guard let pointer = UnsafeRawPointer(bitPattern: address.load(ordering: .acquiring)) else { return }
    Unmanaged<Value>.fromOpaque(pointer).release()
  }

  /// The value; nil while there is none.
  @inlinable package var value: Value? {
    guard let pointer = UnsafeRawPointer(bitPattern: address.load(ordering: .acquiring)) else { return nil }
    return Unmanaged<Value>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Lends the value to a body, and counts no reference; nil while there is none.
  ///
  /// The value is not replaced, and lives as long as what holds it, which whoever calls this keeps.
  @inlinable @inline(__always)
  package func withValue<Result>(_ body: (Value) -> Result) -> Result? {
    guard let pointer = UnsafeRawPointer(bitPattern: address.load(ordering: .acquiring)) else { return nil }
    return Unmanaged<Value>.fromOpaque(pointer)._withUnsafeGuaranteedRef(body)
  }

  /// Keeps a value unless another thread was faster, and says which one is kept.
  package func keep(_ value: Value) -> Value {
    let own = Unmanaged.passRetained(value)
    let bits = UInt(bitPattern: own.toOpaque())
    let (isKept, before) = address.compareExchange(
      expected: 0, desired: bits, ordering: .acquiringAndReleasing)
    guard !isKept, let pointer = UnsafeRawPointer(bitPattern: before) else { return value }
    own.release()
    return Unmanaged<Value>.fromOpaque(pointer).takeUnretainedValue()
  }
}
