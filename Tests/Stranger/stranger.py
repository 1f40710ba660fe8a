#!/usr/bin/env python3
"""`make stranger`: builds a package that uses StuntTesting as a stranger would, runs its tests with both frameworks, and
demands of each that it passes, or fails with the right words at the test's own line."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Clients"))  # for the harness that starts servers

from harness.double import Double, binary  # noqa: E402

PACKAGE = ROOT / "Tests/Fixtures/stranger"
BUILD = ROOT / ".build/stranger"
TRAITS, REPLAYS, RECORDS = "TraitTests.swift", "ReplayTests.swift", "RecordTests.swift"
XCTESTS, REPLAY_XCTESTS = "XCTests.swift", "ReplayXCTests.swift"
FILES = {TRAITS: "StrangerTests", REPLAYS: "StrangerTests", RECORDS: "StrangerTests"}
FILES |= {XCTESTS: "StrangerXCTests", REPLAY_XCTESTS: "StrangerXCTests"}
FILES |= {"ReadmeTests.swift": "StrangerTests", "ReadmeXCTests.swift": "StrangerXCTests"}
FILES |= {"GuideTests.swift": "StrangerTests", "GuideXCTests.swift": "StrangerXCTests"}

# Each test that has to fail: where the failure points, and the words that it has to have. All others have to pass.
FAILURES = {
    "breaksTheContract": (TRAITS, "seconds"),
    "asksForNothing": (TRAITS, "no request reached the double of openai"),
    "asksForAnUnknownPath": (TRAITS, "no operation for GET /openai/v1/video/7; closest is"),
    "stopsLooking": (TRAITS, "the client stopped looking at job video_"),
    "misspellsTheScenario": (TRAITS, 'openai has no scenario "slwo"; did you mean "slow"?'),
    "misspellsTheProvider": (TRAITS, 'did you mean "openai"?'),
    "breaksTheContractInABody": (TRAITS, "seconds"),
    "complainsOnItsOwnTask": (TRAITS, "seconds"),
    "breaksTheContractInASuite": (TRAITS, "seconds"),
    "asksForSomethingElse": (REPLAYS, 'body /prompt was "A cat", not "A dog"'),
    "usesNothing": (REPLAYS, "UNUSED four-steps entry 1: openai createVideo"),
    "usesAPart": (REPLAYS, "PARTIAL four-steps entry 1: openai createVideo"),
    "misspellsTheRecording": (REPLAYS, 'no recording is named "for-steps"; did you mean "four-steps"?'),
    "usesNothingInABody": (REPLAYS, "UNUSED four-steps entry 1"),
    "records": (RECORDS, "STUNT_MODE=record STUNT_ALLOW_SPEND=1 swift test --filter 'records'"),
    "throwsAtAMiss": (REPLAYS, 'body /prompt was "A cat", not "A dog"', "Caught error"),
    "throwsAtAMissInABody": (REPLAYS, 'body /prompt was "A cat", not "A dog"', "Caught error"),
    "throwsAtABrokenContract": (TRAITS, "seconds", "Caught error"),
    "throwsAtABrokenContractInABody": (TRAITS, "seconds", "Caught error"),
    "testThrowsAtABrokenContract": (XCTESTS, "seconds", "threw error"),
    "testThrowsAtAMiss": (REPLAY_XCTESTS, 'body /prompt was "A cat", not "A dog"', "threw error"),
    "testBreaksTheContract": (XCTESTS, "seconds"),
    "testAsksForNothing": (XCTESTS, "no request reached the double of openai"),
    "testMisspellsTheScenario": (XCTESTS, 'openai has no scenario "lsow"; did you mean "slow"?'),
    "testBreaksTheContractInABody": (XCTESTS, "seconds"),
    "testUsesNothing": (REPLAY_XCTESTS, "UNUSED four-steps entry 1: openai createVideo"),
    "testUsesAPart": (REPLAY_XCTESTS, "PARTIAL four-steps entry 1: openai createVideo"),
    "testAsksForSomethingElse": (REPLAY_XCTESTS, 'body /prompt was "A cat", not "A dog"'),
    "testFailsBeforeItUsesAnything": (REPLAY_XCTESTS, "as the test itself says"),
    "testHasNoRecording": (REPLAY_XCTESTS, 'no recording is named "for-steps"; did you mean "four-steps"?'),
    "testUsesNothingInABody": (REPLAY_XCTESTS, "UNUSED four-steps entry 1"),
}
# What becomes of the test that records, by the environment, in this order: the words of its failure, or none.
LIVE = {"STUNT_MODE": "record", "STUNT_ALLOW_SPEND": "1"}
RECORDINGS = [
    ({**LIVE, "CI": "true"}, ["while CI is set, and nothing goes to a provider"]),
    ({**LIVE, "STUNT_MODE": "recrod"}, ['did you mean "record"?']),
    ({**LIVE, "STUNT_ALLOW_SPEND": ""}, ["or with STUNT_ALLOW_SPEND=1", "nothing was recorded", "Caught error"]),
    ({**LIVE, "STUNT_UPSTREAM": "http://127.0.0.1:9"}, ["127.0.0.1 port 9 cannot be reached", "nothing was recorded", "Caught error"]),
    (LIVE, []),
    ({**LIVE, "STUNT_MODE": "record-missing", "STUNT_UPSTREAM": "http://127.0.0.1:9"}, []),
    ({**LIVE, "STUNT_MODE": "compare"}, []),
    ({"CI": "true"}, []),
]
CONNECTS = ROOT / "Tests/Fixtures/connects/connects.c"
RECORDED = PACKAGE / "Tests/StrangerTests/Recordings"
SECONDS_MAX = 900


def run(*flags, **variables):
    """What the runner printed, standard output and standard error."""
    command = ["swift", "test", "--package-path", str(PACKAGE), "--scratch-path", str(BUILD), *flags]
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | variables
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS_MAX, env=environment)
    return done.returncode, done.stdout


def record():
    """Runs the test that records in each environment, with a double as the provider; what is wrong."""
    shutil.rmtree(RECORDED, ignore_errors=True)
    try:
        with Double(binary(), "--clock", "auto") as double:
            for variables, words in RECORDINGS:
                given = {"STUNT_UPSTREAM": double.url, **variables}
                code, output = run("--skip-build", "--filter", "RecordTests", **given)
                issues = [issue for issues in failures(output, {}).values() for issue in issues]
                found = [issue for issue in issues if issue[0] == RECORDS and any(word in issue[2] for word in words)]
                missing = [word for word in words if not any(word in issue[2] for issue in issues)]
                if missing or len(found) != len(issues) or bool(code) != bool(words):
                    yield f"with {variables} the test that records ends with {code} and {issues}, not with {words}"
        file = RECORDED / "recorded-by-a-stranger.har"
        for is_old in (False, True):
            if is_old:
                file.write_text(re.sub(r'("at": ")\d{4}-', r"\g<1>2020-", file.read_text()))
            code, output = run("--skip-build", "--filter", "RecordTests")
            if code or ("stuntdouble: warning: " in output) != is_old:
                yield f"a recording that is {'old' if is_old else 'new'} ends with {code}: {output[-500:]}"
    finally:
        shutil.rmtree(RECORDED, ignore_errors=True)


def watch():
    """Whom tests connect to that replay: nobody without a socket, and this machine alone with one; what is wrong."""
    compiler = next(filter(None, map(shutil.which, ["clang", "cc", "gcc"])), None)
    if sys.platform != "linux" or not compiler:
        return print("whom replays connect to is not watched: that needs a C compiler, and LD_PRELOAD")
    library, notes = BUILD / "connects.so", BUILD / "connects.txt"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, CONNECTS, "-ldl"], check=True)
    for test, peers in {"eplaysWithoutASocket": set(), r"ReplayTests/replays\(": {"127.0.0.1"}}.items():
        notes.unlink(missing_ok=True)
        code, output = run("--skip-build", "--filter", test, LD_PRELOAD=str(library), STUNT_CONNECTS=str(notes))
        lines = notes.read_text().splitlines() if notes.exists() else []
        if code or "replays" not in output.lower() or {line.split()[2] for line in lines} != peers:
            yield f"{test} ends with {code} and connects: {lines}"


def functions():
    """Every test function of the package, with its lines."""
    found = {}
    for name, folder in FILES.items():
        pattern = r"func (test\w+)" if name.endswith("XCTests.swift") else r"@Test[^\n]*?\n?[^\n]*?func (\w+)"
        text = (PACKAGE / "Tests" / folder / name).read_text()
        starts = [(match.group(1), text.count("\n", 0, match.start()) + 1) for match in re.finditer(pattern, text)]
        for (test, first), following in zip(starts, [*starts[1:], (None, text.count("\n") + 2)]):
            found[test] = (name, first, following[1] - 1)
    return found


def failures(output, tests):
    """The failures by test: (file, line, words)."""
    found = {}
    pattern = r"[^\n]*Test (?:case passing \d+ argument[^\n]*? to )?\"?(\w+)\(.*?recorded an issue(?: with \d+ argument[^\n]*?)? at (\w+\.swift):(\d+):\d+: ([^\n]*(?:\n↳[^\n]*)*)"
    for test, file, line, words in re.findall(pattern, output):
        found.setdefault(test, []).append((file, int(line), words))
    for path, line, test, words in re.findall(r"(\S+\.swift):(\d+): error: \w+\.(\w+) : ([^\n]*)", output):
        found.setdefault(test, []).append((Path(path).name, int(line), words))
    for test, words in re.findall(r"<EXPR>:0: error: \w+\.(\w+) : ([^\n]*)", output):
        found.setdefault(test, []).append((tests[test][0], tests[test][1], words))
    return found


def complaints(tests, found, code):
    for test, (file, first, last) in tests.items():
        issues = found.get(test, [])
        if test not in FAILURES:
            if issues:
                yield f"{test} has to pass, but: {issues}"
            continue
        where, *expected = FAILURES[test]
        for words in expected:
            if not any(words in issue[2] for issue in issues):
                yield f"{test} has to fail with {words!r}, but: {issues}"
        for issue in issues:
            if issue[0] != where or not any(words in issue[2] for words in expected):
                yield f"{test} has to fail in {where} with {expected}, but: {issue}"
    for test in FAILURES.keys() - tests.keys():
        yield f"{test} is expected to fail, but is not there"
    if code == 0:
        yield "the runner's exit code is 0, though tests failed"


def main():
    code, output = run()
    tests = functions()
    found = failures(output, tests)
    wrong = list(complaints(tests, found, code)) + list(record()) + list(watch())
    ran = len(set(re.findall(r"Test (?:Case ')?[\"']?(?:\w+\.)?(\w+)(?:\([\w:]*\))?[\"']? started", output)) & tests.keys())
    if ran != len(tests):
        wrong.append(f"{ran} of {len(tests)} tests ran")
    if wrong:
        print(output[-6000:])
    for line in wrong:
        print(f"WRONG {line}")
    print(f"stranger: {len(tests)} tests, {len(tests) - len(FAILURES)} have to pass, {len(FAILURES)} have to fail, {len(RECORDINGS)} environments, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
