import Foundation
import StuntDouble
import StuntRecording
import Testing

@Suite struct HARFilesTests {
  @Test(arguments: [0, 1, 4_096, 1 << 18, (1 << 19) + 7]) func `a file is read whole`(_ count: Int) throws {
    let scratch = try Scratch()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try HARFiles.write(bytes, to: scratch.path())
    let isSame = try HARFiles.bytes(of: scratch.path()) == bytes
    #expect(isSame)
  }

  /// Numbers of bytes that end before, at and after what is asked for at once.
  @Test(arguments: [0, 1, 1 << 18, 1 << 19, 600_000]) func `what does not say its size is read to its end`(
    _ count: Int
  ) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let pipe = Pipe()
    let writer = Thread {
      pipe.fileHandleForWriting.write(Data(bytes))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let isSame = try HARFiles.bytes(of: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == bytes
    #expect(isSame)
  }

  @Test func `what cannot be read is said`() throws {
    let scratch = try Scratch()
    #expect(throws: RecordingFileError.self) { try HARFiles.bytes(of: scratch.path("none.har")) }
    // A folder can be opened, and not read.
    #expect(throws: RecordingFileError.self) { try HARFiles.bytes(of: scratch.folder.path) }
  }
}
