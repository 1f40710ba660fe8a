/// Why the platform's cryptography could not be used.
package enum CryptographyError: Error, Equatable {
  /// The library could not be opened.
  case libraryMissing(name: String, reason: String)
  /// The library has not got the function: it is another one, or too old.
  case functionMissing(String, library: String)
  /// The function refused its work.
  case failed(function: String)
  /// A seed, key or signature of a length that the algorithm does not have.
  case badLength(what: String, count: Int, expected: Int)
}

extension CryptographyError: CustomStringConvertible {
  /// A sentence with a way out.
  package var description: String {
    switch self {
    case .libraryMissing(let name, let reason):
      "\(name) cannot be opened (\(reason)); install OpenSSL 3, or do without signed deliveries"
    case .functionMissing(let function, let library):
      "\(library) has no function \(function); install OpenSSL 3"
    case .failed(let function): "\(function) failed"
    case .badLength(let what, let count, let expected):
      "the \(what) has \(count) bytes; it must have \(expected)"
    }
  }
}
