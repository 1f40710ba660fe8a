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

  /// The key that a request brings. RFC 9110, 11.4: the scheme's letters may be large or small.
  package func key(of request: HTTPRequest) -> Key {
    let value: ArraySlice<UInt8>
    if field == "authorization" {
      guard let found = request.authorization else { return .missing }
      value = found
    } else {
      guard let found = request.fields.values(field.utf8).first else { return .missing }
      value = found
    }
    guard let scheme else { return value.isEmpty ? .missing : .key(value) }
    let name = scheme.utf8
    guard value.count > name.count + 1, zip(name, value).allSatisfy({ $0 | 0x20 == $1 | 0x20 }),
      value[value.startIndex + name.count] == UInt8(ascii: " ")
    else { return .malformed }
    return .key(value[(value.startIndex + name.count + 1)...].drop { $0 == UInt8(ascii: " ") })
  }

  /// Whether a key looks as the provider's keys do.
  package func isWellFormed(_ key: ArraySlice<UInt8>) -> Bool {
    pattern.matches(Array(key))
  }
}
