"""Drives servers with wrk and reads its report; rounds alternate, so that both meet the same weather."""

import re
import subprocess
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from processes import cpu_seconds
from settings import CONNECTIONS, LOAD_PREFIX, ROUNDS, SECONDS

SCRIPTS = Path(__file__).parent / "wrk"
MICROSECONDS = {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}


@dataclass
class Load:
    """What wrk sends: a path, fields, and a script with its arguments where one is needed."""

    path: str
    fields: dict = field(default_factory=dict)
    script: str = ""
    arguments: tuple = ()

    def command(self, url, seconds):
        command = [
            *LOAD_PREFIX,
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            "--latency",
        ]
        for name, value in self.fields.items():
            command += ["-H", f"{name}: {value}"]
        if self.script:
            command += ["-s", str(SCRIPTS / self.script)]
        command.append(url + self.path)
        return [*command, "--", *self.arguments] if self.arguments else command


@dataclass
class Round:
    rate: float  # requests per second
    cpu: float  # microseconds of the server's CPU time per request
    p99: float  # microseconds


def run(load, server, seconds=SECONDS):
    """One round; any reply other than 2xx, or any socket error, fails the whole measurement."""
    before = cpu_seconds(server.pid)
    report = subprocess.run(
        load.command(server.url, seconds), capture_output=True, text=True, check=True
    ).stdout
    spent = cpu_seconds(server.pid) - before
    for complaint in re.findall(r"Non-2xx.*|Socket errors.*", report):
        raise RuntimeError(f"{server.url}{load.path}: {complaint.strip()}")
    requests = int(re.search(r"(\d+) requests in", report)[1])
    latency = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", report)
    return Round(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1]),
        cpu=spent * 1e6 / max(1, requests),
        p99=float(latency[1]) * MICROSECONDS[latency[2]],
    )


def alternate(load, first, second, rounds=ROUNDS):
    """The medians of both servers' rounds.

    A server may be a function that starts a fresh one for each round; the load may be one, or a pair.
    """
    loads = load if isinstance(load, tuple) else (load, load)
    results = ([], [])
    for position in range(rounds * 2):
        which = position % 2
        server = (first, second)[which]
        with server() if callable(server) else nullcontext(server) as running:
            results[which].append(run(loads[which], running))
    return medians(results[0]), medians(results[1])


def medians(rounds):
    return Round(*[median(getattr(one, name) for one in rounds) for name in ("rate", "cpu", "p99")])
