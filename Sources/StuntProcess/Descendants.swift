#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import CStuntSystem
  import Glibc
#elseif canImport(Musl)
  import CStuntSystem
  import Musl
#endif

/// The processes that come of one child: by their parents, their group, and a mark in their environment.
///
/// A process that leaves its group and loses its parent (a daemon) becomes a child of this process on Linux, where
/// its environment still has the mark. On Apple systems it goes to the first process, and is lost sight of.
struct Descendants {
  /// The environment variable that marks them.
  static let markName = "STUNT_PROCESS"

  private let root: pid_t
  private let mark: [UInt8]
  private let rootStarted: UInt64
  /// Those that were seen; they stay known when their parents are gone.
  private var known: Set<ProcessEntry.Key> = []

  init(root: pid_t, mark: String) {
    self.root = root
    self.mark = Array("\(Self.markName)=\(mark)".utf8)
    rootStarted = ProcessTable.entries().first { $0.id == root }?.started ?? 0
  }

  /// Makes this process the parent of descendants whose own parents end; once is enough.
  static func adoptOrphans() {
    #if os(Linux)
      _ = adopting
    #endif
  }

  #if os(Linux)
    private static let adopting: Int32 = cstunt_adopt_orphans()
  #endif

  /// Stops every process that has come to this one, whatever it did to be lost sight of.
  ///
  /// Only for a program that starts no others: it stops all children of this process.
  static func stopStrays() {
    let own = getpid()
    for _ in 0..<Limits.stopRoundsMax {
      let found = ProcessTable.entries().filter { $0.parent == own }
      if found.isEmpty { return }
      var isStuck = true
      for entry in found where entry.isEnded || kill(entry.id, SIGKILL) == 0 {
        reap(entry.id)
        isStuck = false
      }
      if isStuck { return }
    }
  }

  /// Those that are there now, without the child itself; the ended ones that nobody has heard of included.
  mutating func entries() -> [ProcessEntry] {
    let all = ProcessTable.entries().filter { $0.id != root && $0.started >= rootStarted }
    let own = getpid()
    var members: Set<pid_t> = [root]
    for entry in all where isMember(entry, own) { members.insert(entry.id) }
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for entry in all where !members.contains(entry.id) && members.contains(entry.parent) {
        members.insert(entry.id)
        hasGrown = true
      }
    }
    let found = all.filter { members.contains($0.id) && $0.id != own }
    known.formUnion(found.map(\.key))
    return found
  }

  private func isMember(_ entry: ProcessEntry, _ own: pid_t) -> Bool {
    if entry.group == root || known.contains(entry.key) { return true }
    // Its parents are gone, so that it came to us, or to the first process.
    return !entry.isEnded && (entry.parent == own || entry.parent == 1)
      && ProcessTable.isMarked(entry.id, by: mark)
  }

  /// Stops them all, and hears of the end of those that are ours, until there are none.
  mutating func stop() {
    let own = getpid()
    for _ in 0..<Limits.stopRoundsMax {
      kill(-root, SIGKILL)
      let found = entries()
      if found.isEmpty { return }
      var isStuck = true
      for entry in found where !entry.isEnded {
        if kill(entry.id, SIGKILL) == 0 || errno == ESRCH { isStuck = false }
      }
      for entry in found where entry.parent == own {
        // One that may not be stopped (it changed its user) is not waited for.
        if entry.isEnded || kill(entry.id, 0) == 0 || errno == ESRCH {
          Self.reap(entry.id)
          isStuck = false
        }
      }
      if isStuck { return }
    }
  }

  /// Hears of those that have ended by themselves.
  mutating func reapEnded() {
    let own = getpid()
    for entry in entries() where entry.isEnded && entry.parent == own { Self.reap(entry.id) }
  }

  private static func reap(_ id: pid_t) {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
  }
}

extension ProcessEntry {
  /// What tells it from all other processes.
  struct Key: Hashable, Sendable {
    let id: pid_t
    let started: UInt64
  }

  var key: Key { Key(id: id, started: started) }
}
