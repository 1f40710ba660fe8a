// Feeds StuntHTTP with what libFuzzer makes up: `make fuzz T=HTTPRequest SECONDS=300`.
//
// What it finds is mended, and kept in Tests/Fixtures/fuzz/http, which FuzzCorpusTests reads in every run.

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTPRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let complaint = HTTPRequestCheck.complaint(about: bytes) { fatalError(complaint) }
  return 0
}
