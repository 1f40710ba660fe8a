/// A file descriptor that is closed once, when its owner goes away.
///
/// The only noncopyable type of this module besides the loop: closing twice would close somebody else's file.
package struct Descriptor: ~Copyable, Sendable {
  package let number: Int32

  package init(owning number: Int32) {
    precondition(number >= 0)
    self.number = number
  }

  deinit { SystemCalls.close(number) }
}
