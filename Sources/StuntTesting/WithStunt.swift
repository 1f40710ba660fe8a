public import StuntDouble

/// Runs a body with a double of its own, and verifies at the end what the client did.
///
/// Works in Swift Testing and in XCTest alike; a complaint is a failure at the calling line.
///
/// - Parameters:
///   - provider: Which provider the double stands for.
///   - scenario: What jobs follow unless a request says otherwise; nil for the provider's default.
///   - seed: What ids, chance and pictures follow from.
///   - clock: How the double's time passes.
///   - verification: What is verified at the end; a complaint is a failure at the calling line.
///   - fileID: Module and file of the test; leave it out.
///   - filePath: The path of the test's file; leave it out.
///   - line: The line that failures point to; leave it out.
///   - column: The column that they point to; leave it out.
///   - isolation: The actor that the body runs on; leave it out.
///   - body: Leads its client to the double, and gets it.
/// - Returns: What the body returns.
/// - Throws: `StuntError` where the double cannot be started, or what the body throws.
public func withStunt<Result>(
  _ provider: ProviderName, scenario: String? = nil, seed: UInt64 = 1, clock: StuntClock = .auto,
  verify verification: Verification = .standard, fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column,
  isolation: isolated (any Actor)? = #isolation, _ body: (StuntServer) async throws -> Result
) async throws -> Result {
  let options = StuntOptions(
    provider, scenario: scenario, seed: seed, clock: clock, verify: verification, fileID: fileID,
    filePath: filePath, line: line, column: column)
  let server = try StuntServer(options)
  defer { server.stop() }
  do {
    let result = try await body(server)
    for complaint in server.complaints() { options.place.fail(complaint) }
    return result
  } catch {
    for complaint in server.complaintsOfUnfinishedTest() { options.place.fail(complaint) }
    throw error
  }
}

/// The same for a body that does not wait.
///
/// - Parameters:
///   - provider: Which provider the double stands for.
///   - scenario: What jobs follow unless a request says otherwise; nil for the provider's default.
///   - seed: What ids, chance and pictures follow from.
///   - clock: How the double's time passes.
///   - verification: What is verified at the end; a complaint is a failure at the calling line.
///   - fileID: Module and file of the test; leave it out.
///   - filePath: The path of the test's file; leave it out.
///   - line: The line that failures point to; leave it out.
///   - column: The column that they point to; leave it out.
///   - body: Leads its client to the double, and gets it.
/// - Returns: What the body returns.
/// - Throws: `StuntError` where the double cannot be started, or what the body throws.
public func withStunt<Result>(
  _ provider: ProviderName, scenario: String? = nil, seed: UInt64 = 1, clock: StuntClock = .auto,
  verify verification: Verification = .standard, fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column,
  _ body: (StuntServer) throws -> Result
) throws -> Result {
  let options = StuntOptions(
    provider, scenario: scenario, seed: seed, clock: clock, verify: verification, fileID: fileID,
    filePath: filePath, line: line, column: column)
  let server = try StuntServer(options)
  defer { server.stop() }
  do {
    let result = try body(server)
    for complaint in server.complaints() { options.place.fail(complaint) }
    return result
  } catch {
    for complaint in server.complaintsOfUnfinishedTest() { options.place.fail(complaint) }
    throw error
  }
}
