import StuntContract
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct FrameSizeTests {
  static let sets: [String: [FrameSize]] = [
    "usual": [
      FrameSize(width: 1280, height: 720, tier: "720p"), FrameSize(width: 720, height: 1280, tier: "720p"),
      FrameSize(width: 1920, height: 1080, tier: "1080p"),
      FrameSize(width: 1080, height: 1920, tier: "1080p"),
      FrameSize(width: 1024, height: 1024, tier: "1K"),
    ],
    "wide": [FrameSize(width: 400, height: 100, tier: ""), FrameSize(width: 800, height: 100, tier: "")],
    "near": [
      FrameSize(width: 1280, height: 720, tier: "a"), FrameSize(width: 1365, height: 768, tier: "b"),
      FrameSize(width: 2048, height: 1152, tier: "2K"),
    ],
    "equal": [FrameSize(width: 200, height: 100, tier: ""), FrameSize(width: 100, height: 200, tier: "")],
    "none": [],
  ]

  /// The set, the wish for size, ratio and tier, and what is chosen.
  static let rows: [(String, String?, String?, String?, String)] = [
    // Nothing asked, or nothing that can be read: the standard.
    ("usual", nil, nil, nil, "1280x720"), ("usual", "auto", "auto", "auto", "1280x720"),
    ("usual", "large", nil, nil, "1280x720"), ("usual", "", "", "", "1280x720"),
    // A size that is there, and one that is not: nearest in shape, then in scale.
    ("usual", "1920x1080", nil, nil, "1920x1080"), ("usual", "1920x1080", "9:16", "720p", "1920x1080"),
    ("usual", "640x360", nil, nil, "1280x720"), ("usual", "4000x2250", nil, nil, "1920x1080"),
    ("usual", "500x500", nil, nil, "1024x1024"), ("usual", "90x160", nil, nil, "720x1280"),
    // A ratio, in the place of a size or beside it.
    ("usual", "9:16", nil, nil, "720x1280"), ("usual", nil, "9:16", nil, "720x1280"),
    ("usual", nil, "1:1", nil, "1024x1024"), ("usual", nil, "5:4", nil, "1024x1024"),
    ("usual", nil, "3:2", nil, "1280x720"), ("usual", nil, "21:9", nil, "1280x720"),
    // A tier, with the standard's shape or the ratio's.
    ("usual", nil, nil, "1080p", "1920x1080"), ("usual", nil, "9:16", "1080p", "1080x1920"),
    ("usual", "auto", "9:16", "auto", "720x1280"), ("usual", nil, "1:1", "1080p", "1024x1024"),
    ("usual", nil, nil, "2K", "1920x1080"), ("usual", nil, nil, "0.5", "1280x720"),
    ("usual", nil, nil, "huge", "1280x720"),
    // Twice as wide and half as wide are equally far: 7:1 is nearer to 8:1 than to 4:1, and 5.6:1 just is not.
    ("wide", nil, "7:1", nil, "800x100"), ("wide", nil, "6:1", nil, "800x100"),
    ("wide", nil, "5:1", nil, "400x100"),
    ("wide", "1:9", nil, nil, "400x100"),
    // Within half a percent is the same shape; the tier then decides, or the scale.
    ("near", nil, "16:9", "b", "1365x768"), ("near", nil, "16:9", "2K", "2048x1152"),
    ("near", "1400x788", nil, nil, "1365x768"),
    // A tie goes to the standard's tier, then to the first that is listed: 4:3 is as far from 16:9 as from 1:1.
    ("usual", nil, "4:3", nil, "1280x720"),
    ("equal", nil, "1:1", nil, "200x100"), ("equal", "100x100", nil, nil, "200x100"),
    // Without a list, what is asked for is made.
    ("none", "320x240", nil, nil, "320x240"), ("none", nil, "9:16", nil, "1280x720"),
  ]

  private static func ratio(_ text: String?) -> Double? {
    text.flatMap { text in Array(text.utf8).withUnsafeBufferPointer { FrameSizeChoice.ratio($0) } }
  }

  @Test(arguments: rows.indices)
  func `the size that comes nearest is chosen`(index: Int) throws {
    let (set, size, ratio, tier, expected) = Self.rows[index]
    let sizes = try #require(Self.sets[set])
    let rules = FrameSizes(sizes)
    let wish = FrameSizeChoice.Wish(
      pixels: FramePixels(text: size), ratio: Self.ratio(size) ?? Self.ratio(ratio),
      tier: tier.flatMap { FrameSizeChoice.Tier($0, of: rules) })
    let standard = FramePixels(width: sizes.first?.width ?? 1280, height: sizes.first?.height ?? 720)
    let chosen = FrameSizeChoice.choose(wish, from: rules, sizes.indices, otherwise: standard)
    #expect("\(chosen.width)x\(chosen.height)" == expected, "\(Self.rows[index])")
  }

  @Test func `each row of a table has its own sizes, or none`() {
    let large = FrameSize(width: 1920, height: 1080, tier: "large")
    let small = FrameSize(width: 640, height: 360, tier: "small")
    let sizes = FrameSizes(table: 1, [0: [large], 2: [small, large]])
    func list(_ row: Int16) -> [Int] {
      sizes.range(SIMD4(0, row, 0, 0)).map { sizes.entries[$0].pixels.width }
    }
    #expect([-1, 0, 1, 2, 3].map(list) == [[], [1920], [], [640, 1920], []])
    let all = sizes.range(SIMD4(0, 2, 0, 0))
    #expect(sizes.index(of: FramePixels(width: 1920, height: 1080), in: all) == all.lowerBound + 1)
    #expect(sizes.index(of: FramePixels(width: 1080, height: 1920), in: all) == nil)
    #expect(all.map { sizes.entries[$0].tier } == ["small", "large"].map { sizes.tier(named: $0) })
    #expect(sizes.tier(named: "huge") == nil)
  }

  @Test(
    arguments: [
      ("1280x720", 1280, 720), ("1x1", 1, 1), ("16384x16384", 16_384, 16_384), ("16385x1", nil, nil),
      ("0x720", nil, nil),
      ("1280X720", nil, nil), ("1280x", nil, nil), ("x", nil, nil), ("1280x720x3", nil, nil),
      ("-1x5", nil, nil),
      ("auto", nil, nil), ("", nil, nil),
    ] as [(String, Int?, Int?)])
  func `a size is two numbers`(text: String, width: Int?, height: Int?) {
    let size = FramePixels(text: text)
    #expect(size?.width == width)
    #expect(size?.height == height)
  }

  @Test(arguments: [
    (#""size":"128x72""#, "128x72", "2"), (#""size":"9:16","seconds":5"#, "36x64", "5"),
    (#""ratio":"9:16""#, "36x64", "2"), (#""tier":"large""#, "128x72", "2"),
    (#""style":"noir","tier":"large""#, "48x48", "2"),
    (#""seconds":20"#, "64x36", "20"),
  ])
  func `a request's wishes become the film's size and length`(members: String, size: String, seconds: String)
    throws
  {
    var tenant = try Tenant()
    let id = try tenant.submit(body: #"{"prompt":"a",\#(members)}"#)
    let film = try tenant.poll(id)
    #expect(film["size"]?.string == size)
    #expect(film["seconds"]?.string == seconds)
  }

  @Test func `without a list of sizes, no wish is beyond what can be made`() throws {
    let text = String(decoding: try #require(try Nimbus.files.get().first).bytes, as: UTF8.self)
    let sizes = try #require(text.firstRange(of: "\"sizes\": { \"from\": \"table/styles/sizes\" },"))
    let nimbus = try Nimbus(changes: [("nimbus/behavior.json", String(text[sizes]), "")])
    for (asked, made) in [("16384x16384", "4096x4096"), ("1x1", "16x16"), ("320x240", "320x240")] {
      var tenant = try Tenant(nimbus)
      let id = try tenant.submit(body: #"{"prompt":"a","size":"\#(asked)"}"#)
      #expect(try tenant.poll(id)["size"]?.string == made)
    }
  }

  @Test(
    arguments: [(0.0001, 1_000), (1, 1_000), (2.5, 2_500), (119.5, 119_500), (1e9, 120_000)]
      as [(Double, Int)])
  func `a length is at least a second and at most what can be made`(seconds: Double, milliseconds: Int) throws
  {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/openapi.json", #""seconds": { "type": "integer", "minimum": 1, "maximum": 20 }"#,
        #""seconds": {}"#
      )
    ])
    var tenant = try Tenant(nimbus, scenario: "completed")
    let id = try tenant.submit(body: #"{"prompt":"a","seconds":\#(seconds)}"#)
    #expect(Int(tenant.double.jobs[0].milliseconds) == milliseconds)
    _ = id
  }
}
