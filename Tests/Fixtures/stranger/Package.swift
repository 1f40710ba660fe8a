// swift-tools-version: 6.2
// A stranger's package: its tests use StuntTesting as the README shows. Tests/Stranger/stranger.py says which must fail.
import PackageDescription

let package = Package(
  name: "Stranger",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "StuntDouble", path: "../../..")],
  targets: [
    .testTarget(
      name: "StrangerTests", dependencies: [.product(name: "StuntTesting", package: "StuntDouble")]),
    .testTarget(
      name: "StrangerXCTests", dependencies: [.product(name: "StuntTesting", package: "StuntDouble")]),
  ]
)
