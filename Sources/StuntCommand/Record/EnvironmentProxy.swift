import StuntDouble
import StuntProcess
import StuntSockets

/// The proxy that the environment names, as curl reads it: small letters first.
enum EnvironmentProxy {
  /// The proxy for secure servers; nil where none is named.
  static func read(
    _ variables: [(name: String, value: String)] = ProcessEnvironment.variables
  ) -> UpstreamProxy? {
    func value(_ name: String) -> String? {
      [name.lowercased(), name].lazy.compactMap { name in variables.last { $0.name == name }?.value }
        .first { !$0.isEmpty }
    }
    guard let text = value("HTTPS_PROXY") ?? value("ALL_PROXY"),
      let place = RecordUpstream(text.contains("://") ? text : "http://" + text)?.place, !place.isSecure
    else { return nil }
    let exceptions = (value("NO_PROXY") ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
    return UpstreamProxy(host: place.host, port: place.port, exceptions: exceptions)
  }
}
