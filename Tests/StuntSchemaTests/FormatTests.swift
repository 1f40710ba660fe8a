import StuntSchema
import Testing

@Suite struct FormatTests {
  @Test(arguments: FormatTests.table)
  func `a format accepts what its grammar says`(row: FormatRow) throws {
    let format = try #require(Format(name: row.name))
    #expect(format.name == row.name)
    for text in row.valid { #expect(accepts(format, text), "\(row.name): \(text.debugDescription)") }
    for text in row.invalid { #expect(!accepts(format, text), "\(row.name): \(text.debugDescription)") }
  }

  @Test func `every format that can be broken is in the table`() {
    let listed = Set(FormatTests.table.map(\.name))
    let free: Set = ["binary", "password", "int32", "int64", "float", "double"]
    #expect(listed.union(free) == Set(Format.allCases.map(\.name)))
    #expect(Format(name: "colour") == nil)
    for name in free { #expect(accepts(Format(name: name) ?? .date, "\u{0}anything")) }
  }

  private func accepts(_ format: Format, _ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { format.accepts($0) }
  }

  struct FormatRow: Sendable, CustomTestStringConvertible {
    var name: String
    var valid: [String]
    var invalid: [String]

    init(_ name: String, _ valid: [String], _ invalid: [String]) {
      (self.name, self.valid, self.invalid) = (name, valid, invalid)
    }

    var testDescription: String { name }
  }
}
