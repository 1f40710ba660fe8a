import StuntContract

extension Provider {
  /// What an operation is to a job, for those who want to try it.
  package enum Role: Sendable {
    case submit, run, observe, result, stream, content, cancel, delete
    /// It makes pictures, and answers with them.
    case pictures
    /// It gives files by their own names.
    case file
    /// It gives several jobs.
    case list
    /// It is about no job, or about what is none.
    case other
  }

  /// What an operation is to a job.
  package func role(of operation: Int) -> Role {
    switch behavior.operations[operation].action {
    case .submit: .submit
    case .run: .run
    case .pictures: .pictures
    case .observe: .observe
    case .result: .result
    case .stream: .stream
    case .content: .content
    case .cancel: .cancel
    case .delete: .delete
    case .media: .file
    case .list, .calls: .list
    default: .other
    }
  }

  /// The index of the path parameter that is a job's id; nil for an operation that takes none.
  package func jobParameter(of operation: Int) -> Int? {
    behavior.operations[operation].jobParameter
  }

  /// An id of the provider's form that no tenant has.
  package var unknownIdentifier: String {
    String(decoding: identifier.text(slot: 7, entropy: Entropy(seed: 0)), as: UTF8.self)
  }
}
