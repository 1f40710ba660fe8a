"""How long and how much to measure; all of it can be shortened from the environment."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Clients"))  # for the harness that clients and bench share

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
STARTS = int(os.environ.get("BENCH_STARTS", "20"))
JOBS = int(os.environ.get("BENCH_JOBS", "1000000"))
REPLAYED = int(os.environ.get("BENCH_REPLAYED", "100000"))
IDLE_CONNECTIONS = int(os.environ.get("BENCH_IDLE_CONNECTIONS", "10000"))
CONNECTIONS = 64
SERVER_CORE, LOAD_CORE = 0, 1
SERVER_PREFIX = ("taskset", "-c", str(SERVER_CORE))
LOAD_PREFIX = ("taskset", "-c", str(LOAD_CORE))
RESULTS = ROOT / ".bench"
