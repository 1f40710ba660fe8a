import Synchronization

/// What a gateway makes of parameters, compiled when it is first asked for: few ever read the journal.
final class LazyUpstream: Sendable {
  private let known = AtomicLazyReference<UpstreamRule>()
  private let compile: @Sendable () -> UpstreamRule

  init(compile: @escaping @Sendable () -> UpstreamRule) {
    self.compile = compile
  }

  /// The rule. Of several threads that ask first, each may compile; the first to end gives its rule to all.
  var rule: UpstreamRule { known.load() ?? known.storeIfNil(compile()) }
}

/// What a gateway makes of a request's parameters for the one that it passes the request on to.
///
/// A class, because the submit rules that are alike share it.
final class UpstreamRule: Sendable {
  /// What the bindings refer to.
  let program: AnswerProgram
  /// Whom the request is passed on to.
  let provider: Binding
  /// Which of the sets says how.
  let set: Binding
  let sets: [(name: String, parameters: [Parameter])]

  init(
    program: AnswerProgram, provider: Binding, set: Binding,
    sets: [(name: String, parameters: [Parameter])]
  ) {
    self.program = program
    self.provider = provider
    self.set = set
    self.sets = sets
  }

  /// What one parameter becomes.
  struct Parameter: Sendable {
    let name: String
    let mode: UpstreamReport.Mode
    /// The name that it is sent under; nil where nothing is sent.
    let sentAs: String?
    /// What is sent; nil for the value as it came.
    let value: Binding?
    /// What is sent for some values, by their text.
    let map: [(text: [UInt8], value: Binding.Literal)]
  }
}

/// What the parameters of one request became.
package struct UpstreamReport: Sendable {
  /// How a parameter is treated.
  package enum Mode: String, CaseIterable, Sendable {
    /// Sent as it came.
    case passthrough
    /// The same value by another name.
    case renamed
    /// Another value.
    case converted
    /// Not sent: the gateway itself does what it asks for.
    case emulated
    /// Not sent: it is a parameter of others only.
    case unavailable
  }

  /// One parameter.
  package struct Parameter: Sendable {
    /// The client's name of it.
    package let name: String
    package let mode: Mode
    /// The name that it is sent under; nil where it is not sent.
    package let sentAs: String?
    /// What is sent, as JSON; nil where it is not sent.
    package let value: [UInt8]?
  }

  /// Whom the request is passed on to.
  package let provider: String
  /// In the order of the request's members.
  package let parameters: [Parameter]
}
