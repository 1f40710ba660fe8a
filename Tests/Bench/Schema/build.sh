#!/usr/bin/env bash
# build.sh OUTPUT: compiles the measurement of schema validation against the package's release modules.
set -euo pipefail

cd "$(dirname "$0")/../../.."
output=${1:?where the executable goes}
swift build -c release --target StuntSchema
release=$(swift build -c release --show-bin-path)
package=$(basename "$PWD" | tr '[:upper:]' '[:lower:]')
swiftc -O -wmo -swift-version 6 -package-name "$package" -I "$release/Modules" Tests/Bench/Schema/main.swift \
  "$release"/StuntJSON.build/*.o "$release"/StuntSchema.build/*.o -o "$output"
