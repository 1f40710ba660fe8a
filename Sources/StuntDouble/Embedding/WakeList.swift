import Synchronization

/// Those who look for answers that wait, when some may have come.
final class WakeList: Sendable {
  private let wakes = Mutex<[@Sendable () -> Void]>([])

  func add(_ wake: @escaping @Sendable () -> Void) { wakes.withLock { $0.append(wake) } }

  func wake() { for wake in wakes.withLock({ $0 }) { wake() } }

  /// Wakes all for the last time, and lets go of them.
  func close() {
    let last = wakes.withLock { wakes in
      defer { wakes = [] }
      return wakes
    }
    for wake in last { wake() }
  }
}
