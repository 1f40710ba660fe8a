import StuntCrypto
import Testing

struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
      "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5"
    ),
  ])
  func `hashes the vectors of RFC 6234 and FIPS 180-4`(message: String, hash: String) {
    #expect(SHA256.hexadecimal(message.utf8) == hash)
  }

  @Test func `hashes a message of any length alike in one piece and in two`() {
    let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for length in [55, 56, 63, 64, 65, 119, 120, 128, 300] {
      let whole = SHA256.hash(message[..<length])
      for cut in [0, 1, 31, length / 2, length - 1, length] {
        var hash = SHA256()
        hash.update(Array(message[..<cut]))
        hash.update(Array(message[cut..<length]))
        #expect(hash.finish() == whole, "length \(length), cut at \(cut)")
      }
    }
  }
}
