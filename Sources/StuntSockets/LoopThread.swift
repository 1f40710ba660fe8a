#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A thread of our own: a loop never waits for, and never holds up, the pool that Swift's tasks share.
@safe
struct LoopThread {
  private let thread: pthread_t

  /// What a thread runs, as an object that C can carry.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread that runs `body` once.
  static func start(
    _ system: SystemCalls, _ body: @escaping @Sendable () -> Void
  ) throws(SystemFailure) -> LoopThread {
    let box = unsafe Unmanaged.passRetained(Body(body))
    do throws(SystemFailure) {
      return try unsafe launch(system, box.toOpaque())
    } catch {
      unsafe box.release()
      throw error
    }
  }

  /// Waits until the thread has ended.
  func join() {
    #if canImport(Darwin)
      unsafe pthread_join(thread, nil)
    #else
      pthread_join(thread, nil)
    #endif
  }

  private static func launch(
    _ system: SystemCalls, _ argument: UnsafeMutableRawPointer
  ) throws(SystemFailure) -> LoopThread {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    _ = try system.repeating(.threadCreate) {
      let code = unsafe pthread_create(&thread, nil, { unsafe LoopThread.enter($0) }, argument)
      if code != 0 { errno = code }
      return code == 0 ? 0 : -1
    }
    #if canImport(Darwin)
      // Not nil: the call has succeeded.
      return unsafe LoopThread(thread: thread!)
    #else
      return LoopThread(thread: thread)
    #endif
  }

  #if canImport(Darwin)
    private static func enter(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
      unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }
  #else
    private static func enter(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let argument = unsafe argument else { return nil }
      unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }
  #endif
}
