"""A million finished jobs, and ten thousand connections that say nothing."""

import random
import socket
import tempfile
import time

from harness.double import Double
from lines import Line
from load import Load, alternate
from processes import allow_many_files, resident_megabytes
from settings import IDLE_CONNECTIONS, JOBS, SERVER_PREFIX
from workload import OPENAI, finish_jobs, make_jobs

POLLED = 100_000
FIRST = 1_000


def double(binary):
    return Double(binary, "--clock", "auto", "--seed", "1", prefix=SERVER_PREFIX)


def many_jobs(binary):
    """All jobs were polled to their end before memory is read, so that kept replies are counted too."""
    with double(binary) as server, PathFile() as first, PathFile() as random_order:
        empty = resident_megabytes(server.pid)
        started = time.perf_counter()
        identifiers = make_jobs(server.url, OPENAI, JOBS)
        finish_jobs(server.url, OPENAI, identifiers)
        note = f"{JOBS:,} jobs made and finished in {time.perf_counter() - started:.0f} s"
        full = resident_megabytes(server.pid)
        per_job = (full - empty) * 1024 * 1024 / JOBS
        first.write((identifiers[:FIRST] * (POLLED // FIRST + 1))[:POLLED])
        random_order.write(random.Random(1).choices(identifiers, k=POLLED))
        loads = tuple(Load("/", OPENAI.fields, "walk.lua", (paths.name,)) for paths in (first, random_order))
        base, ours = alternate(loads, server, server)
        return [
            Line(
                f"{JOBS:,} finished jobs",
                "MB resident",
                None,
                full,
                "≤ 1024 MB",
                f"{per_job:.0f} bytes a job; {note}",
            ),
            Line("polls in random order : of the first", "requests/s", base.rate, ours.rate, "≥ 0.95"),
            Line("polls in random order : of the first", "CPU µs/request", base.cpu, ours.cpu, "≤ 1.1"),
        ]


def idle_connections(binary):
    """Every connection has had one reply, and then stays open without a word while others poll."""
    allow_many_files(IDLE_CONNECTIONS + 4096)
    with double(binary) as quiet, double(binary) as crowded:
        identifiers = [finished_job(server) for server in (quiet, crowded)]
        before = resident_megabytes(crowded.pid)
        open_ones = [connect(crowded.url, identifiers[1]) for _ in range(IDLE_CONNECTIONS)]
        extra = resident_megabytes(crowded.pid) - before
        loads = tuple(Load(OPENAI.poll_path.format(identifier), OPENAI.fields) for identifier in identifiers)
        alone, beside = alternate(loads, quiet, crowded)
        still_open = sum(is_open(connection) for connection in open_ones)
        for connection in open_ones:
            connection.close()
    note = f"{still_open:,} of {IDLE_CONNECTIONS:,} still open at the end"
    return [
        Line(f"{IDLE_CONNECTIONS:,} idle connections", "MB extra", None, extra, "≤ 60 MB", note),
        Line("polls beside them : without them", "requests/s", alone.rate, beside.rate, "≥ 0.95"),
        Line("polls beside them : without them", "p99 µs", alone.p99, beside.p99, "≤ 1.5"),
    ]


def finished_job(server):
    identifier = make_jobs(server.url, OPENAI, 1)[0]
    finish_jobs(server.url, OPENAI, [identifier])
    return identifier


def connect(url, identifier):
    host, port = url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), 30)
    connection.sendall(OPENAI.poll_request(identifier))
    connection.recv(65536)
    return connection


def is_open(connection):
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


class PathFile:
    """A temporary file of poll paths, one a line, as walk.lua reads them."""

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile("w", suffix=".paths")
        self.name = self.file.name
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, identifiers):
        self.file.writelines(OPENAI.poll_path.format(one) + "\n" for one in identifiers)
        self.file.flush()
