/// What `\p{…}` names: general categories, binary properties, scripts. ECMA-262, 22.2.1, tables 65 to 68.
extension ScalarSet {
  /// The set of a property as written between the braces, or nil for one that is not known here.
  init?(property: String) {
    let parts = property.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    switch (parts.count, parts[0]) {
    case (1, "Any"): self.init([0...Self.last])
    case (1, "ASCII"): self.init([0...0x7F])
    case (1, "Assigned"): self = ScalarSet { $0.generalCategory != .unassigned }
    case (1, _):
      if let set = ScalarSet(generalCategory: parts[0]) { self = set; return }
      guard let path = Self.binaryProperties[parts[0]] else { return nil }
      self = ScalarSet { $0[keyPath: path] }
    case (2, "General_Category"), (2, "gc"):
      guard let set = ScalarSet(generalCategory: parts[1]) else { return nil }
      self = set
    case (2, "Script"), (2, "sc"):
      guard let ranges = Self.scripts[parts[1]] ?? Self.scripts[Self.scriptAliases[parts[1]] ?? ""] else {
        return nil
      }
      self.init(ranges)
    default: return nil
    }
  }

  /// Unites the categories of a name: `L`, `Letter`, `Lu`, `Uppercase_Letter`, …
  private init?(generalCategory name: String) {
    guard let short = Self.categoryNames.first(where: { $0.long == name || $0.short == name })?.short else {
      return nil
    }
    let wanted = short == "LC" ? ["Lu", "Ll", "Lt"] : [short]
    self.init(
      Self.categories.filter { run in wanted.contains { run.value.short.hasPrefix($0) } }.map(\.range))
  }

  /// Scalars that have one value of a property, one after the other.
  private struct Run<Value: Equatable & Sendable>: Sendable {
    var range: ClosedRange<UInt32>
    var value: Value
  }

  /// Asked of all scalars once, by the first pattern that names a category.
  private static let categories = runs { $0.generalCategory }

  private init(where holds: (Unicode.Scalar.Properties) -> Bool) {
    self.init(Self.runs(holds).filter(\.value).map(\.range))
  }

  /// Asks each scalar of the planes that have any, and one of each range that is alike all through.
  private static func runs<Value>(_ value: (Unicode.Scalar.Properties) -> Value) -> [Run<Value>] {
    var runs: [Run<Value>] = []
    func add(_ range: ClosedRange<UInt32>) {
      guard let scalar = Unicode.Scalar(range.lowerBound) else { return }
      let found = value(scalar.properties)
      if let last = runs.last, last.value == found, last.range.upperBound + 1 == range.lowerBound {
        runs[runs.count - 1].range = last.range.lowerBound...range.upperBound
      } else {
        runs.append(Run(range: range, value: found))
      }
    }
    for block: ClosedRange<UInt32> in [0...0xD7FF, 0xE000...0x3FFFF] {
      for scalar in block { add(scalar...scalar) }
    }
    add(0x40000...0xDFFFF)
    for scalar: UInt32 in 0xE0000...0xE0FFF { add(scalar...scalar) }
    // Planes 15 and 16 are for private use but for the last two of each, which are no characters.
    for block: ClosedRange<UInt32> in [
      0xE1000...0xEFFFF, 0xF0000...0xFFFFD, 0xFFFFE...0xFFFFF, 0x100000...0x10FFFD, 0x10FFFE...0x10FFFF,
    ] { add(block) }
    return runs
  }

  private static let scriptAliases = [
    "Arab": "Arabic", "Armn": "Armenian", "Beng": "Bengali", "Cyrl": "Cyrillic", "Deva": "Devanagari",
    "Geor": "Georgian", "Grek": "Greek", "Hani": "Han", "Hang": "Hangul", "Hebr": "Hebrew",
    "Hira": "Hiragana",
    "Kana": "Katakana", "Latn": "Latin", "Taml": "Tamil",
  ]

  private typealias Property = any KeyPath<Unicode.Scalar.Properties, Bool> & Sendable

  private static let binaryProperties: [String: Property] = [
    "ASCII_Hex_Digit": \.isASCIIHexDigit, "AHex": \.isASCIIHexDigit,
    "Alphabetic": \.isAlphabetic, "Alpha": \.isAlphabetic,
    "Dash": \.isDash, "Diacritic": \.isDiacritic, "Dia": \.isDiacritic,
    "Emoji": \.isEmoji, "Emoji_Presentation": \.isEmojiPresentation, "EPres": \.isEmojiPresentation,
    "Hex_Digit": \.isHexDigit, "Hex": \.isHexDigit,
    "ID_Continue": \.isIDContinue, "IDC": \.isIDContinue, "ID_Start": \.isIDStart, "IDS": \.isIDStart,
    "Ideographic": \.isIdeographic, "Ideo": \.isIdeographic,
    "Lowercase": \.isLowercase, "Lower": \.isLowercase, "Math": \.isMath,
    "Uppercase": \.isUppercase, "Upper": \.isUppercase,
    "White_Space": \.isWhitespace, "space": \.isWhitespace,
    "XID_Continue": \.isXIDContinue, "XIDC": \.isXIDContinue, "XID_Start": \.isXIDStart, "XIDS": \.isXIDStart,
  ]

  private static let categoryNames: [(short: String, long: String)] = [
    ("L", "Letter"), ("LC", "Cased_Letter"), ("Lu", "Uppercase_Letter"), ("Ll", "Lowercase_Letter"),
    ("Lt", "Titlecase_Letter"), ("Lm", "Modifier_Letter"), ("Lo", "Other_Letter"),
    ("M", "Mark"), ("M", "Combining_Mark"), ("Mn", "Nonspacing_Mark"), ("Mc", "Spacing_Mark"),
    ("Me", "Enclosing_Mark"), ("N", "Number"), ("Nd", "Decimal_Number"), ("Nd", "digit"),
    ("Nl", "Letter_Number"),
    ("No", "Other_Number"), ("P", "Punctuation"), ("P", "punct"), ("Pc", "Connector_Punctuation"),
    ("Pd", "Dash_Punctuation"), ("Ps", "Open_Punctuation"), ("Pe", "Close_Punctuation"),
    ("Pi", "Initial_Punctuation"), ("Pf", "Final_Punctuation"), ("Po", "Other_Punctuation"),
    ("S", "Symbol"), ("Sm", "Math_Symbol"), ("Sc", "Currency_Symbol"), ("Sk", "Modifier_Symbol"),
    ("So", "Other_Symbol"), ("Z", "Separator"), ("Zs", "Space_Separator"), ("Zl", "Line_Separator"),
    ("Zp", "Paragraph_Separator"), ("C", "Other"), ("Cc", "Control"), ("Cc", "cntrl"), ("Cf", "Format"),
    ("Cs", "Surrogate"), ("Co", "Private_Use"), ("Cn", "Unassigned"),
  ]
}

extension Unicode.GeneralCategory {
  /// The two letters of the Unicode character database.
  fileprivate var short: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
