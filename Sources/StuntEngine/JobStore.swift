/// The jobs of one tenant by slot, in chunks, so that the millionth costs no more than the first: nothing is ever moved.
struct JobStore: Sendable {
  private static let chunkBits = 10
  private var chunks: [[Job]] = []
  /// The number of jobs ever made.
  private(set) var count = 0
  /// Slots whose answers are kept, oldest first, and where the ring stands.
  private var kept: [Int32] = []
  private var keptNext = 0
  private var bodies = RequestBodies()

  /// The job in a slot.
  subscript(slot: Int) -> Job {
    @inline(__always) _read { yield chunks[slot >> Self.chunkBits][slot & (1 << Self.chunkBits - 1)] }
    @inline(__always) _modify { yield &chunks[slot >> Self.chunkBits][slot & (1 << Self.chunkBits - 1)] }
  }

  /// Where a job stands. Asked here, since a copy of the job would count references, and fetch from memory what they
  /// count.
  func course(of slot: Int) -> Job.Course {
    precondition(slot >= 0 && slot < count, "no job has this slot")
    return chunks[slot >> Self.chunkBits].withUnsafeBufferPointer { jobs in
      // By address, since the buffer's own subscript copies.
      let first = jobs.baseAddress!  // Not nil: the chunk has the job.
      return (first + (slot & (1 << Self.chunkBits - 1))).pointee.course
    }
  }

  /// Adds a job and tells its slot. Its body's bytes become those of a job before it whose body is equal.
  mutating func append(_ job: consuming Job) -> Int {
    job.request = bodies.shared(job.request)
    if count & (1 << Self.chunkBits - 1) == 0 {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(1 << Self.chunkBits)
    }
    chunks[chunks.count - 1].append(job)
    count += 1
    return count - 1
  }

  /// Keeps an answer with its job, and lets go of the one kept longest when there are too many.
  mutating func keep(_ answer: [UInt8], key: UInt64, for slot: Int) {
    let isNew = self[slot].answer.isEmpty
    self[slot].answer = answer
    self[slot].answerKey = key
    guard isNew else { return }
    if kept.count < Limits.answersKeptMax {
      kept.append(Int32(truncatingIfNeeded: slot))
      return
    }
    self[Int(kept[keptNext])].answer = []
    self[Int(kept[keptNext])].answerKey = 0
    kept[keptNext] = Int32(truncatingIfNeeded: slot)
    keptNext = (keptNext + 1) % kept.count
  }
}
