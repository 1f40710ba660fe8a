import Foundation
import StuntJSON
import Testing

/// The pages of the documents' formats are what their schemas say. `make formats` writes them again.
@Suite struct FormatPageTests {
  static let formats = SourceTree.files(below: "Contracts/meta", ending: ".schema.json")
  static let isWriting = ProcessInfo.processInfo.environment["STUNT_FORMATS"] == "write"

  /// `behavior.schema.json` is described by `Formats/BehaviorFormat.md`.
  static func path(of schema: SourceTree.File) -> String {
    let words =
      schema.path.split(separator: "/").last?.split(separator: ".").first?.split(separator: "-") ?? []
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return "Sources/StuntDouble/StuntDouble.docc/Formats/\(name)Format.md"
  }

  @Test(arguments: formats.map(\.path))
  func `the page of a format says what its schema says`(source: String) throws {
    let file = try #require(Self.formats.first { $0.path == source })
    let page = FormatPage.markdown(of: try JSONDocument(parsing: file.text).root, source: source)
    let path = Self.path(of: file)
    if Self.isWriting {
      try page.write(to: SourceTree.root.appendingPathComponent(path), atomically: true, encoding: .utf8)
    }
    let isEqual = SourceTree.text(of: path) == page
    #expect(isEqual, "\(path) is not what \(source) says; run make formats")
  }

  @Test func `there is no page without a schema`() {
    let pages = SourceTree.files(below: "Sources/StuntDouble/StuntDouble.docc/Formats", ending: ".md")
    #expect(pages.map(\.path).sorted() == Self.formats.map(Self.path).sorted())
  }

  @Test func `a page says of each member its value, whether it is required, and what it means`() throws {
    let schema = """
      {"title": "Thing", "description": "A thing. It is small.", "type": "object", "required": ["size"],
       "properties": {
         "size": {"type": "integer", "minimum": 1, "maximum": 9, "default": 2, "description": "How *big*, or `a|b`."},
         "parts": {"type": "array", "maxItems": 3, "items": {"$ref": "#/$defs/part"}, "description": "Its parts."},
         "color": {"enum": ["red", "blue"]}},
       "$defs": {"part": {"type": "object", "description": "One part.", "properties": {"thing": {"type": "string"}},
                          "minProperties": 1}}}
      """
    let page = FormatPage.markdown(of: try JSONDocument(parsing: schema).root, source: "thing.schema.json")
    #expect(
      page == """
        # Thing format

        A thing.

        ## Overview

        It is small.

        This page is written by `make formats` from `thing.schema.json`, which checks each such document.

        ## The document

        | member | value | meaning |
        |---|---|---|
        | `size` | integer, 1 to 9; **required**; default `2` | How \\*big\\*, or `a\\|b`. |
        | `parts` | list of [`part`](<doc:#Type-part>), at most 3 elements | Its parts. |
        | `color` | `red` or `blue` |  |

        ## Type `part`

        One part.

        | member | value | meaning |
        |---|---|---|
        | `thing` | text |  |

        At least one member is there.

        """)
  }
}
