/// A validator for one version of a resource. RFC 9110, 8.8.3.
package struct EntityTag: Sendable, Hashable {
  /// The text between the quotes.
  package let opaque: String
  /// Whether it stands for content that is only equivalent.
  package let isWeak: Bool

  /// The text must hold no quote, white space or control character.
  package init(_ opaque: String, isWeak: Bool = false) {
    precondition(opaque.utf8.allSatisfy(EntityTag.isOpaque), "an entity tag has no quote and no white space")
    self.opaque = opaque
    self.isWeak = isWeak
  }

  /// Equal, and both strong: fit for ranges and changes. RFC 9110, 8.8.3.2.
  package func matchesStrongly(_ other: EntityTag) -> Bool {
    !isWeak && !other.isWeak && opaque == other.opaque
  }

  /// Equal but for weakness: fit for caches. RFC 9110, 8.8.3.2.
  package func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

  static func isOpaque(_ byte: UInt8) -> Bool { byte == 0x21 || (byte >= 0x23 && byte != 0x7F) }
}

extension EntityTag: CustomStringConvertible {
  /// The text as fields carry it.
  package var description: String { "\(isWeak ? "W/" : "")\"\(opaque)\"" }

  /// Parses one tag; nil if the text is anything else.
  package init?(parsing text: String) {
    var rest = Substring(text)
    guard let tag = EntityTag(takingFrom: &rest), rest.isEmpty else { return nil }
    self = tag
  }

  /// Takes a tag from the front of the text.
  init?(takingFrom text: inout Substring) {
    let bytes = text.utf8
    let isWeak = text.hasPrefix("W/")
    let quote = bytes.index(bytes.startIndex, offsetBy: isWeak ? 2 : 0)
    guard quote < bytes.endIndex, bytes[quote] == 0x22 else { return nil }
    let start = bytes.index(after: quote)
    guard let end = bytes[start...].firstIndex(of: 0x22), bytes[start..<end].allSatisfy(EntityTag.isOpaque)
    else { return nil }
    self.init(String(text[start..<end]), isWeak: isWeak)
    text = text[bytes.index(after: end)...]
  }
}

/// The value of If-Match and If-None-Match.
package enum EntityTagCondition: Sendable, Equatable {
  /// `*`: any version.
  case any
  /// One of these versions.
  case tags([EntityTag])

  /// Parses a field value; nil if it is neither `*` nor a list of tags.
  package init?(parsing value: String) {
    if value == "*" {
      self = .any
      return
    }
    var tags: [EntityTag] = []
    var rest = Substring(value)
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
      if rest.isEmpty { break }
      guard let tag = EntityTag(takingFrom: &rest) else { return nil }
      tags.append(tag)
      rest = rest.drop { $0 == " " || $0 == "\t" }
      guard rest.isEmpty || rest.first == "," else { return nil }
    }
    if tags.isEmpty { return nil }
    self = .tags(tags)
  }
}
