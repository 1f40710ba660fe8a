package import StuntConformance
import StuntContract
import StuntEngine

/// What a client is told of the run that it is in: the variables of templates, and of its environment.
package struct RunSetting: Sendable {
  /// The run's name.
  package let run: String
  /// The provider's name.
  package let provider: String
  /// The server's address, such as `http://127.0.0.1:40123`.
  package let url: String
  /// The provider's first base URL on it.
  package let baseURL: String
  /// The address that results are at.
  package let resultsURL: String
  package let key: String
  package let prompt: String
  /// How much faster than the machine's clock the client's time is to pass.
  package let speed: Double
  /// Where the client may save the result; empty where it cannot.
  package let savePath: String
  /// Where the client may listen for webhooks; nil where no port is free.
  package let webhookPort: UInt16?
  /// What webhooks are signed with; empty where the provider has another way.
  package let webhookSecret: String
  /// Where the provider's keys are; empty where it has none.
  package let webhookKeysURL: String

  /// What every client is asked to make.
  package static let prompt = "A paper boat on a calm lake at dawn"

  /// Where webhooks are to go; empty where no port is free.
  package var webhookURL: String { webhookPort.map { "http://127.0.0.1:\($0)/webhook" } ?? "" }

  /// The variables of templates, by name.
  var variables: [(name: String, value: String)] {
    [
      ("url", url), ("key", key), ("baseURL", baseURL), ("resultsURL", resultsURL), ("prompt", prompt),
      ("run", run), ("provider", provider), ("speed", Self.text(of: speed)), ("save", savePath),
      ("webhookURL", webhookURL), ("webhookPort", webhookPort.map(String.init) ?? ""),
      ("webhookSecret", webhookSecret), ("webhookKeysURL", webhookKeysURL),
    ]
  }

  /// The environment variables of every client, then those of the provider.
  package func environment(_ book: RuleBook) -> [(name: String, value: String)] {
    let own = [
      ("STUNT_URL", url), ("STUNT_BASE_URL", baseURL), ("STUNT_KEY", key), ("STUNT_PROMPT", prompt),
      ("STUNT_SCENARIO", run), ("STUNT_PROVIDER", provider), ("STUNT_SPEED", Self.text(of: speed)),
      ("STUNT_SAVE", savePath), ("STUNT_RESULTS_URL", resultsURL),
      ("STUNT_WEBHOOK_PORT", webhookPort.map(String.init) ?? ""), ("STUNT_WEBHOOK_URL", webhookURL),
      ("STUNT_WEBHOOK_SECRET", webhookSecret), ("STUNT_WEBHOOK_KEYS_URL", webhookKeysURL),
    ]
    let named = book.environment.map { ($0.name, Self.filled($0.value, with: variables)) }
    return (own + named).map { (name: $0.0, value: $0.1) }
  }

  /// A template with its variables filled in; a name that is none stays as it is.
  static func filled(_ template: String, with variables: [(name: String, value: String)]) -> String {
    var out = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      out += rest[..<open]
      out += variables.first { $0.name == name }?.value ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// A number as programs read it: `10`, not `10.0`.
  static func text(of number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
  }
}

extension RuleBook {
  /// The provider's own environment variables that hold an address, for a server that has nothing else to give.
  package func addresses(url: String, baseURL: String) -> [(name: String, value: String)] {
    let variables = [("url", url), ("baseURL", baseURL)].map { (name: $0.0, value: $0.1) }
    return environment.compactMap { variable in
      let value = RunSetting.filled(variable.value, with: variables)
      return value == variable.value || value.contains("{") ? nil : (name: variable.name, value: value)
    }
  }
}
