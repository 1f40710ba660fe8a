"""Usage: yardstick.py SCHEMAS POINTER INSTANCE [SECONDS]. The same question for jsonschema-rs, from PyPI."""

import json
import statistics
import sys
import time

import jsonschema_rs

schemas, pointer, path = sys.argv[1:4]
seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 1
document = json.load(open(schemas))
document["$ref"] = "#" + pointer
validator = jsonschema_rs.Draft202012Validator(document, validate_formats=True)
instance = json.load(open(path))
assert validator.is_valid(instance)


def measure(calls):
    start = time.perf_counter_ns()
    for _ in range(calls):
        validator.is_valid(instance)
    return (time.perf_counter_ns() - start) / calls


calls = max(1000, int(seconds / 50 * 1e9 / measure(1000)))
print("validate", statistics.median(measure(calls) for _ in range(50)))
