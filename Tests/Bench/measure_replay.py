"""A recording of 100,000 interactions: how long it takes to load, and whether its answers show its size."""

import json
import os
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from statistics import median

from lines import Line
from load import Load, alternate
from processes import cpu_seconds, resident_megabytes
from settings import REPLAYED, ROOT, ROUNDS, SERVER_PREFIX
from workload import OPENAI

SMALL = 1_000
# A whole job, recorded by our own writer: its submit and its polls are repeated with other ids and prompts.
SOURCE = ROOT / "Recordings" / "openai" / "completed.har"
SECONDS_MAX = 60


def replay(binary):
    with ExitStack() as stack:
        big, identifiers = stack.enter_context(recording(REPLAYED))
        small, few = stack.enter_context(recording(SMALL))
        loads, walls = zip(*(load_time(binary, big) for _ in range(min(3, ROUNDS))), strict=True)
        server = stack.enter_context(Replay(binary, big))
        beside = stack.enter_context(Replay(binary, small))
        note = (
            f"{median(walls):.2f} s of wall; {os.path.getsize(big) / 1024 / 1024:.0f} MB of HAR; "
            f"{server.resident:.0f} MB resident, with {SMALL:,} {beside.resident:.0f} MB"
        )
        lines = [Line(f"load {REPLAYED:,} interactions", "s of CPU", None, median(loads), "≤ 1 s", note)]
        for name, identifier in (
            ("first", identifiers[0]),
            ("middle", identifiers[len(identifiers) // 2]),
            ("last", identifiers[-1]),
        ):
            polls = tuple(
                Load(OPENAI.poll_path.format(one), OPENAI.fields) for one in (few[len(few) // 2], identifier)
            )
            base, ours = alternate(polls, beside, server)
            what = f"replay the {name} of {REPLAYED:,} : one of {SMALL:,}"
            note = f"{ours.rate:,.0f} requests/s"
            lines.append(Line(what, "CPU µs/request", base.cpu, ours.cpu, "≤ 1.2", note))
        return lines


@contextmanager
def recording(count):
    """A temporary HAR file of so many interactions, and the ids of its jobs in order."""
    log = json.loads(SOURCE.read_text())
    own = log["log"]["_stuntdouble"]
    timeline, name = json.dumps(own["timelines"][0]), own["timelines"][0]["job"]
    prompt = json.loads(log["log"]["entries"][0]["request"]["postData"]["text"])["prompt"]
    entries = [entry for entry in log["log"]["entries"] if not entry["request"]["url"].endswith("/content")]
    texts = [json.dumps(entry) for entry in entries]
    own["timelines"], log["log"]["entries"] = "TIMELINES", "ENTRIES"
    jobs = [f"video_{number:0{len(name) - 6}x}" for number in range(-(-count // len(texts)))]
    filled = (
        text.replace(name, job).replace(prompt, f"{prompt}, take {number}")
        for number, job in enumerate(jobs)
        for text in texts
    )
    timelines = ",".join(timeline.replace(name, job) for job in jobs)
    before, after = json.dumps(log).replace('"TIMELINES"', f"[{timelines}]").split('"ENTRIES"')
    with tempfile.NamedTemporaryFile("w", suffix=".har") as file:
        file.write(before + "[")
        for number, entry in zip(range(count), filled, strict=False):
            file.write((",\n" if number else "\n") + entry)
        file.write("\n]" + after)
        file.flush()
        yield file.name, jobs


def load_time(binary, path):
    """Seconds of the processor until it listens, in which other processes do not count, and of the wall."""
    with Replay(binary, path) as server:
        return server.load_seconds, server.wall_seconds


class Replay:
    """A running `replay`: `with Replay(binary, path) as server: … server.url`."""

    def __init__(self, binary, path):
        flags = ["--listen", "127.0.0.1:0", "--quiet", "--allow-unused"]
        self.command = [*SERVER_PREFIX, binary, "replay", path, *flags]

    def __enter__(self):
        start = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        if not first.startswith("listening on http://"):
            self.process.kill()
            raise RuntimeError(f"the first line on stdout is {first!r}")
        self.wall_seconds = time.monotonic() - start
        self.load_seconds = cpu_seconds(self.pid)
        self.url = first.removeprefix("listening on ").strip()
        self.resident = resident_megabytes(self.pid)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait(SECONDS_MAX)

    @property
    def pid(self):
        return self.process.pid
