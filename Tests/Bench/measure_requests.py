"""Polls, submits and their mix, beside nginx serving static replies of the same size."""

import tempfile
from contextlib import contextmanager
from functools import partial

from harness.double import Double
from lines import Line
from load import Load, alternate
from nginx import Nginx, Reply, reply_sizes
from settings import SERVER_PREFIX
from workload import FAL, OPENAI, finish_jobs, make_jobs

POLLED_JOBS = 100
DIFFERENT_BODIES = 10_000  # more than a tenant remembers, less than wrk would need long for
# The clock that users have, twenty times faster: jobs are done at once, and none expires while measured.
FLAGS = ("--clock", "real", "--speed", "20", "--seed", "1")


def double(binary):
    return Double(binary, *FLAGS, prefix=SERVER_PREFIX)


def compared(name, nginx, ours, rate, cpu, p99=""):
    """The three lines of one measurement."""
    return [
        Line(name, "requests/s", nginx.rate, ours.rate, rate),
        Line(name, "CPU µs/request", nginx.cpu, ours.cpu, cpu),
        Line(name, "p99 µs", nginx.p99, ours.p99, p99),
    ]


def polls(binary):
    """GET of a completed job's state."""
    lines = []
    for target in (OPENAI, FAL):
        with double(binary) as server:
            identifier = make_jobs(server.url, target, 1)[0]
            finish_jobs(server.url, target, [identifier])
            head, body = reply_sizes(server.url, target.poll_request(identifier))
            with Nginx(Reply("/", head, body)) as nginx:
                load = Load(target.poll_path.format(identifier), target.fields)
                name = f"poll {target.name} ({head}+{body} bytes)"
                lines += compared(name, *alternate(load, nginx, server), "≥ 0.95", "≤ 1.1", "≤ 1.5")
    return lines


def submits(binary):
    """POST of a job; every round has a fresh server, because each one makes hundreds of thousands of jobs."""
    lines = []
    for target in (OPENAI, FAL):
        with double(binary) as server:
            head, body = reply_sizes(server.url, target.submit_request())
        with Nginx(Reply("/", head, body)) as nginx:
            load = Load(target.submit_path, target.fields, "post.lua", (target.body,))
            name = f"submit {target.name} ({len(target.body)} bytes)"
            lines += compared(name, *alternate(load, nginx, partial(double, binary)), "≥ 0.85", "≤ 1.3")
    return lines


def fresh(binary):
    """POST of jobs whose prompts all differ, as from users; jobs with one prompt share its bytes."""
    lines = []
    for target in (OPENAI, FAL):
        with tempfile.NamedTemporaryFile("w", suffix=".bodies") as bodies:
            bodies.writelines(target.body_numbered(number) + "\n" for number in range(DIFFERENT_BODIES))
            bodies.flush()
            with double(binary) as server:
                head, body = reply_sizes(server.url, target.submit_request())
            with Nginx(Reply("/", head, body)) as nginx:
                load = Load(target.submit_path, target.fields, "posts.lua", (bodies.name,))
                name = f"submit {target.name}, prompts differ"
                lines += compared(name, *alternate(load, nginx, partial(double, binary)), "≥ 0.85", "≤ 1.3")
    return lines


def mix(binary):
    """One submit to four polls of finished jobs."""
    lines = []
    for target in (OPENAI, FAL):
        with tempfile.NamedTemporaryFile("w", suffix=".paths") as paths:
            with prepared(binary, target, paths) as server:
                submit = Reply(f"= {target.submit_path}", *reply_sizes(server.url, target.submit_request()))
                poll = Reply("/", *reply_sizes(server.url, target.poll_request(server.identifier)))
            with Nginx(submit, poll) as nginx:
                load = Load("/", target.fields, "mix.lua", (target.submit_path, target.body, paths.name))
                results = alternate(load, nginx, partial(prepared, binary, target, paths))
                lines += compared(f"1 submit : 4 polls {target.name}", *results, "≥ 0.9", "")
    return lines


@contextmanager
def prepared(binary, target, paths):
    """A fresh server with finished jobs; the same seed makes the same ids, and they are written for wrk."""
    with double(binary) as server:
        identifiers = make_jobs(server.url, target, POLLED_JOBS)
        finish_jobs(server.url, target, identifiers)
        server.identifier = identifiers[0]
        paths.seek(0)
        paths.truncate()
        paths.writelines(target.poll_path.format(one) + "\n" for one in identifiers)
        paths.flush()
        yield server
