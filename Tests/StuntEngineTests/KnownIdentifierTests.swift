import StuntJSON
import Testing

@testable import StuntEngine

@Suite struct KnownIdentifierTests {
  /// Forms whose ids fit the memory for them, just fit it, and do not.
  @Test(arguments: [8, 48, 58, 59, 64])
  func `an id is the same however often it is asked for, and that of the slot`(length: Int) {
    let form = JobIdentifier(prefix: Array("video_".utf8), alphabet: .hex, length: length)
    let entropy = Entropy(seed: 7)
    var known = KnownIdentifier()
    for slot in [0, 3, 3, 0, 1_000_000] {
      let id = form.text(slot: slot, entropy: entropy)
      let bytes = ByteSink.bytes { out in
        out.append("1")
        known.append(slot, form, entropy, to: &out)
        out.append("2")
        known.append(slot, form, entropy, to: &out)
      }
      #expect(bytes == Array("1".utf8) + id + Array("2".utf8) + id)
    }
  }
}
