// swift-tools-version: 6.2
// StuntDouble: test doubles for AI video providers. No package dependencies, on purpose.
import PackageDescription

/// Settings of every target: https://www.swift.org/swift-evolution/ SE-0335, SE-0409, SE-0444, SE-0461, SE-0470.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], extra: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + extra)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["StuntTestSupport"], swiftSettings: settings)
}

let package = Package(
  name: "StuntDouble",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "StuntDouble", targets: ["StuntDouble"]),
    .library(name: "StuntTesting", targets: ["StuntTesting"]),
    .executable(name: "stuntdouble", targets: ["StuntCommand"]),
  ],
  targets: [
    // Row 0: values; no I/O, no clock.
    library("StuntJSON"),
    library("StuntHTTP"),
    library("StuntMedia"),
    library("StuntCrypto"),
    .target(
      name: "ContractFiles", path: "Contracts", exclude: ["meta", "providers", "media"],
      swiftSettings: settings, plugins: ["EmbedContracts"]),
    // Row 1: standards.
    library("StuntSchema", ["StuntJSON"]),
    library("StuntRecording", ["StuntJSON", "StuntHTTP", "StuntCrypto"]),
    // Row 2: promises.
    library("StuntContract", ["StuntSchema", "StuntHTTP", "StuntJSON"]),
    // Row 3: behavior, pure.
    library(
      "StuntEngine",
      ["StuntContract", "StuntSchema", "StuntHTTP", "StuntJSON", "StuntMedia", "StuntCrypto", "CStuntSystem"]),
    // Row 4: the rim, and what no document can say.
    library(
      "StuntProviders",
      ["StuntEngine", "StuntContract", "StuntSchema", "StuntHTTP", "StuntJSON", "ContractFiles"]),
    library(
      "StuntConformance",
      ["StuntEngine", "StuntContract", "StuntSchema", "StuntHTTP", "StuntJSON", "StuntCrypto"]),
    library("StuntSockets", ["StuntHTTP", "CStuntSystem"], extra: [.strictMemorySafety()]),
    library("StuntProcess", ["CStuntSystem"]),
    // Row 5: the embeddable face.
    .target(
      name: "StuntDouble",
      dependencies: [
        "StuntProviders", "StuntConformance", "StuntSockets", "StuntProcess", "StuntEngine", "StuntContract",
        "StuntRecording", "StuntSchema", "StuntHTTP", "StuntJSON", "StuntMedia", "StuntCrypto",
        "ContractFiles",
      ],
      swiftSettings: settings, plugins: ["EmbedContracts"]),
    // Row 6: the doors.
    .executableTarget(
      name: "StuntCommand",
      dependencies: [
        "StuntDouble", "StuntProviders", "StuntConformance", "StuntSockets", "StuntProcess", "StuntEngine",
        "StuntContract", "StuntRecording", "StuntSchema", "StuntHTTP", "StuntJSON",
      ],
      swiftSettings: settings),

    library("StuntTesting", ["StuntDouble", "StuntHTTP"]),

    // What Swift's own C library modules leave out, as declarations only.
    .systemLibrary(name: "CStuntSystem"),
    // Embeds the documents under Contracts/ as string literals, so that the binary runs from any folder.
    .plugin(
      name: "EmbedContracts", capability: .buildTool(), dependencies: ["EmbedContractsTool"],
      path: "Sources/EmbedContracts"),
    .executableTarget(name: "EmbedContractsTool", swiftSettings: settings),

    .target(name: "StuntTestSupport", path: "Tests/Support", swiftSettings: settings),
    tests("StuntJSONTests", ["StuntJSON"]),
    tests("StuntHTTPTests", ["StuntHTTP"]),
    tests("StuntMediaTests", ["StuntMedia", "StuntCrypto"]),
    tests("StuntCryptoTests", ["StuntCrypto"]),
    tests("StuntSchemaTests", ["StuntSchema", "StuntJSON"]),
    tests("StuntContractTests", ["StuntContract", "StuntSchema", "StuntHTTP", "StuntJSON"]),
    tests(
      "StuntEngineTests",
      [
        "StuntEngine", "StuntContract", "StuntSchema", "StuntHTTP", "StuntJSON", "StuntMedia", "StuntCrypto",
      ]),
    tests("StuntRecordingTests", ["StuntRecording", "StuntSchema", "StuntHTTP", "StuntJSON", "StuntCrypto"]),
    tests(
      "StuntConformanceTests",
      [
        "StuntConformance", "StuntDouble", "StuntProviders", "StuntEngine", "StuntContract", "StuntSchema",
        "StuntHTTP", "StuntJSON",
      ]),
    tests("StuntSocketsTests", ["StuntSockets", "StuntHTTP"]),
    tests("StuntProcessTests", ["StuntProcess"]),
    tests("ConformanceTests", ["StuntSchema", "StuntHTTP", "StuntJSON"]),
    tests(
      "ProviderTests",
      [
        "StuntDouble", "StuntProviders", "StuntEngine", "StuntContract", "StuntSchema", "StuntHTTP",
        "StuntJSON",
        "StuntMedia", "StuntCrypto",
      ]),
    tests(
      "ReplayTests",
      [
        "StuntDouble", "StuntProviders", "StuntRecording", "StuntSockets", "StuntEngine", "StuntHTTP",
        "StuntJSON",
      ]),
    tests(
      "RecordTests",
      [
        "StuntDouble", "StuntProviders", "StuntRecording", "StuntSockets", "StuntEngine", "StuntHTTP",
        "StuntJSON",
      ]),
    tests(
      "SimulationTests",
      [
        "StuntDouble", "StuntConformance", "StuntProviders", "StuntSockets", "StuntEngine", "StuntContract",
        "StuntHTTP",
        "StuntJSON", "StuntCrypto",
      ]),
    tests("CommandLineTests", ["StuntCommand", "StuntJSON"]),
    tests("FuzzCorpusTests", ["StuntEngine", "StuntContract", "StuntSchema", "StuntHTTP", "StuntJSON"]),
    tests("StuntTestingTests", ["StuntTesting", "StuntDouble"]),
    tests("StuntTestingXCTests", ["StuntTesting"]),
    tests("TidyTests", ["StuntJSON"]),
  ],
  swiftLanguageModes: [.v6]
)
