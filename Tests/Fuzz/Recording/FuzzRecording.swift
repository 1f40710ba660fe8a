// Feeds StuntRecording with what libFuzzer makes up: `make fuzz T=Recording SECONDS=300`.
//
// It starts from Tests/Fixtures/recordings and Tests/Fixtures/fuzz/recording; what it finds is mended, and kept in the
// latter, which StuntRecordingTests reads in every run.

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecording(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let complaint = RecordingCheck.complaint(about: bytes) { fatalError(complaint) }
  return 0
}
