#!/usr/bin/env bash
# `make docs`: docs.sh DOCC OUTPUT MODULES takes the symbols of each product's module from the folder of compiled
# modules, converts its catalog with them, each warning an error, and merges all into one archive that any web server
# can serve as it is. (`swift package dump-symbol-graph` would take the symbols of all targets, and fail on tests.)
set -euo pipefail
docc=$1 output=$2 modules=$3
[ -n "$docc" ] || { echo "docc is in no folder of the PATH; name it: make docs DOCC=…/usr/bin/docc" >&2; exit 1; }
triple=$(swiftc -print-target-info | sed -n 's/.*"triple" *: *"\(.*\)".*/\1/p' | head -n 1)
sdk=$(xcrun --show-sdk-path 2>/dev/null || true)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

archives=() dependencies=()
for module in StuntDouble StuntTesting; do
  mkdir "$work/$module"
  "$(dirname "$docc")/swift-symbolgraph-extract" -module-name "$module" -target "$triple" ${sdk:+-sdk "$sdk"} \
    -Xcc -fmodule-map-file=Sources/CStuntSystem/module.modulemap -I "$modules" -module-cache-path "$work/cache" \
    -minimum-access-level public -skip-synthesized-members -emit-extension-block-symbols -output-dir "$work/$module"
  "$docc" convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$work/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "$module" --fallback-default-module-kind Library \
    --enable-experimental-external-link-support ${dependencies[@]+"${dependencies[@]}"} \
    --warnings-as-errors --output-path "$work/$module.doccarchive"
  archives+=("$work/$module.doccarchive")
  dependencies+=(--dependency "$work/$module.doccarchive")
done

rm -rf "$output"
"$docc" merge "${archives[@]}" --synthesized-landing-page-name StuntDouble --output-path "$output"
echo "$output: read it with python3 -m http.server --directory $output 8000, at http://localhost:8000/documentation"
