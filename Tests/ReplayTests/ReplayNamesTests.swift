import StuntRecording
import Testing

@testable import StuntDouble

/// Jobs that are made again have fresh ids, and everything that speaks of them does so by those.
@Suite struct ReplayNamesTests {
  static let cat = "video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5"
  static let dog = "video_0000512d07848190b3e45da0ecbebcde004da08e1e0678d5"

  static func video(_ id: String, of other: String? = nil) -> String {
    let source = other.map { "\"\($0)\"" } ?? "null"
    return #"{"id": "\#(id)", "status": "completed", "remixed_from_video_id": \#(source), "#
      + #""film": "https://cdn.example.com/films/film_\#(other ?? id).mp4"}"#
  }

  static let recording = Recording(interactions: [
    Session.entry(0, "POST", "/v1/videos", sends: #"{"prompt": "A cat"}"#, video(cat)),
    Session.entry(1, "GET", "/v1/videos/\(cat)", video(cat)),
    Session.entry(2, "POST", "/v1/videos/\(cat)/remix", sends: #"{"prompt": "A dog"}"#, video(dog, of: cat)),
    Session.entry(3, "GET", "/v1/videos/\(dog)", video(dog, of: cat)),
    Session.entry(4, "GET", "/v1/videos", #"{"data": [\#(video(dog, of: cat)), \#(video(cat))]}"#),
  ])

  /// The ids of a cat and of a dog that is made of it.
  static func make(_ session: Session) throws -> (cat: String, dog: String) {
    let cat = try #require(try session.send("POST", "/openai/v1/videos", #"{"prompt": "A cat"}"#)["id"])
    return (cat, try remix(cat, session))
  }

  static func remix(_ cat: String, _ session: Session) throws -> String {
    let answer = try session.send("POST", "/openai/v1/videos/\(cat)/remix", #"{"prompt": "A dog"}"#)
    #expect(answer["remixed_from_video_id"] == cat)
    return try #require(answer["id"])
  }

  @Test(arguments: [ReplayOptions.Identifiers.recorded, .fresh])
  func `a job that was made of another one names that of its own client`(
    _ identifiers: ReplayOptions.Identifiers
  ) throws {
    var options = ReplayOptions()
    options.identifiers = identifiers
    let session = try Session(Self.recording, options: options)
    let first = try Self.make(session)
    #expect((first.cat == Self.cat) == (identifiers == .recorded))
    let second = try Self.make(session)
    #expect(Set([first.cat, first.dog, second.cat, second.dog]).count == 4)
    // Also where another client has come in between.
    for made in [first, second, first] {
      let polled = try session.send("GET", "/openai/v1/videos/\(made.dog)")
      #expect(polled["id"] == made.dog)
      #expect(polled["remixed_from_video_id"] == made.cat)
      #expect(polled["film"]?.hasSuffix("/film_\(made.cat).mp4") == true, "\(polled.text)")
    }
    let third = try Self.remix(first.cat, session)
    #expect(try session.send("GET", "/openai/v1/videos/\(third)")["remixed_from_video_id"] == first.cat)
  }

  @Test(arguments: [(3, false), (4, true), (200, true), (201, false)])
  func `other jobs are looked for by ids of a usual length`(_ length: Int, _ isFound: Bool) throws {
    let id = String(repeating: "a", count: length)
    var names = ReplayNames()
    names.add(id, as: "fresh")
    let text = Array("a job: \"\(id)\"".utf8)
    let found = names.replacements(for: nil, in: [text]).applied(to: text)
    #expect((found == Array("a job: \"fresh\"".utf8)) == isFound)
    #expect(isFound || found == text)
  }

  @Test func `a list names the jobs that were made last`() throws {
    let session = try Session(Self.recording)
    #expect(try session.send("GET", "/openai/v1/videos").text.contains(Self.dog), "before any was made")
    _ = try Self.make(session)
    let (cat, dog) = try Self.make(session)
    let text = try session.send("GET", "/openai/v1/videos").text
    #expect(text.contains(#""id": "\#(dog)""#) && text.contains(#""id": "\#(cat)""#), "\(text)")
    #expect(!text.contains(Self.cat) && !text.contains(Self.dog), "\(text)")
  }
}
