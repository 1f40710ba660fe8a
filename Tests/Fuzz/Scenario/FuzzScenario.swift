// Feeds StuntEngine's compiler, and jobs, with what libFuzzer makes up: `make fuzz T=Scenario SECONDS=300`.
//
// What it finds is mended, and kept in Tests/Fixtures/fuzz/scenario, which FuzzCorpusTests reads in every run.

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzScenario(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let complaint = ScenarioCheck.complaint(about: bytes) { fatalError(complaint) }
  return 0
}
