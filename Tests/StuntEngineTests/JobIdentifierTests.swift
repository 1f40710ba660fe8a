import StuntEngine
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct JobIdentifierTests {
  static let forms: [JobIdentifier] = [
    JobIdentifier(prefix: Array("film_".utf8), alphabet: .hex, length: 24),
    JobIdentifier(prefix: [], alphabet: .hex, length: 8),
    JobIdentifier(prefix: [], alphabet: .hex, length: 64),
    JobIdentifier(prefix: Array("v-".utf8), alphabet: .base32, length: 8),
    JobIdentifier(prefix: [], alphabet: .base32, length: 26),
    JobIdentifier(prefix: [], alphabet: .uuid, length: 0),
  ]

  @Test(arguments: forms)
  func `a slot comes back from its id`(form: JobIdentifier) {
    forAll(count: 300) { source in
      (slot: source.below(4_000_000), seed: UInt64(source.below(1 << 40)))
    } holds: { slot, seed in
      let entropy = Entropy(seed: seed)
      let id = form.text(slot: slot, entropy: entropy)
      return id.count == form.prefix.count + form.length && id.starts(with: form.prefix)
        && form.slot(of: id, entropy: entropy) == slot
    }
  }

  @Test(arguments: forms)
  func `ids of a tenant differ, and are nothing to another tenant`(form: JobIdentifier) {
    let own = Entropy(seed: 1)
    let other = Entropy(seed: 2)
    let ids = (0..<2_000).map { form.text(slot: $0, entropy: own) }
    #expect(Set(ids).count == ids.count)
    // Eight digits carry the slot and nothing else: there, another tenant's id is some slot that is not in use.
    guard form.length > 8 else { return }
    #expect(ids.allSatisfy { form.slot(of: $0, entropy: other) == nil })
  }

  @Test func `an id that differs in anything is nothing`() {
    let form = Self.forms[0]
    let entropy = Entropy(seed: 3)
    let id = form.text(slot: 17, entropy: entropy)
    for index in id.indices {
      var changed = id
      changed[index] = changed[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
      #expect(form.slot(of: changed, entropy: entropy) == nil)
    }
    #expect(form.slot(of: id + [UInt8(ascii: "0")], entropy: entropy) == nil)
    #expect(form.slot(of: id.dropLast(), entropy: entropy) == nil)
    #expect(
      form.slot(of: String(decoding: id, as: UTF8.self).uppercased().utf8.map { $0 }, entropy: entropy) == nil
    )
    #expect(form.slot(of: [], entropy: entropy) == nil)
  }

  @Test func `the alphabets are kept to`() {
    let entropy = Entropy(seed: 4)
    let hex = Self.forms[2].text(slot: 5, entropy: entropy)
    #expect(hex.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    let base32 = Self.forms[4].text(slot: 5, entropy: entropy)
    #expect(base32.allSatisfy { "0123456789abcdefghijklmnopqrstuv".utf8.contains($0) })
    #expect(base32.contains { $0 > UInt8(ascii: "f") })
  }

  @Test func `a UUID is of version 4`() {
    for slot in 0..<500 {
      let text = String(decoding: Self.forms[5].text(slot: slot, entropy: Entropy(seed: 5)), as: UTF8.self)
      let groups = text.split(separator: "-")
      #expect(groups.map(\.count) == [8, 4, 4, 4, 12])
      #expect(groups[2].first == "4")
      #expect("89ab".contains(groups[3].first ?? "0"))
    }
  }

  @Test func `an id is appended as it is made`() {
    for form in Self.forms {
      var out = Array("id=".utf8)
      out.append { form.append(slot: 9, entropy: Entropy(seed: 6), to: &$0) }
      #expect(out == Array("id=".utf8) + form.text(slot: 9, entropy: Entropy(seed: 6)))
    }
  }

  @Test func `an id means the same for ever`() {
    let ids = Self.forms.map { String(decoding: $0.text(slot: 1, entropy: Entropy(seed: 1)), as: UTF8.self) }
    #expect(
      ids == [
        "film_0128158369be8f5e48e6df3e", "01281583",
        "0128158369be8f5e48e6df3ed255710404c0f38361a6b4f426c720bbb33c52d4", "v-00ig5c3d",
        "00ig5c3d6v8uni8srfjq9an210", "01281583-69be-4f5e-88e6-df3ed2557104",
      ])
  }
}
