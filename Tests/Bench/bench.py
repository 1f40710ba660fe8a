#!/usr/bin/env python3
"""`make bench`: speed and memory beside nginx, as a table with targets; results as JSON under .bench.

The server and nginx are pinned to one core and the load to the other, rounds alternate, and medians are
compared. `bench.py NAME…` runs only those measurements. BENCH_SECONDS, BENCH_ROUNDS, BENCH_STARTS,
BENCH_JOBS, BENCH_REPLAYED and BENCH_IDLE_CONNECTIONS shorten it; BENCH_STRICT=1 makes a missed target an
error.
"""

import json
import os
import subprocess
import sys
import time

import settings
from harness.double import binary
from harness.needs import need_programs
from lines import print_table
from measure_judge import judge
from measure_memory import idle_connections, many_jobs
from measure_replay import replay
from measure_requests import fresh, mix, polls, submits
from measure_schema import schema
from measure_start import embedded, idle_memory, start
from processes import processor

MEASUREMENTS = {
    "polls": polls,
    "submits": submits,
    "fresh": fresh,
    "mix": mix,
    "schema": schema,
    "judge": judge,
    "replay": replay,
    "start": start,
    "embedded": embedded,
    "idle": idle_memory,
    "jobs": many_jobs,
    "connections": idle_connections,
}


def main(names):
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        sys.exit(f"no measurement {unknown[0]}; there are: {', '.join(MEASUREMENTS)}")
    if (os.cpu_count() or 1) < 2:
        sys.exit("the server and the load need a core each; this machine has one")
    need_programs("wrk", "nginx", "taskset")
    path = binary()
    os.sched_setaffinity(0, {settings.LOAD_CORE})
    lines, failures = [], []
    for name, measure in MEASUREMENTS.items():
        if names and name not in names:
            continue
        print(f"measuring {name} …", flush=True)
        try:
            lines += measure(path)
        except Exception as error:  # the other measurements are still worth having
            failures.append(name)
            print(f"  {name} failed: {type(error).__name__}: {error}", flush=True)
    print()
    print_table(lines)
    keep(lines, failures)
    below = [line for line in lines if line.verdict == "BELOW"]
    print(f"\n{len(lines)} lines, {len(below)} below target, {len(failures)} measurements failed", flush=True)
    return 1 if failures or (below and os.environ.get("BENCH_STRICT")) else 0


def keep(lines, failures):
    """Writes the run to .bench/DATE.json and to .bench/latest.json."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=settings.ROOT, capture_output=True, text=True)
    now = time.strftime("%Y-%m-%dT%H-%M-%S")
    run = {
        "date": now,
        "commit": commit.stdout.strip(),
        "processor": processor(),
        "seconds": settings.SECONDS,
        "rounds": settings.ROUNDS,
        "failed": failures,
        "lines": [line.record() for line in lines],
    }
    settings.RESULTS.mkdir(exist_ok=True)
    for name in (f"{now}.json", "latest.json"):
        (settings.RESULTS / name).write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
