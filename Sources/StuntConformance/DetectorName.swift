/// The name of a detector in documents, with what it looks at.
package enum DetectorName: String, CaseIterable, Sendable {
  case knownOperation, key, meetsSchema, knownMembers, foreign, together, refusal
  case submitsOnce, knownJobs, pollPace, backsOff, retryAfter, pollHint, waitsForEnd, stopsAtEnd
  case reportsFailure, reportsReason, finishes, givesUp, followsURLs, fetchesWhole, resumesByRange
  case fetchesInTime, cancelsWhenInterrupted, keepsKey, verifiesWebhooks, handlesOnce, endsCleanly

  /// One sentence on what it looks at.
  package var summary: String {
    switch self {
    case .knownOperation: "every request reaches a documented path and method"
    case .key: "the key comes in the documented field, scheme and form"
    case .meetsSchema: "requests are as the documented schema says"
    case .knownMembers: "requests have documented names only"
    case .foreign: "requests have no forms of other providers"
    case .together: "no request has members that exclude each other"
    case .refusal: "no answer refuses the request's values"
    case .submitsOnce: "one logical job makes one job at the provider"
    case .knownJobs: "requests name only jobs that the client was given"
    case .pollPace: "the median time between polls of a job is long enough"
    case .backsOff: "after an error the same request waits"
    case .retryAfter: "after an answer that says how long to wait, the same request waits so long"
    case .pollHint: "after a poll whose answer says when to come again, the next one waits so long"
    case .waitsForEnd: "results are asked for only after an answer showed the job's end"
    case .stopsAtEnd: "no poll of a job follows a whole answer that showed its end"
    case .reportsFailure: "the program ends with another code than 0, or tells of the failure"
    case .reportsReason: "the program's output has the provider's own words about the failure"
    case .finishes: "the program ends with code 0, and not before an answer showed the job's end"
    case .givesUp: "the program ends by itself, with another code than 0"
    case .followsURLs: "requests go to the URLs that answers gave"
    case .fetchesWhole: "all bytes of a result arrive, or the program does not end with code 0"
    case .resumesByRange: "after a cut download the next request asks for the rest"
    case .fetchesInTime: "results are fetched before they expire"
    case .cancelsWhenInterrupted: "an interrupted program cancels its job"
    case .keepsKey: "the key stands in its documented field at the provider's address, and nowhere else"
    case .verifiesWebhooks: "flawed webhooks are refused, and genuine ones taken"
    case .handlesOnce: "a repeated webhook is taken and does nothing again"
    case .endsCleanly: "the program ends by itself, without a crash, and leaves nothing behind"
    }
  }
}

extension Detector {
  /// The detector's name in documents.
  package var name: DetectorName {
    switch self {
    case .knownOperation: .knownOperation
    case .key: .key
    case .meetsSchema: .meetsSchema
    case .knownMembers: .knownMembers
    case .foreign: .foreign
    case .together: .together
    case .refusal: .refusal
    case .submitsOnce: .submitsOnce
    case .knownJobs: .knownJobs
    case .pollPace: .pollPace
    case .backsOff: .backsOff
    case .retryAfter: .retryAfter
    case .pollHint: .pollHint
    case .waitsForEnd: .waitsForEnd
    case .stopsAtEnd: .stopsAtEnd
    case .reportsFailure: .reportsFailure
    case .reportsReason: .reportsReason
    case .finishes: .finishes
    case .givesUp: .givesUp
    case .followsURLs: .followsURLs
    case .fetchesWhole: .fetchesWhole
    case .resumesByRange: .resumesByRange
    case .fetchesInTime: .fetchesInTime
    case .cancelsWhenInterrupted: .cancelsWhenInterrupted
    case .keepsKey: .keepsKey
    case .verifiesWebhooks: .verifiesWebhooks
    case .handlesOnce: .handlesOnce
    case .endsCleanly: .endsCleanly
    }
  }
}
