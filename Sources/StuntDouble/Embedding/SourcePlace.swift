/// A line of a test's source, to which failures point.
public struct SourcePlace: Sendable {
  /// Module and file, such as `AppTests/VideoTests.swift`.
  public let fileID: StaticString
  /// The file's path where it was compiled.
  public let filePath: StaticString
  /// The line, counted from 1.
  public let line: UInt
  /// The column, counted from 1.
  public let column: UInt

  /// The line that calls this.
  public init(
    fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line,
    column: UInt = #column
  ) {
    self.fileID = fileID
    self.filePath = filePath
    self.line = line
    self.column = column
  }
}
