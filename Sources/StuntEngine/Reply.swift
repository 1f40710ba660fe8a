import StuntContract
import StuntHTTP

/// What the double answers, as a value: the rim writes it and performs its effects.
package struct Reply: Sendable {
  /// The status code.
  package var status: Int
  /// The field lines, each with its line end, without Content-Length, Date and Connection, which the rim adds.
  package var fieldLines: [UInt8]
  package var body: Body
  /// Calendar time of the answer, for the Date field.
  package var unixSeconds: Int64
  /// The time that the answer is held back, in the double's own time.
  package var delay: Instant.Span
  package var transport: Transport
  /// The job that it is about.
  package var slot: Int?
  package var phase: Phase?
  /// Whether a scenario put it in the place of the provider's own answer.
  package var isScripted: Bool

  /// A reply about a job.
  ///
  /// Made at once, and with no value that is put in the place of another: it would be copied when it is returned.
  init(status: Int, fieldLines: [UInt8], body: Body, slot: Int?, phase: Phase?) {
    self.status = status
    self.fieldLines = fieldLines
    self.body = body
    unixSeconds = 0
    delay = .zero
    transport = .whole
    self.slot = slot
    self.phase = phase
    isScripted = false
  }

  /// A reply with a status and nothing else.
  package init(status: Int) {
    self.init(status: status, fieldLines: [], body: .none, slot: nil, phase: nil)
  }

  /// The content; what few answers have is held apart, so that replies are small.
  package enum Body: Sendable {
    /// No content, and no Content-Length.
    case none
    case bytes([UInt8])
    /// A file of a job's result; the rim makes its bytes, and answers ranges and conditions.
    indirect case file(ResultFile)
    /// A file that a client sent; the rim answers ranges and conditions.
    indirect case stored(StoredFile)
    /// Nothing yet: the rim asks again with `resume` when the time has come.
    indirect case later(Continuation)
  }

  /// How the answer reaches the client.
  package enum Transport: Hashable, Sendable {
    case whole
    /// The connection is reset before a byte is sent.
    case reset
    /// The connection is closed before a byte is sent, though all was done.
    case lostReply
    /// The connection is closed after so many bytes of the message.
    case cut(afterBytes: Int)
    /// So many bytes at a time, with a pause between.
    case trickle(bytes: Int, pause: Instant.Span)
  }

  /// What the rim keeps of an answer that goes on.
  package struct Continuation: Hashable, Sendable {
    /// Why it goes on.
    package enum Kind: Hashable, Sendable {
      /// Server-sent events, until the job has ended.
      case events
      /// One answer, when the job has ended.
      case end
    }

    package let kind: Kind
    package let slot: Int
    /// The operation that was called.
    package let operation: Int
    /// The number of its entry in the journal.
    package let entry: Int
    /// What was last shown: an event is sent only when something changed.
    package var shown: UInt64
    /// How many log lines were sent: each goes out once.
    package var logsShown = 0
    /// When the last event or comment was sent.
    package var sent: Instant
    /// When to ask again at the latest, in the double's time; the rim may ask earlier.
    package var due: Instant
  }

  /// What a continuation yields.
  package struct Progress: Sendable {
    /// Bytes to send now, for events.
    package var bytes: [UInt8] = []
    /// The whole answer, for `end`.
    package var reply: Reply?
    /// The continuation to ask with next time; nil when it is over.
    package var next: Continuation?
  }
}

/// A file that belongs to a job's result.
package struct ResultFile: Hashable, Sendable {
  /// Which of the result's files.
  package enum Kind: UInt8, Hashable, Sendable {
    case video, thumbnail, spritesheet
    /// One of the pictures that a request for pictures gets.
    case picture

    /// The files of a video.
    package static let ofVideos: [Kind] = [.video, .thumbnail, .spritesheet]

    /// The word in our own documents.
    package var name: String {
      switch self {
      case .video: "video"
      case .thumbnail: "thumbnail"
      case .spritesheet: "spritesheet"
      case .picture: "picture"
      }
    }
  }

  package let kind: Kind
  /// The picture's size in pixels.
  package let width: Int
  package let height: Int
  package let milliseconds: Int
  package let framesPerSecond: Int
  /// The picture that is shown: a small number for a video, any for a still.
  package let picture: Int
  /// The file name ending, which decides the format: `mp4`, `webp`, `jpg`, `png`.
  package let ending: String
  /// Which of a request's pictures it is, from 1.
  package var number = 1
  /// How many pictures the request got.
  package var count = 1
  /// 1 to 100, for formats that lose something.
  package var quality = 100
}
