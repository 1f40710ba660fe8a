// Feeds the multipart parser with what libFuzzer makes up: `make fuzz T=Multipart SECONDS=300`.
//
// What it finds is mended, and kept in Tests/Fixtures/fuzz/multipart, which FuzzCorpusTests reads in every run.

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMultipart(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let complaint = MultipartCheck.complaint(about: bytes) { fatalError(complaint) }
  return 0
}
