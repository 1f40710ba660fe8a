#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One process of the machine, as it stood at a moment.
struct ProcessEntry: Hashable, Sendable {
  let id: pid_t
  let parent: pid_t
  let group: pid_t
  /// Whether it has ended, and waits for its parent to hear of it.
  let isEnded: Bool
  /// When it was started, in a unit of the system's; tells two processes of one id apart.
  let started: UInt64
}

/// The processes of the machine.
enum ProcessTable {
  #if canImport(Darwin)
    /// All processes, in no order.
    static func entries() -> [ProcessEntry] {
      var name: [Int32] = [CTL_KERN, KERN_PROC, KERN_PROC_ALL]
      var size = 0
      guard sysctl(&name, UInt32(name.count), nil, &size, nil, 0) == 0 else { return [] }
      // Room for those that start meanwhile.
      var list = [kinfo_proc](repeating: kinfo_proc(), count: size / MemoryLayout<kinfo_proc>.stride + 64)
      size = list.count * MemoryLayout<kinfo_proc>.stride
      guard sysctl(&name, UInt32(name.count), &list, &size, nil, 0) == 0 else { return [] }
      return list.prefix(size / MemoryLayout<kinfo_proc>.stride).map { entry in
        let started = entry.kp_proc.p_un.__p_starttime
        return ProcessEntry(
          id: entry.kp_proc.p_pid, parent: entry.kp_eproc.e_ppid, group: entry.kp_eproc.e_pgid,
          isEnded: Int32(entry.kp_proc.p_stat) == SZOMB,
          started: UInt64(started.tv_sec) * 1_000_000 + UInt64(started.tv_usec))
      }
    }

    /// Whether a process was started with this text in its environment; nobody may ask that here.
    static func isMarked(_ id: pid_t, by mark: [UInt8]) -> Bool { false }
  #else
    /// All processes, in no order.
    static func entries() -> [ProcessEntry] {
      numbers(in: "/proc").compactMap { $0 > 0 ? entry($0) : nil }
    }

    /// The names in a folder that are numbers.
    static func numbers(in path: String) -> [Int32] {
      guard let folder = opendir(path) else { return [] }
      defer { closedir(folder) }
      var numbers: [Int32] = []
      while let item = readdir(folder) {
        let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if let number = Int32(name) { numbers.append(number) }
      }
      return numbers
    }

    /// One process; nil when there is none of that id. proc(5), `/proc/pid/stat`.
    static func entry(_ id: pid_t) -> ProcessEntry? {
      let bytes = contents(of: "/proc/\(id)/stat", bytesMax: 1_024)
      // The name stands in parentheses, and may have any character in it.
      guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
      let words = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
      guard words.count > 19, let state = words[0].first, let parent = number(words[1]),
        let group = number(words[2]), let started = number(words[19])
      else { return nil }
      return ProcessEntry(
        id: id, parent: pid_t(truncatingIfNeeded: parent), group: pid_t(truncatingIfNeeded: group),
        isEnded: state == UInt8(ascii: "Z") || state == UInt8(ascii: "X"), started: started)
    }

    /// Whether a process was started with this text in its environment.
    static func isMarked(_ id: pid_t, by mark: [UInt8]) -> Bool {
      let bytes = contents(of: "/proc/\(id)/environ", bytesMax: 1_048_576)
      return bytes.split(separator: 0).contains { $0.elementsEqual(mark) }
    }

    private static func number(_ word: ArraySlice<UInt8>) -> UInt64? {
      UInt64(String(decoding: word, as: UTF8.self))
    }

    static func contents(of path: String, bytesMax: Int) -> [UInt8] {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return [] }
      defer { close(descriptor) }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 4_096)
      while bytes.count < bytesMax {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        bytes += chunk[..<count]
      }
      return bytes
    }
  #endif
}
