#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A thread that waits for something on behalf of another one.
package struct PosixThread: Sendable {
  private let thread: ThreadID

  #if canImport(Darwin)
    /// A pointer that only the system follows; as a number it may go from thread to thread.
    private typealias ThreadID = UInt
  #else
    private typealias ThreadID = pthread_t
  #endif

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread that runs the body once.
  package init(_ body: @escaping @Sendable () -> Void) throws(ProcessError) {
    let box = Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let code = pthread_create(
      &thread, nil,
      { argument in
        #if canImport(Darwin)
          let pointer = argument
        #else
          // Not nil: it is the box.
          let pointer = argument!
        #endif
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw .system(call: "pthread_create", code: code)
    }
    #if canImport(Darwin)
      self.thread = UInt(bitPattern: thread!)  // not nil: the call has succeeded
    #else
      self.thread = thread
    #endif
  }

  /// Waits until it has ended.
  package func join() {
    pthread_join(identifier, nil)
  }

  /// Lets it go its own way.
  package func detach() {
    pthread_detach(identifier)
  }

  private var identifier: pthread_t {
    #if canImport(Darwin)
      pthread_t(bitPattern: thread)!  // not nil: it was none when it was kept
    #else
      thread
    #endif
  }

  /// Runs the body so many times side by side, each on a thread of its own, and waits for all of them.
  package static func sideBySide(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let threads = (1..<max(1, count)).compactMap { _ in try? PosixThread(body) }
    body()
    for thread in threads { thread.join() }
  }
}
