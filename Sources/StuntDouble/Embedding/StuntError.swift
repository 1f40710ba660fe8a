/// Why a double cannot be started or steered.
public enum StuntError: Error, Equatable, CustomStringConvertible {
  /// The provider's documents do not compile, or there are none.
  case documents(String)
  /// A recording is not found, or cannot be read.
  case recording(String)
  /// No address could be listened on.
  case address(String)
  /// The provider has no such scenario.
  case unknownScenario(String, provider: String, nearest: String?, known: [String])
  /// More scenarios were queued than a double keeps.
  case tooManyScenarios(limit: Int)

  /// What happened, what came closest, and what to do next.
  public var description: String {
    switch self {
    case .documents(let text), .recording(let text): text
    case .address(let text): "the double cannot listen on a free port of 127.0.0.1: \(text)"
    case .unknownScenario(let name, let provider, let nearest, let known):
      "\(provider) has no scenario \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; known are \(known.joined(separator: ", "))")
    case .tooManyScenarios(let limit): "too many scenarios wait; at most \(limit) can be queued"
    }
  }
}
