package import StuntContract
package import StuntHTTP
import StuntSchema

extension Provider.Authentication {
  /// What a request says about its key.
  package enum Key {
    case missing
    /// The field is there, but not with the scheme.
    case malformed
    case key(ArraySlice<UInt8>)
  }

  /// The same, with the key's place in the request's head: nothing is counted for a place.
  package enum KeyPlace {
    case missing
    case malformed
    case key(Range<Int>)
  }

  /// The key that a request brings.
  package func key(of request: HTTPRequest) -> Key {
    switch keyPlace(of: request) {
    case .missing: .missing
    case .malformed: .malformed
    case .key(let range): .key(request.head[range])
    }
  }

  /// Where the key lies that a request brings. RFC 9110, 11.4: the scheme's letters may be large or small.
  package func keyPlace(of request: HTTPRequest) -> KeyPlace {
    let found = isInAuthorization ? request.authorizationRange : request.fields.firstRange(fieldBytes)
    guard let value = found else { return .missing }
    guard !schemeBytes.isEmpty else { return value.isEmpty ? .missing : .key(value) }
    // A plain loop: `zip` costs ten times as much, and each request comes by here.
    let end = value.lowerBound + schemeBytes.count
    return request.head.withUnsafeBufferPointer { head in
      guard end + 1 < value.upperBound, head[end] == UInt8(ascii: " ") else { return .malformed }
      for position in 0..<schemeBytes.count
      where schemeBytes[position] | 0x20 != head[value.lowerBound + position] | 0x20 { return .malformed }
      var start = end + 1
      while start < value.upperBound, head[start] == UInt8(ascii: " ") { start += 1 }
      return .key(start..<value.upperBound)
    }
  }

  /// Whether a key looks as the provider's keys do.
  package func isWellFormed(_ key: ArraySlice<UInt8>) -> Bool {
    pattern.matches(Array(key))
  }
}

extension Provider.Authentication {
  /// Another place where clients of another style put the bare key.
  enum OtherPlace: Sendable {
    /// A field, by its name in small letters.
    case field(String)
    case query(String)
  }

  /// The key of a call whose own field for it is missing; nil when it comes nowhere else either.
  package func otherKey(of call: Call) -> [UInt8]? {
    for place in others {
      let text =
        switch place {
        case .field(let name): call.fieldValue(name)
        case .query(let name): call.queryValue(name)
        }
      if let text, !text.isEmpty { return Array(text.utf8) }
    }
    return nil
  }

  /// Whether a key may stand in a field, by its name in small letters.
  package func takesKey(inField name: String) -> Bool {
    if name == field { return true }
    return others.contains { if case .field(let other) = $0 { other.lowercased() == name } else { false } }
  }

  /// Whether a key may stand in a parameter of the query.
  package func takesKey(inQuery name: String) -> Bool {
    others.contains { if case .query(name) = $0 { true } else { false } }
  }
}
