internal import Synchronization

/// Asks other servers: each exchange on a thread of its own, its answer handed on in pieces as it comes.
///
/// A class, because it owns threads: whoever makes one has to stop it.
package final class UpstreamClient: Sendable {
  private struct State {
    var threads: [Int: LoopThread] = [:]
    var calls: [Int: UpstreamCall] = [:]
    var ended: [Int] = []
    var number = 0
    var isStopped = false
  }

  private let state = Mutex(State())
  private let limits: UpstreamLimits
  private let system: SystemCalls
  private let tls: TLSTrust
  private let proxy: UpstreamProxy?

  /// A client; nothing is opened before the first exchange.
  ///
  /// - Parameters:
  ///   - tls: Whom secure connections trust.
  ///   - proxy: Whom secure connections go through; nil for nobody.
  package init(
    limits: UpstreamLimits = UpstreamLimits(), tls: TLSTrust = TLSTrust(), proxy: UpstreamProxy? = nil,
    system: SystemCalls = SystemCalls()
  ) {
    self.limits = limits
    self.tls = tls
    self.proxy = proxy
    self.system = system
  }

  /// Begins an exchange.
  ///
  /// - Parameters:
  ///   - observer: Hears of each part first.
  ///   - wake: Called on the exchange's thread when there is something to take.
  package func send(
    _ request: UpstreamRequest, observer: any UpstreamObserver, wake: @escaping @Sendable () -> Void
  ) throws(UpstreamFailure) -> UpstreamCall {
    reap()
    let call: UpstreamCall
    do throws(SystemFailure) {
      call = try UpstreamCall(system: system, bytesMax: limits.waitingBytes)
    } catch { throw .system(error) }
    guard let number = admit(call) else { throw .tooMany(limit: limits.exchanges) }
    let exchange = UpstreamExchange(
      request: request, call: call, observer: observer, limits: limits, tls: tls, proxy: proxy,
      system: system, wake: wake)
    do throws(SystemFailure) {
      let thread = try LoopThread.start(system) { [self] in
        exchange.run()
        state.withLock { $0.ended.append(number) }
      }
      state.withLock { $0.threads[number] = thread }
    } catch {
      state.withLock { _ = $0.calls.removeValue(forKey: number) }
      throw .system(error)
    }
    return call
  }

  /// Gives up all exchanges and waits for their threads; none may be on this one.
  package func stop() {
    let (threads, calls) = state.withLock { state in
      state.isStopped = true
      defer { (state.threads, state.calls) = ([:], [:]) }
      return (state.threads, state.calls)
    }
    for call in calls.values { call.stop() }
    for thread in threads.values { thread.join() }
  }

  /// Counts an exchange; nil when there are as many as may be.
  private func admit(_ call: UpstreamCall) -> Int? {
    state.withLock { state in
      guard !state.isStopped, state.calls.count < limits.exchanges else { return nil }
      state.number += 1
      state.calls[state.number] = call
      return state.number
    }
  }

  /// Waits for the threads that have ended, which costs nothing.
  private func reap() {
    let threads = state.withLock { state in
      // A thread may end before it is entered.
      let ended = state.ended.filter { state.threads[$0] != nil }
      state.ended.removeAll { ended.contains($0) }
      for number in ended { state.calls.removeValue(forKey: number) }
      return ended.compactMap { state.threads.removeValue(forKey: $0) }
    }
    for thread in threads { thread.join() }
  }
}
