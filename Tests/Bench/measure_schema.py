"""One document against one schema: ours inside the executable, and jsonschema-rs called from Python."""

import json
import re
import subprocess
from statistics import median

from harness.needs import venv
from lines import Line
from settings import LOAD_PREFIX, ROOT, ROUNDS, SECONDS

OPERATION = "fal submitTextToVideo"  # as bench-schema names it; it prints a block for every operation
YARDSTICK = """
import json, sys, time
import jsonschema_rs
schema, document, seconds = json.load(sys.stdin)
validator = jsonschema_rs.validator_for(schema)
assert validator.is_valid(document) and not validator.is_valid({})
is_valid, count, started = validator.is_valid, 0, time.perf_counter()
while time.perf_counter() - started < seconds:
    for _ in range(1000):
        is_valid(document)
    count += 1000
print((time.perf_counter() - started) / count * 1e9)
"""


def schema(binary):
    """Alternating rounds on the same core; nanoseconds a validation, so less is better."""
    python = venv("bench", "jsonschema-rs")
    theirs, ours = [], []
    for _ in range(ROUNDS):
        nanoseconds, document = our_round(binary)
        ours.append(nanoseconds)
        theirs.append(yardstick(python, document))
    speedup = median(theirs) / median(ours)
    note = f"jsonschema-rs is_valid on parsed objects, called from Python; {speedup:.1f} times as fast"
    return [Line("validate fal text-to-video input", "ns", median(theirs), median(ours), "≤ 0.5", note)]


def our_round(binary):
    """Our nanoseconds, and the document, which bench-schema prints so that both judge the same one."""
    command = [*LOAD_PREFIX, binary, "bench-schema", "--seconds", str(round_seconds() / 4)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    block = re.search(
        rf"^{OPERATION} (.*?)^nanoseconds-per-validation ([\d.]+)$", printed, re.MULTILINE | re.DOTALL
    )
    return float(block[2]), block[1]


def yardstick(python, document):
    given = json.dumps([input_schema(), json.loads(document), round_seconds()])
    command = [*LOAD_PREFIX, python, "-c", YARDSTICK]
    return float(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)


def round_seconds():
    return min(1.0, SECONDS)


def input_schema():
    """The request body's schema as the contract has it, its components beside it."""
    contract = json.loads((ROOT / "Contracts/providers/fal/openapi.json").read_text())
    for path, item in contract["paths"].items():
        if path.endswith("/sora-2/text-to-video"):
            body = item["post"]["requestBody"]["content"]["application/json"]["schema"]
            return {**body, "components": contract["components"]}
    raise RuntimeError("the fal contract has no path …/sora-2/text-to-video")
