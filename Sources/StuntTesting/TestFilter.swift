#if canImport(Testing)
  import Testing

  extension Test {
    /// What finds the test by `swift test --filter`: its name, without what takes its arguments.
    var filter: String { String(name.prefix { $0 != "(" }.filter { $0 != "`" }) }
  }
#endif
#if canImport(XCTest)
  import XCTest

  extension XCTestCase {
    /// What finds the test by `swift test --filter`.
    var filter: String {
      // Objective-C writes `-[Module.Class test]`, corelibs `Class.test`.
      String(name.filter { !"-[]".contains($0) }.map { $0 == " " ? "/" : $0 })
    }
  }
#endif

/// What finds the test that runs, if a framework tells it.
var currentTestFilter: String? {
  #if canImport(Testing)
    return Test.current?.filter
  #else
    return nil
  #endif
}
