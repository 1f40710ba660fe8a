/// What a client is told of the run that it is in.
public struct ClientEnvironment: Sendable {
  /// The run's name.
  public let run: String
  /// The server's address, such as `http://127.0.0.1:40123`.
  public let url: String
  /// The provider's first base URL on it.
  public let baseURL: String
  /// The key to send to the provider, and to nobody else.
  public let key: String
  /// The prompt to submit.
  public let prompt: String
  /// By how much the client is to divide its own sleeps.
  public let speed: Double
  /// Where the client may listen for webhooks; nil where no port is free.
  public let webhookPort: UInt16?
  /// What webhooks are signed with; empty where the provider has another way.
  public let webhookSecret: String
  /// Where the provider's keys are; empty where it has none.
  public let webhookKeysURL: String
  /// Everything that a program would find in its environment, the provider's own variables included.
  public let variables: [String: String]

  init(_ setting: RunSetting, variables: [(name: String, value: String)]) {
    run = setting.run
    url = setting.url
    baseURL = setting.baseURL
    key = setting.key
    prompt = setting.prompt
    speed = setting.speed
    webhookPort = setting.webhookPort
    webhookSecret = setting.webhookSecret
    webhookKeysURL = setting.webhookKeysURL
    self.variables = Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }
}

/// What became of the client's job, as the client says it.
public enum ClientOutcome: Hashable, Sendable {
  /// It has the result; with its bytes, they are compared with the job's own.
  case result([UInt8]?)
  /// It has none, for the reason that it would tell its user.
  case failed(String)
}
