/// A file descriptor that is closed once, when its owner goes away.
///
/// The only noncopyable type of this module besides the loop: closing twice would close somebody else's file.
package struct Descriptor: ~Copyable, Sendable {
  /// The number that the system knows it by.
  package let number: Int32

  /// Takes over an open descriptor; nobody else may close it.
  package init(owning number: Int32) {
    precondition(number >= 0)
    self.number = number
  }

  deinit { SystemCalls.close(number) }
}
