import StuntDouble

#if canImport(Testing)
  import Testing
#endif
#if canImport(XCTest)
  import XCTest
#endif

extension SourcePlace {
  /// Records a failure of the test that runs, at this line, in whichever framework it runs.
  ///
  /// To be called on the test's own task or thread only: elsewhere both frameworks lose it.
  func fail(_ message: String) {
    #if canImport(Testing)
      if Test.current != nil {
        Issue.record(
          Comment(rawValue: message),
          sourceLocation: SourceLocation(
            fileID: fileID.description, filePath: filePath.description, line: Int(line), column: Int(column)))
        return
      }
    #endif
    #if canImport(XCTest)
      XCTFail(message, file: filePath, line: line)
    #endif
  }
}
