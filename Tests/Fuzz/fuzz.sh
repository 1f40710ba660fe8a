#!/usr/bin/env bash
# fuzz.sh TARGET SECONDS: builds Tests/Fuzz/TARGET with libFuzzer and AddressSanitizer, and runs it.
#
# SwiftPM cannot link libFuzzer's main, so the modules are compiled here, in the order in which they depend on each
# other and no further than the target imports them. New inputs gather in .build/fuzz/TARGET/corpus; inputs kept under
# Tests/Fuzz/TARGET/Corpus are where it starts. A crash leaves its input in .build/fuzz/TARGET and a non-zero exit code.
set -euo pipefail

cd "$(dirname "$0")/../.."
target=${1:?name a target: $(ls -d Tests/Fuzz/*/ | xargs -n1 basename | tr '\n' ' ')}
seconds=${2:-60}
[ -d "Tests/Fuzz/$target" ] || { echo "no target $target; there are: $(ls -d Tests/Fuzz/*/ | xargs -n1 basename | tr '\n' ' ')"; exit 2; }

modules="StuntJSON StuntHTTP StuntMedia StuntSchema StuntContract StuntEngine"
features="ExistentialAny InternalImportsByDefault MemberImportVisibility NonisolatedNonsendingByDefault InferIsolatedConformances"
work=.build/fuzz
flags=(-O -wmo -sanitize=fuzzer,address -parse-as-library -swift-version 6 -package-name stuntdouble -I "$work")
for feature in $features; do flags+=(-enable-upcoming-feature "$feature"); done
mkdir -p "$work/$target/corpus"

# The linker names every AddressSanitizer symbol in a warning of its own: hundreds, and none of them ours.
compile() { swiftc "${flags[@]}" "$@" 2> >(grep -v 'Cannot export local symbol' >&2 || true); }

imported() { grep -Eho '^((package|internal|private|public) )?import Stunt[A-Za-z]+' "$@" | awk '{ print $NF }' | sort -u; }

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
[ -z "$wanted" ] || { echo "Tests/Fuzz/$target imports what this script does not build: $wanted"; exit 2; }

echo "compiling $target"
compile -module-name "Fuzz$target" "Tests/Fuzz/$target"/*.swift "${objects[@]}" -o "$work/$target/fuzz"

corpora=("$work/$target/corpus")
[ ! -d "Tests/Fuzz/$target/Corpus" ] || corpora+=("Tests/Fuzz/$target/Corpus")
# Swift's own backtrace printer would take minutes over an instrumented binary.
SWIFT_BACKTRACE=enable=no "$work/$target/fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 \
  -artifact_prefix="$work/$target/" "${corpora[@]}"
