import StuntContract
import StuntTestSupport
import Testing

@testable import StuntEngine

/// What is wrong with a list of calls, an account, an estimate or a lifetime is said when the documents are compiled.
@Suite struct CallListTests {
  private static let list = "\"listStyles\": {\n      \"action\": \"static\","

  private func sentence(_ old: String, _ new: String) -> String? {
    do {
      _ = try Nimbus(changes: [("nimbus/behavior.json", old, new)])
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    (#""calls": { "operations": {} }"#, #"the member "identifier" is missing"#),
    (
      #""calls": { "identifier": { "format": "uuid" }, "operations": { "submitFlim": {} } }"#,
      #"no operation is named "submitFlim""#
    ),
    (#""calls": { "identifier": { "format": "uuid" }, "list": {} }"#, #"unknown member "list""#),
    (#""account": { "balance": -1 }"#, "expected a number that is not negative, found -1"),
    (#""account": { "balance": 1000000001 }"#, "expected at most 1000000000, found 1000000001"),
    (#""account": { "amount": 1 }"#, #"unknown member "amount""#),
  ])
  func `the lists and the account are checked`(member: String, expected: String) {
    let sentence = sentence(#""pollSeconds": 2,"#, #""pollSeconds": 2, \#(member),"#)
    #expect(sentence?.contains(expected) == true, "\(sentence ?? "no error")")
  }

  @Test(arguments: [
    (
      #""action": "calls", "after": "a", "before": "b", "ambiguous": "invalid","#,
      #"the member "unknown" is missing"#
    ),
    (#""action": "calls", "before": "b","#, #"the member "after" is missing"#),
    (
      #""action": "calls", "after": "a", "before": "b", "ambiguous": "invald", "unknown": "invalid","#,
      #"no refusal is named "invald"; did you mean "invalid"?"#
    ),
    (
      #""action": "calls", "after": "a", "before": "b", "ambiguous": "invalid", "unknown": "invalid", "filters": [{ "query": "q", "member": "/a", "test": "equals" }],"#,
      #"no test is named "equals"; did you mean "equal"?"#
    ),
    (#""action": "purge", "call": "path/style","#, #"the member "unknown" is missing"#),
    (#""action": "call", "call": "path/style", "unknown": "invalid","#, #"the member "refused" is missing"#),
  ])
  func `their operations are checked`(members: String, expected: String) {
    let sentence = sentence(Self.list, "\"listStyles\": {\n \(members)")
    #expect(sentence?.contains(expected) == true, "\(sentence ?? "no error")")
  }

  @Test(arguments: [
    ("call.reference", #"there is no "calls""#), ("account.available", #"there is no "account""#),
    ("logged.idd", #"no value is named "logged.idd"; did you mean "logged.id"?"#),
  ])
  func `a name needs what it speaks of`(name: String, expected: String) {
    let sentence = sentence(#""X-Nimbus-Version": { "literal": "1" }"#, #""X-Nimbus-Version": "\#(name)""#)
    #expect(sentence?.contains(expected) == true, "\(sentence ?? "no error")")
  }

  @Test(arguments: [
    (#"{ "from": "request/style", "values": { "a": 1 } }"#, #"the member "otherwise" is missing"#),
    (#"{ "from": "request/style", "values": { "a": -1 }, "otherwise": 1 }"#, "not negative, found -1"),
    ("3153600001", "expected at most 3153600000 seconds, found 3153600001"),
    (
      #"{ "from": "request/style", "values": { "a": 1e300 }, "otherwise": 1 }"#,
      "expected at most 3153600000 seconds"
    ),
    (#"{ "of": "request/style" }"#, #"unknown member "of""#),
  ])
  func `a lifetime is checked`(value: String, expected: String) {
    let sentence = sentence(#""lifetimeSeconds": 600"#, #""lifetimeSeconds": \#(value)"#)
    #expect(sentence?.contains(expected) == true, "\(sentence ?? "no error")")
  }

  @Test(arguments: [
    (#"{ "when": { "query": "a" } }"#, #"the member "answer" is missing"#),
    (#"{ "answer": { "status": 200 } }"#, #"the member "when" is missing"#),
    (
      #"{ "when": { "query": "a", "field": "b" }, "answer": { "status": 200 } }"#, #"expected one of "query""#
    ),
    (#"{ "when": { "given": "job.di" }, "answer": { "status": 200 } }"#, #"no value is named "job.di""#),
  ])
  func `an estimate is checked`(value: String, expected: String) {
    let sentence = sentence(
      #""idempotentStatus": 200,"#, #""idempotentStatus": 200, "estimate": \#(value),"#)
    #expect(sentence?.contains(expected) == true, "\(sentence ?? "no error")")
  }
}
