#!/usr/bin/env bash
# fuzz.sh TARGET [SECONDS [FLAG…]]: builds Tests/Fuzz/TARGET with libFuzzer and AddressSanitizer, and runs it; for
# `all`, one target after the other, and the exit code says whether each ran clean.
#
# SwiftPM cannot link libFuzzer's main, so the modules are compiled here, in the order in which they depend on each
# other and no further than the target imports them. It starts from the kept inputs, in the Tests/Fixtures/fuzz folder
# that the target names in a comment, and gathers new ones in .build/fuzz/TARGET/corpus. A *.dict beside the target is
# used. A crash leaves its input in .build/fuzz/TARGET and gives a non-zero exit code.
set -euo pipefail

cd "$(dirname "$0")/../.."
targets=$(find Tests/Fuzz -mindepth 1 -maxdepth 1 -type d -exec basename {} \; | sort | tr '\n' ' ')
target=${1:-}
seconds=${2:-60}
if [ "$target" = all ]; then
  failed=()
  for one in $targets; do Tests/Fuzz/fuzz.sh "$one" "${@:2}" || failed+=("$one"); done
  [ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
  exit 0
fi
[ -n "$target" ] && [ -d "Tests/Fuzz/$target" ] || { echo "no target '$target'; there are: all $targets" >&2; exit 2; }

modules="StuntJSON StuntHTTP StuntCrypto StuntRecording StuntMedia StuntSchema StuntContract StuntEngine"
features="ExistentialAny InternalImportsByDefault MemberImportVisibility NonisolatedNonsendingByDefault InferIsolatedConformances"
work=.build/fuzz
flags=(-O -wmo -sanitize=fuzzer,address -parse-as-library -swift-version 6 -package-name stuntdouble -I "$work")
flags+=(-I Sources/CStuntSystem)
for feature in $features; do flags+=(-enable-upcoming-feature "$feature"); done
mkdir -p "$work/$target/corpus"

# The linker names every AddressSanitizer symbol in a warning of its own: hundreds, and none of them ours.
compile() { swiftc "${flags[@]}" "$@" 2> >(grep -v 'Cannot export local symbol' >&2 || true); }

imported() { grep -Eho '^ *((package|internal|private|public) )?import Stunt[A-Za-z]+' "$@" | awk '{ print $NF }' | sort -u; }

wanted=$(imported "Tests/Fuzz/$target"/*.swift)
objects=()
for module in $modules; do
  [ -n "$wanted" ] || break
  object=$work/$module.o
  if [ ! -e "$object" ] || [ -n "$(find "Sources/$module" -newer "$object" -print -quit)" ]; then
    echo "compiling $module"
    find "Sources/$module" -name '*.swift' -print0 | sort -z | xargs -0 printf '%s\n' >"$work/$module.sources"
    compile -c -emit-module -module-name "$module" -emit-module-path "$work/$module.swiftmodule" -o "$object" "@$work/$module.sources"
  fi
  objects+=("$object")
  wanted=$(grep -vx "$module" <<<"$wanted" || true)
done
[ -z "$wanted" ] || { echo "Tests/Fuzz/$target imports what this script does not build: $wanted" >&2; exit 2; }

echo "compiling $target"
compile -module-name "Fuzz$target" "Tests/Fuzz/$target"/*.swift "${objects[@]}" -o "$work/$target/fuzz"

corpora=("$work/$target/corpus")
for folder in $(grep -oh 'Tests/Fixtures/fuzz/[A-Za-z0-9-]*' "Tests/Fuzz/$target"/*.swift | sort -u); do
  [ ! -d "$folder" ] || corpora+=("$folder")
done
options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1)
for dictionary in "Tests/Fuzz/$target"/*.dict; do
  [ ! -e "$dictionary" ] || options+=(-dict="$dictionary")
done
# Swift's own backtrace printer would take minutes over an instrumented binary.
SWIFT_BACKTRACE=enable=no "$work/$target/fuzz" "${options[@]}" -artifact_prefix="$work/$target/" "${@:3}" "${corpora[@]}"
