import StuntJSON
import Testing

@testable import StuntSchema

@Suite struct NameTreeTests {
  /// `title`, `owner` with `name` in it, `parts` with `size` in each, `free` with anything, `old` that is asked for.
  static let tree: NameTree = {
    var tree = NameTree()
    tree.append(
      [
        member("title", 1), member("owner", 2), member("parts", 3), member("free", 1),
        NameTree.Member(name: "old", level: 1, isAsked: true),
        member("a name of more than sixteen bytes", 1),
      ], element: nil, isOpen: false)
    tree.append([], element: nil, isOpen: true)
    tree.append([member("name", 1)], element: nil, isOpen: false)
    tree.append([], element: 4, isOpen: true)
    tree.append([member("size", 1)], element: nil, isOpen: false)
    return tree
  }()

  static func member(_ name: String, _ level: Int) -> NameTree.Member {
    NameTree.Member(name: name, level: level, isAsked: false)
  }

  @Test(arguments: [
    (#"{}"#, false), (#"[]"#, false), (#""text""#, false), (#"{"title": 1}"#, false),
    // In the documented order, against it, and with a name that occurs before the expected one.
    (#"{"title": 1, "owner": {}, "free": 2}"#, false), (#"{"free": 2, "parts": [], "title": 1}"#, false),
    (#"{"parts": 1, "owner": 2, "free": 3, "title": 4}"#, false),
    (#"{"titles": 1}"#, true), (#"{"titl": 1}"#, true), (#"{"": 1}"#, true), (#"{"title": 1, "x": 2}"#, true),
    (#"{"old": 1}"#, true), (#"{"title": 1, "old": null}"#, true),
    (#"{"owner": {"name": 1}}"#, false), (#"{"owner": {"nam": 1}}"#, true), (#"{"owner": "name"}"#, false),
    (#"{"parts": [{"size": 1}, {"size": 2}]}"#, false), (#"{"parts": [{"size": 1}, {"sizes": 2}]}"#, true),
    (#"{"parts": [1, [2]]}"#, false), (#"{"free": {"any": {"thing": [{"goes": 1}]}}}"#, false),
    (#"{"a name of more than sixteen bytes": 1}"#, false),
    // The same head, tail and length.
    (#"{"a name of MORE than sixteen bytes": 1}"#, true),
    // As it is written, it is another name.
    (#"{"titl\u0065": 1}"#, true),
  ])
  func `a name that is unknown or asked for is flagged, wherever it stands`(_ text: String, _ isFlagged: Bool)
    throws
  {
    // As written, and with white space around, so that no name stands at the end.
    for padded in [text, "  \(text)          "] {
      let document = try JSONDocument(parsing: padded)
      let found = document.withUnsafeTape { bytes, tape in Self.tree.flags(bytes, tape) }
      #expect(found == isFlagged, "\(padded)")
    }
  }
}
