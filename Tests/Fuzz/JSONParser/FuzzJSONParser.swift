// Feeds StuntJSON with what libFuzzer makes up: `make fuzz T=JSONParser SECONDS=300`, or, without the script,
//
//     swiftc -O -sanitize=fuzzer,address -parse-as-library -swift-version 6 -package-name StuntDouble \
//       Sources/StuntJSON/*.swift Tests/Fuzz/JSONParser/*.swift -o .build/fuzz-json
//
// What it finds is mended, and kept in Tests/Fixtures/fuzz/json, which FuzzCorpusTests reads in every run.

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONParser(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let complaint = JSONParserCheck.complaint(about: bytes) { fatalError(complaint) }
  return 0
}
