/// The jobs of one tenant by slot, in chunks, so that the millionth costs no more than the first: nothing is ever moved.
struct JobStore: Sendable {
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

  /// Where a slot is: tenants begin with small chunks, and the many jobs of a large one lie in chunks for large pages.
  struct Place {
    /// Jobs of a small chunk, as a power of two.
    private static let smallBits = 10
    /// Jobs of all small chunks.
    private static let allSmallBits = 14
    /// Jobs of a large chunk.
    private static let largeBits = 17

    let chunk: Int
    let index: Int
    /// The number of jobs that the chunk has room for.
    let capacity: Int

    @inline(__always)
    init(of slot: Int) {
      let rest = slot - (1 << Self.allSmallBits)
      if rest < 0 {
        chunk = slot >> Self.smallBits
        index = slot & ((1 << Self.smallBits) - 1)
        capacity = 1 << Self.smallBits
      } else {
        chunk = (1 << (Self.allSmallBits - Self.smallBits)) + (rest >> Self.largeBits)
        index = rest & ((1 << Self.largeBits) - 1)
        capacity = 1 << Self.largeBits
      }
    }
  }

  /// The job in a slot.
  subscript(slot: Int) -> Job {
    @inline(__always) _read {
      let place = Place(of: slot)
      yield chunks[place.chunk][place.index].job
    }
    @inline(__always) _modify {
      let place = Place(of: slot)
      yield &chunks[place.chunk][place.index].job
    }
  }

  /// Where a job stands. Asked here, since the subscript copies the whole job.
  func course(of slot: Int) -> Job.Course {
    withRecord(slot) { $0.pointee.job.course }
  }

  /// Lends what is in a slot, by its address: the subscript of a buffer copies.
  @inline(__always)
  private func withRecord<Result>(_ slot: Int, _ body: (UnsafePointer<Record>) -> Result) -> Result {
    precondition(slot >= 0 && slot < count, "no job has this slot")
    let place = Place(of: slot)
    return chunks[place.chunk].withUnsafeBufferPointer { records in
      body(records.baseAddress! + place.index)  // Not nil: the chunk has the job.
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
    let place = Place(of: count)
    if place.index == 0 { chunks.append(LargePages.array(of: Record.self, capacity: place.capacity)) }
    var job = job
    job.body = bodies.place(of: body, in: &bytes)
    job.kept = bytes.append(kept)
    chunks[place.chunk].append(Record(job: job))
    count += 1
    return count - 1
  }

  /// The answer that is kept with a job, if it was made for this key.
  func answer(of slot: Int, for key: UInt64) -> [UInt8]? {
    withRecord(slot) { $0.pointee.answerKey == key ? $0.pointee.answer : nil }
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
    let place = Place(of: slot)
    let isNew = chunks[place.chunk][place.index].answer.isEmpty
    chunks[place.chunk][place.index].answer = answer
    chunks[place.chunk][place.index].answerKey = key
    return isNew
  }
}
