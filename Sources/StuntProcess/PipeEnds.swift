#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import CStuntSystem
  import Glibc
#elseif canImport(Musl)
  import CStuntSystem
  import Musl
#endif

/// The two ends of a pipe, which no program that is started inherits.
struct PipeEnds {
  let reading: Int32
  let writing: Int32

  init() throws(ProcessError) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      let result = pipe(&ends)
    #else
      let result = pipe2(&ends, O_CLOEXEC)
    #endif
    guard result == 0 else { throw .system(call: "pipe", code: errno) }
    reading = ends[0]
    writing = ends[1]
    #if canImport(Darwin)
      _ = fcntl(reading, F_SETFD, FD_CLOEXEC)
      _ = fcntl(writing, F_SETFD, FD_CLOEXEC)
    #endif
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }
}
