/// The jobs of one tenant by slot, in chunks, so that the millionth costs no more than the first: nothing is ever moved.
struct JobStore: Sendable {
  private static let chunkBits = 10
  private(set) var chunks: [[Record]] = []
  /// The number of jobs ever made.
  private(set) var count = 0
  /// Slots whose answers are kept, oldest first, and where the ring stands.
  private var kept: [Int32] = []
  private var keptNext = 0
  /// What the jobs' clients sent.
  private var bytes = ByteStore()
  private var bodies = RequestBodies()

  /// A job, and beside it the answer that is kept, which is counted: a copy of the job counts nothing.
  struct Record {
    var job: Job
    /// What `answer` was made for: the operation, the state shown, the way to the double.
    var answerKey: UInt64 = 0
    /// The last answer's checked bytes.
    var answer: [UInt8] = []
  }

  /// The job in a slot.
  subscript(slot: Int) -> Job {
    @inline(__always) _read { yield chunks[slot >> Self.chunkBits][slot & (1 << Self.chunkBits - 1)].job }
    @inline(__always) _modify { yield &chunks[slot >> Self.chunkBits][slot & (1 << Self.chunkBits - 1)].job }
  }

  /// Where a job stands. Asked here, since the subscript copies the whole job.
  func course(of slot: Int) -> Job.Course { withRecord(slot) { $0.pointee.job.course } }

  /// Lends what is in a slot, by its address: the subscript of a buffer copies.
  @inline(__always)
  private func withRecord<Result>(_ slot: Int, _ body: (UnsafePointer<Record>) -> Result) -> Result {
    precondition(slot >= 0 && slot < count, "no job has this slot")
    return chunks[slot >> Self.chunkBits].withUnsafeBufferPointer { records in
      body(records.baseAddress! + slot & (1 << Self.chunkBits - 1))  // Not nil: the chunk has the job.
    }
  }

  /// The submit body of a job, as JSON; empty where there was none, or too large a one.
  func body(of slot: Int) -> ArraySlice<UInt8> { bytes[self[slot].body] }

  /// What the submit operation keeps of the call besides the body, as a JSON object; empty for nothing.
  func keptBytes(of slot: Int) -> [UInt8] { self[slot].kept.isEmpty ? [] : Array(bytes[self[slot].kept]) }

  /// Adds a job and tells its slot.
  ///
  /// - Parameters:
  ///   - body: The submit body, as JSON; shared with a job before it whose body is equal.
  ///   - kept: What is kept of the call besides the body, as a JSON object; empty for nothing.
  mutating func append(_ job: Job, body: [UInt8], kept: [UInt8]) -> Int {
    if count & (1 << Self.chunkBits - 1) == 0 {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(1 << Self.chunkBits)
    }
    var job = job
    job.body = bodies.place(of: body, in: &bytes)
    job.kept = bytes.append(kept)
    chunks[chunks.count - 1].append(Record(job: job))
    count += 1
    return count - 1
  }

  /// The answer that is kept with a job, if it was made for this key.
  func answer(of slot: Int, for key: UInt64) -> [UInt8]? {
    withRecord(slot) { $0.pointee.answerKey == key ? $0.pointee.answer : nil }
  }

  /// Asks for the memory of the answer that is kept with a job: it is there when the answer is written.
  func fetchAnswer(of slot: Int) {
    Prefetch.bytes(at: withRecord(slot) { Prefetch.address(of: $0.pointee.answer) })
  }

  /// Keeps an answer with its job, and lets go of the one kept longest when there are too many.
  mutating func keep(_ answer: [UInt8], key: UInt64, for slot: Int) {
    guard put(answer, key: key, at: slot) else { return }
    if kept.count < Limits.answersKeptMax {
      kept.append(Int32(truncatingIfNeeded: slot))
      return
    }
    _ = put([], key: 0, at: Int(kept[keptNext]))
    kept[keptNext] = Int32(truncatingIfNeeded: slot)
    keptNext = (keptNext + 1) % kept.count
  }

  /// Puts an answer in the place of a job's last one; tells whether there was none.
  private mutating func put(_ answer: [UInt8], key: UInt64, at slot: Int) -> Bool {
    let chunk = slot >> Self.chunkBits
    let index = slot & (1 << Self.chunkBits - 1)
    let isNew = chunks[chunk][index].answer.isEmpty
    chunks[chunk][index].answer = answer
    chunks[chunk][index].answerKey = key
    return isNew
  }
}
