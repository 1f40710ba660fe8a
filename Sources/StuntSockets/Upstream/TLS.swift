internal import Synchronization

/// Whom secure connections trust: the authorities of the system, or those of a file.
///
/// A class, because the authorities are read once, when the first connection needs them.
package final class TLSTrust: Sendable {
  private let authorityFile: String?
  private let library: String
  private let context = Mutex<TLSContext?>(nil)

  /// Trust in a file's authorities, in PEM; nil for those of the system.
  ///
  /// - Parameter library: The library of TLS to open where the system's own is not part of every program.
  package init(authorityFile: String? = nil, library: String = "libssl.so.3") {
    self.authorityFile = authorityFile
    self.library = library
  }

  /// A connection's secrets, before its first byte.
  func session(host: String) throws(TLSFailure) -> TLSSession {
    try context.withLock { (context) throws(TLSFailure) in
      if let context { return try TLSSession(context, host: host) }
      let made = try TLSContext(authorityFile: authorityFile, library: library)
      context = made
      return try TLSSession(made, host: host)
    }
  }
}

/// What reading of a secure connection gives.
enum TLSRead: Equatable {
  case bytes(Int)
  /// More of the peer's bytes are needed first.
  case needMore
  /// The peer has said that it is the end.
  case end
}

/// Why there is no secure connection.
package enum TLSFailure: Error, Sendable, Equatable {
  /// The library could not be opened.
  case libraryMissing(name: String, reason: String)
  /// The library has not got the function: it is another one, or too old.
  case functionMissing(String, library: String)
  /// The file of authorities cannot be read, or has none.
  case noAuthorities(file: String)
  /// The certificate is not for that name.
  case wrongName(reason: String)
  /// The certificate is of nobody whom we trust.
  case unknownAuthority(reason: String)
  /// The certificate was not good for another reason, such as its age.
  case badCertificate(reason: String)
  /// The peer, or the library, refused something else.
  case refused(reason: String)
}

extension TLSFailure: CustomStringConvertible {
  /// A sentence with a way out.
  package var description: String {
    switch self {
    case .libraryMissing(let name, let reason):
      "\(name) cannot be opened (\(reason)); install OpenSSL 3, or record from plain http by --upstream"
    case .functionMissing(let function, let library):
      "\(library) has no function \(function); install OpenSSL 3"
    case .noAuthorities(let file): "\(file): no certificates of authorities can be read from it; expected PEM"
    case .wrongName(let reason):
      "its certificate is for another name (\(reason)); is the address right?"
    case .unknownAuthority(let reason):
      "its certificate is of an authority that is not trusted here (\(reason)); install the system's"
        + " ca-certificates, or name the authority's file by --ca-file"
    case .badCertificate(let reason): "its certificate is not good: \(reason)"
    case .refused(let reason): "TLS was refused: \(reason)"
    }
  }
}
