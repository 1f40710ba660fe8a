import StuntHTTP
import Testing

/// A multipart body with the boundary `B`; line ends are written as `|`.
struct MultipartCase: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]

  init(_ name: String, _ text: String) {
    self.name = name
    bytes = Array(text.replacing("|", with: "\r\n").utf8)
  }

  var testDescription: String { name }
}

extension MultipartTests {
  static let disposition = "Content-Disposition: form-data; name="

  /// A body, and its parts as `name filename contentType content`.
  static let good: [(MultipartCase, [[String?]])] = [
    (MultipartCase("one entry", "--B|\(disposition)\"a\"||1|--B--|"), [["a", nil, nil, "1"]]),
    (
      MultipartCase("no line end after the final boundary", "--B|\(disposition)\"a\"||1|--B--"),
      [["a", nil, nil, "1"]]
    ),
    (
      MultipartCase(
        "two entries of one name", "--B|\(disposition)\"a\"||1|--B|\(disposition)\"a\"||2|--B--|"),
      [["a", nil, nil, "1"], ["a", nil, nil, "2"]]
    ),
    (
      MultipartCase(
        "a file", "--B|\(disposition)\"f\"; filename=\"x.png\"|Content-Type: image/png||\u{1}\u{2}|--B--|"),
      [["f", "x.png", "image/png", "\u{1}\u{2}"]]
    ),
    (
      MultipartCase("a file without a name of its own", "--B|\(disposition)\"f\"; filename=\"\"||x|--B--|"),
      [["f", "", nil, "x"]]
    ),
    (
      MultipartCase("fields in other letters", "--B|content-disposition: Form-Data; NAME=\"a\"||1|--B--|"),
      [["a", nil, nil, "1"]]
    ),
    (MultipartCase("a name that is a token", "--B|\(disposition)a||1|--B--|"), [["a", nil, nil, "1"]]),
    (
      MultipartCase("a name in brackets", "--B|\(disposition)\"input_reference[image_url]\"||u|--B--|"),
      [["input_reference[image_url]", nil, nil, "u"]]
    ),
    (MultipartCase("a name beyond ASCII", "--B|\(disposition)\"é\"||1|--B--|"), [["é", nil, nil, "1"]]),
    (
      MultipartCase("an escaped quote in a name", "--B|\(disposition)\"a\\\"b\\\\c\"||1|--B--|"),
      [["a\"b\\c", nil, nil, "1"]]
    ),
    (
      MultipartCase(
        "a file's path with backslashes", "--B|\(disposition)\"f\"; filename=\"C:\\x\\y.png\"||1|--B--|"),
      [["f", "C:\\x\\y.png", nil, "1"]]
    ),
    (
      MultipartCase("an extended filename", "--B|\(disposition)\"f\"; filename*=UTF-8''%C3%A9.png||1|--B--|"),
      [["f", "é.png", nil, "1"]]
    ),
    (
      MultipartCase(
        "both filenames", "--B|\(disposition)\"f\"; filename=\"e.png\"; filename*=utf-8''%C3%A9.png||1|--B--|"
      ),
      [["f", "e.png", nil, "1"]]
    ),
    (MultipartCase("an empty entry", "--B|\(disposition)\"a\"|||--B--|"), [["a", nil, nil, ""]]),
    (
      MultipartCase("an entry whose head ends at the boundary", "--B|\(disposition)\"a\"||--B--|"),
      [["a", nil, nil, ""]]
    ),
    (
      MultipartCase("line ends in an entry", "--B|\(disposition)\"a\"|||1||2||--B--|"),
      [["a", nil, nil, "\r\n1\r\n\r\n2\r\n"]]
    ),
    (
      MultipartCase("bare line ends in an entry", "--B|\(disposition)\"a\"||1\n2\r3|--B--|"),
      [["a", nil, nil, "1\n2\r3"]]
    ),
    (
      MultipartCase("a boundary within a line", "--B|\(disposition)\"a\"||x--B--|--B--|"),
      [["a", nil, nil, "x--B--"]]
    ),
    (
      MultipartCase("a boundary after a bare line feed", "--B|\(disposition)\"a\"||x\n--B|--B--|"),
      [["a", nil, nil, "x\n--B"]]
    ),
    (
      MultipartCase("nearly a boundary", "--B|\(disposition)\"a\"||x|-B|--|--A|--B--|"),
      [["a", nil, nil, "x\r\n-B\r\n--\r\n--A"]]
    ),
    (
      MultipartCase("many carriage returns", "--B|\(disposition)\"a\"||\r\r\r\n\r\r|--B--|"),
      [["a", nil, nil, "\r\r\r\n\r\r"]]
    ),
    (
      MultipartCase("a preamble", "This is for old readers.|--B|\(disposition)\"a\"||1|--B--|"),
      [["a", nil, nil, "1"]]
    ),
    (MultipartCase("an empty preamble", "|--B|\(disposition)\"a\"||1|--B--|"), [["a", nil, nil, "1"]]),
    (MultipartCase("an epilogue", "--B|\(disposition)\"a\"||1|--B--|the rest|--B|"), [["a", nil, nil, "1"]]),
    (
      MultipartCase(
        "white space after boundaries", "--B \t|\(disposition)\"a\"||1|--B  |\(disposition)\"b\"||2|--B-- \t|"
      ), [["a", nil, nil, "1"], ["b", nil, nil, "2"]]
    ),
    (
      MultipartCase("white space after the final boundary, and the end", "--B|\(disposition)\"a\"||1|--B-- "),
      [["a", nil, nil, "1"]]
    ),
    (MultipartCase("no entries", "--B--|"), []),
    (MultipartCase("no entries, after a preamble", "x|--B--|"), []),
    (
      MultipartCase(
        "other fields", "--B|X: y|\(disposition)\"a\"|Content-Transfer-Encoding: BINARY||1|--B--|"),
      [["a", nil, nil, "1"]]
    ),
    (MultipartCase("other parameters", "--B|\(disposition)\"a\"; size=1||1|--B--|"), [["a", nil, nil, "1"]]),
    (MultipartCase("an empty name", "--B|\(disposition)\"\"||1|--B--|"), [["", nil, nil, "1"]]),
  ]

  /// A body, and why it is refused.
  static let bad: [(MultipartCase, MultipartError)] = [
    (MultipartCase("nothing", ""), .malformed(.noParts, at: 0)),
    (MultipartCase("no boundary", "hello|"), .malformed(.noParts, at: 7)),
    (MultipartCase("another boundary", "--A|\(disposition)\"a\"||1|--A--|"), .malformed(.noParts, at: 59)),
    (MultipartCase("no final boundary", "--B|\(disposition)\"a\"||1|"), .malformed(.end, at: 52)),
    (MultipartCase("a boundary without its end", "--B|\(disposition)\"a\"||1|--B"), .malformed(.end, at: 55)),
    (
      MultipartCase("a boundary with one hyphen", "--B|\(disposition)\"a\"||1|--B-"),
      .malformed(.delimiter, at: 55)
    ),
    (
      MultipartCase("a boundary with spaces and no end", "--B|\(disposition)\"a\"||1|--B  "),
      .malformed(.end, at: 57)
    ),
    (
      MultipartCase("a boundary that goes on", "--Bx|\(disposition)\"a\"||1|--B--|"),
      .malformed(.delimiter, at: 3)
    ),
    (
      MultipartCase("a boundary that goes on later", "--B|\(disposition)\"a\"||1|--Bx|2|--B--|"),
      .malformed(.delimiter, at: 55)
    ),
    (
      MultipartCase("a bare line feed after a boundary", "--B\n\(disposition)\"a\"||1|--B--|"),
      .malformed(.delimiter, at: 3)
    ),
    (
      MultipartCase("text after the final boundary", "--B|\(disposition)\"a\"||1|--B--x"),
      .malformed(.delimiter, at: 57)
    ),
    (
      MultipartCase("a bare carriage return after the final boundary", "--B--\r"),
      .malformed(.delimiter, at: 5)
    ),
    (
      MultipartCase("only line feeds", "--B\n\(disposition)\"a\"\n\n1\n--B--\n"),
      .malformed(.delimiter, at: 3)
    ),
    (
      MultipartCase("a bare line feed in a head", "--B|\(disposition)\"a\"\n|1|--B--|"),
      .malformed(.field, at: 45)
    ),
    (MultipartCase("no colon", "--B|\(disposition)\"a\"|X||1|--B--|"), .malformed(.field, at: 48)),
    (
      MultipartCase("a space before a colon", "--B|Content-Disposition : form-data; name=a||1|--B--|"),
      .malformed(.field, at: 24)
    ),
    (
      MultipartCase("a folded field", "--B|\(disposition)|  \"a\"||1|--B--|"),
      .malformed(.disposition, at: 26)
    ),
    (MultipartCase("a NUL in a field", "--B|X: \0|\(disposition)\"a\"||1|--B--|"), .malformed(.field, at: 8)),
    (MultipartCase("no head", "--B||1|--B--|"), .malformed(.disposition, at: 5)),
    (
      MultipartCase("no disposition", "--B|Content-Type: text/plain||1|--B--|"),
      .malformed(.disposition, at: 5)
    ),
    (
      MultipartCase("another disposition", "--B|Content-Disposition: attachment; name=\"a\"||1|--B--|"),
      .malformed(.disposition, at: 26)
    ),
    (
      MultipartCase("no name", "--B|Content-Disposition: form-data||1|--B--|"),
      .malformed(.disposition, at: 5)
    ),
    (
      MultipartCase("two names", "--B|\(disposition)\"a\"; name=\"b\"||1|--B--|"),
      .malformed(.disposition, at: 26)
    ),
    (
      MultipartCase("two filenames", "--B|\(disposition)\"a\"; filename=x; filename=y||1|--B--|"),
      .malformed(.disposition, at: 26)
    ),
    (
      MultipartCase("two dispositions", "--B|\(disposition)\"a\"|\(disposition)\"b\"||1|--B--|"),
      .malformed(.repeatedField, at: 47)
    ),
    (
      MultipartCase(
        "two content types", "--B|\(disposition)\"a\"|Content-Type: a/b|content-type: c/d||1|--B--|"),
      .malformed(.repeatedField, at: 66)
    ),
    (MultipartCase("an unclosed name", "--B|\(disposition)\"a||1|--B--|"), .malformed(.disposition, at: 26)),
    (
      MultipartCase("text after a name", "--B|\(disposition)\"a\"b||1|--B--|"),
      .malformed(.disposition, at: 26)
    ),
    (
      MultipartCase("base64", "--B|\(disposition)\"a\"|Content-Transfer-Encoding: base64||MQ==|--B--|"),
      .malformed(.transferEncoding, at: 5)
    ),
    (
      MultipartCase(
        "an extended filename in Latin-1", "--B|\(disposition)\"a\"; filename*=iso-8859-1''%E9||1|--B--|"),
      .malformed(.name, at: 26)
    ),
    (
      MultipartCase("a broken extended filename", "--B|\(disposition)\"a\"; filename*=utf-8''%E||1|--B--|"),
      .malformed(.name, at: 26)
    ),
    (
      MultipartCase(
        "an extended filename that is not UTF-8", "--B|\(disposition)\"a\"; filename*=utf-8''%E9||1|--B--|"),
      .malformed(.name, at: 5)
    ),
  ]
}
