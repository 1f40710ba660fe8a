// Feeds StuntSchema with what libFuzzer makes up: `make fuzz T=Schema SECONDS=300`.
//
// What it finds is mended, and kept in Tests/Fixtures/fuzz/schema, which FuzzCorpusTests reads in every run.

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchema(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let complaint = SchemaCheck.complaint(about: bytes) { fatalError(complaint) }
  return 0
}
