package import StuntContract
package import StuntEngine
package import StuntHTTP
package import StuntJSON

/// How a server reads, routes and answers a request: what is shown to somebody who asks why.
package struct RequestExplanation {
  package let request: HTTPRequest
  package let outcome: Outcome

  /// Where it led.
  package enum Outcome {
    case routed(Routed)
    case lost(Lost)
  }

  /// A request that reached an operation.
  package struct Routed {
    package let reading: RequestReader.Reading
    package let pathParameters: [(name: String, value: String)]
    package let body: BodyReading
    package let key: KeyReading
    package let findings: [MessageFinding]
    /// The rules about messages that it breaks, in the order of their numbers.
    package let broken: [RuleBreak]
    /// What the double answers: first as things stand, then by the phases of the job that it is about.
    package let answers: [Answer]
  }

  /// How the body was read.
  package enum BodyReading: Equatable {
    /// The operation takes none.
    case notTaken(bytes: Int)
    case missing
    case json
    /// A form, and the JSON that it stands for.
    case form(mediaType: String, JSONValue)
    /// Bytes that nobody looks into.
    case raw(bytes: Int)
    /// Of a media type that the operation does not take, or broken.
    case unreadable(mediaType: String)
  }

  /// What the request says about its key.
  package enum KeyReading: Equatable {
    case notNeeded
    case good
    case missing(expected: String)
    case malformed(expected: String)
  }

  /// What the double would answer.
  package struct Answer {
    /// When it answers so.
    package let situation: String
    package let status: Int
    /// The name of the double's own complaint; nil for an answer in the provider's voice.
    package let complaint: String?
    /// The content's beginning, where it is text.
    package let text: String
  }

  /// A request that reached no operation.
  package struct Lost {
    package let complaint: Complaint
    /// The rules that it breaks, of the provider that it seems to be meant for.
    package let broken: [RuleBreak]
    package let nearest: [Nearest]
  }

  /// An operation that is near, and in what it differs.
  package struct Nearest {
    package let operation: String
    package let differences: [String]
  }
}
