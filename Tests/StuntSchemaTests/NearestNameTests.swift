import StuntSchema
import StuntTestSupport
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("films", "films", 0),
    ("films", "filsm", 1), ("get", "gett", 1), ("abc", "xyz", 3), ("Model", "model", 0), ("ab", "ba", 1),
  ])
  func `edits are counted, a swap as one`(left: String, right: String, distance: Int) {
    #expect(NearestName.distance(Array(left.utf8), Array(right.utf8)) == distance)
    #expect(NearestName.distance(Array(right.utf8), Array(left.utf8)) == distance)
  }

  @Test func `the distance is the same both ways, and none only between equals`() {
    let letters: [Character] = ["a", "b", "c"]
    forAll { source in
      (0..<2).map { _ in Array(String(source.list(upTo: 6) { $0.pick(letters) }).utf8) }
    } holds: { words in
      let distance = NearestName.distance(words[0], words[1])
      return distance == NearestName.distance(words[1], words[0]) && (distance == 0) == (words[0] == words[1])
        && distance <= max(words[0].count, words[1].count)
    }
  }

  @Test(arguments: [
    ("sumary", "summary"), ("porgress", "progress"), ("xyz", nil), ("s", nil), ("note", "note"),
    ("notess", "notes"),
  ])
  func `the nearest name is one that was likely meant`(name: String, expected: String?) {
    #expect(NearestName.among(["summary", "progress", "note", "notes"], to: name) == expected)
  }
}
