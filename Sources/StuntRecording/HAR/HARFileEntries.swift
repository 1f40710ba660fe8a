import StuntHTTP
import StuntJSON

/// The entries of a file, as bytes.
struct HARFileEntries: Sendable {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var places: [Range<Int>] = []
  /// Bodies that are written once: by hash, who has one.
  private var bodies: [String: HARReading.Place] = [:]

  init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Reads each entry once, and gives what it is found by, and where the list ends; nil if anything is wrong with one.
  mutating func read(from start: Int) -> (outlines: [InteractionOutline], end: Int)? {
    var outlines: [InteractionOutline] = []
    var builder = HTTPRequestBuilder()
    var reading = HARReading(keepsAnswers: false)
    var limits = limits
    // The list, the log and the file are around each entry.
    limits.depth -= 3
    let end = bytes.withUnsafeBufferPointer { bytes in
      JSONListReader.read(listAt: start, of: bytes, limits: limits) { tape in
        let entry = HARValue(bytes, tape)
        guard let interaction = try? HAREntries.interaction(entry, index: places.count, &reading) else {
          return false
        }
        let repeated = reading.isRepeated ? outlines.last?.asked : nil
        let asked = repeated ?? InteractionOutline.Asked(interaction.request, &builder)
        outlines.append(InteractionOutline(interaction, asked: asked))
        places.append(Int(entry.record.offset)..<Int(entry.record.offset + entry.record.length))
        return true
      }
    }
    bodies = reading.known
    guard let end, reading.wanted.allSatisfy({ bodies[$0.hash] != nil }) else { return nil }
    for (place, _, _) in reading.wanted where place.isRequest {
      let interaction = interaction(place.index)
      let asked = InteractionOutline.Asked(interaction.request, &builder)
      outlines[place.index] = InteractionOutline(interaction, asked: asked)
    }
    return (outlines, end)
  }

  /// Reads an entry.
  func interaction(_ number: Int) -> Interaction {
    var reading = HARReading()
    return entry(number, &reading)
  }

  /// Reads the answer of an entry, which is all that is needed to give it again.
  func answer(_ number: Int) -> RecordedResponse {
    var reading = HARReading(keepsRequests: false)
    return entry(number, &reading).response
  }

  /// An entry, with the bodies that are written in others.
  private func entry(_ number: Int, _ reading: inout HARReading) -> Interaction {
    var interaction = ownEntry(number, &reading)
    for (place, _, hash) in reading.wanted {
      guard let known = bodies[hash] else { preconditionFailure("all bodies were found when it was opened") }
      var reading = HARReading()
      let content = ownEntry(known.index, &reading).content(ofRequest: known.isRequest)
      interaction.setContent(content, ofRequest: place.isRequest)
    }
    return interaction
  }

  private func ownEntry(_ number: Int, _ reading: inout HARReading) -> Interaction {
    var interaction: Interaction?
    try? bytes[places[number]].withUnsafeBufferPointer { (bytes) throws(JSONError) in
      try JSONDocument.withUnsafeTape(parsing: bytes, limits: limits) { bytes, tape in
        interaction = try? HAREntries.interaction(HARValue(bytes, tape), index: number, &reading)
      }
    }
    guard let interaction else { preconditionFailure("each entry was read when the file was opened") }
    return interaction
  }
}
