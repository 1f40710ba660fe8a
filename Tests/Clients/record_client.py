"""The recorder as a process: killed at fifty points, interrupted, out of room, and before servers with certificates.

What a client has got to its end is in the file, whatever becomes of the recorder; a certificate that is not good is
refused with the reason.
"""

import http.client
import json
import os
import random
import signal
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from harness.needs import need_programs
from harness.recorder import FILM_START, Authority, Proxy, Recorder, Server, shown
from harness.report import Report, equal, true

POINTS = 50
FILM = len(FILM_START) + (256 << 20)
CLIENTS = 4


class Traffic:
    """Clients that ask for one job after the other, and write down which answers they got to the end."""

    def __init__(self, port, count=10_000):
        self.port, self.count = port, count
        self.finished = []
        self.begun = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=[number]) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, client):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            for number in range(self.count):
                job = f"video_{client}_{number}"
                connection.request("GET", f"/openai/v1/videos/{job}", headers={"Authorization": "Bearer sk-test"})
                answer = connection.getresponse()
                content = answer.read()
                if answer.status == 200 and json.loads(content)["id"] == job:
                    self.finished.append(job)
                    self.begun.set()
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the recorder is gone: that is what this is about

    def join(self):
        for thread in self.threads:
            thread.join()
        return self.finished


def missing(finished, urls):
    recorded = {url.rsplit("/", 1)[1] for url in urls}
    return [job for job in finished if job not in recorded]


def killed(folder, server, point):
    """One life of a recorder, ended by SIGKILL at a point; the number of exchanges that clients had finished."""
    file = Path(folder, f"killed-{point}.har")
    chance = random.Random(point)
    with Recorder(file, f"http://127.0.0.1:{server.port}", "--quiet") as recorder:
        traffic = Traffic(recorder.port)
        if point % 10 == 9:  # in the middle of the end
            traffic.begun.wait(10)
            time.sleep(chance.uniform(0, 0.05))
            recorder.process.send_signal(signal.SIGINT)
            time.sleep(chance.uniform(0, 0.02))
        elif point % 10:  # in the middle of the traffic
            traffic.begun.wait(10)
            time.sleep(chance.uniform(0, 0.12))
        recorder.process.kill()
        recorder.process.wait()
        finished = traffic.join()
    urls = shown(file)
    equal(missing(finished, urls), [], f"finished exchanges that are not in the file of point {point}")
    left = [name for name in os.listdir(folder) if name.startswith(f"{file.name}.")]
    true(point % 10 == 9 or not left, f"{left} is left behind")
    return len(finished)


def crashes(report, folder):
    with report.case("openai", f"kill -9 at {POINTS} points") as row, Server(padding=2_000) as server:
        finished = [killed(folder, server, point) for point in range(POINTS)]
        row.detail = f"{sum(finished)} finished exchanges, none lost; {min(finished)} to {max(finished)} a life"
    for name, how in (("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM)):
        with report.case("openai", name) as row, Server() as server:
            file = Path(folder, f"{name}.har")
            with Recorder(file, f"http://127.0.0.1:{server.port}", "--quiet") as recorder:
                traffic = Traffic(recorder.port)
                traffic.begun.wait(10)
                equal(recorder.stop(how), 0, "exit code")
                finished = traffic.join()
            equal(missing(finished, shown(file)), [], "finished exchanges that are not in the file")
            order = [entry["startedDateTime"] for entry in json.loads(file.read_text())["log"]["entries"]]
            equal(order, sorted(order), "the order of entries")
            row.detail = f"{len(finished)} finished exchanges, in order"


def full(report, folder):
    """A limit on the file's size is what a full disk is, and needs no disk: the system's call fails (EFBIG)."""
    with report.case("openai", "no room for the file") as row, Server(padding=2_000) as server:
        file = Path(folder, "full.har")
        limit = ["prlimit", "--fsize=60000"]
        with Recorder(file, f"http://127.0.0.1:{server.port}", prefix=limit) as recorder:
            Traffic(recorder.port, count=20).join()
            equal(recorder.stop(), 2, "exit code")
        true("File too large" in recorder.errors, f"standard error: {recorder.errors[-300:]}")
        urls = shown(file)
        true(5 < len(urls) < 80, f"{len(urls)} exchanges")
        json.loads(file.read_text())
        row.detail = f"{len(urls)} exchanges fitted, the others were told"


def large(report, folder):
    with report.case("openai", "a film of 256 MiB, as a stand-in") as row, Server(megabytes=256) as server:
        file = Path(folder, "large.har")
        flags = ["--quiet", "--stand-ins", "1000"]
        with Recorder(file, f"http://127.0.0.1:{server.port}", *flags) as recorder:
            before = recorder.peak_kilobytes
            began = time.monotonic()
            with urllib.request.urlopen(f"{recorder.url}/openai/v1/videos/film/content") as answer:
                length = sum(iter(lambda: len(answer.read(1 << 20)), 0))
            seconds = time.monotonic() - began
            equal(length, FILM, "bytes of the film")
            grown = recorder.peak_kilobytes - before
            true(grown < 64_000, f"memory grew by {grown} kB")
            equal(recorder.stop(), 0, "exit code")
        entry = json.loads(file.read_text())["log"]["entries"][0]
        equal(entry["response"]["content"]["_standIn"]["size"], FILM, "size in the file")
        row.detail = f"memory grew by {grown // 1024} MiB, {256 / seconds:.0f} MiB/s"


CERTIFICATES = [
    ("a good name", "good", "localhost", True, None),
    ("a good address", "good", "127.0.0.1", True, None),
    ("another name", "wrong", "localhost", True, "its certificate is for another name"),
    ("another address", "wrong", "127.0.0.1", True, "its certificate is for another name"),
    ("over since a second", "old", "localhost", True, "certificate has expired"),
    ("an authority that nobody knows", "good", "localhost", False, "authority that is not trusted here"),
]


def secure(report, folder):
    authority = Authority(folder)
    authority.certificate("good", "DNS:localhost,IP:127.0.0.1")
    authority.certificate("wrong", "DNS:other.example,IP:127.0.0.2")
    authority.certificate("old", "DNS:localhost,IP:127.0.0.1", days=0)
    time.sleep(1.1)  # the shortest time that a certificate can be good for
    for name, certificate, host, is_known, reason in CERTIFICATES:
        with report.case("openai", f"TLS, {name}") as row, Server(os.path.join(folder, certificate)) as server:
            file = Path(folder, f"tls-{name}.har".replace(" ", "-"))
            flags = ["--ca-file", authority.file] if is_known else []
            with Recorder(file, f"https://{host}:{server.port}", *flags) as recorder:
                connection = http.client.HTTPConnection("127.0.0.1", recorder.port, timeout=20)
                connection.request("GET", "/openai/v1/videos/video_1")
                answer = connection.getresponse()
                content = answer.read().decode()
                if reason:
                    equal(answer.status, 502, f"status ({content})")
                    true(reason in content, content)
                else:
                    equal(answer.status, 200, f"status ({content})")
                equal(recorder.stop(), 0, "exit code")
            row.detail = content[content.find("no secure") :][:150] if reason else "answered"
    authority.certificate("named", "DNS:provider.example")
    with report.case("openai", "TLS, through HTTPS_PROXY") as row:
        with Server(os.path.join(folder, "named")) as server, Proxy(server.port) as proxy:
            file = Path(folder, "tls-proxy.har")
            named = {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", "https_proxy": "", "NO_PROXY": "", "no_proxy": ""}
            flags = ["--ca-file", authority.file]
            with Recorder(file, "https://provider.example", *flags, environment=named) as recorder:
                with urllib.request.urlopen(f"{recorder.url}/openai/v1/videos/video_1") as answer:
                    equal(json.loads(answer.read())["id"], "video_1", "job")
            equal(proxy.asked, ["CONNECT provider.example:443 HTTP/1.1"], "what the proxy was asked")
            row.detail = proxy.asked[0]
    with report.case("openai", "TLS, a body of 16 MiB each way") as row, Server(os.path.join(folder, "good"), megabytes=16) as server:
        file = Path(folder, "tls-large.har")
        with Recorder(file, f"https://localhost:{server.port}", "--ca-file", authority.file) as recorder:
            request = urllib.request.Request(f"{recorder.url}/openai/v1/files", data=bytes(16 << 20), headers={"Content-Type": "application/octet-stream"})
            equal(json.loads(urllib.request.urlopen(request).read())["bytes"], 16 << 20, "bytes sent")
            with urllib.request.urlopen(f"{recorder.url}/openai/v1/videos/film/content") as answer:
                equal(len(answer.read()), len(FILM_START) + (16 << 20), "bytes received")


def unclear(report, folder):
    with report.case("openai", "a file that is there already") as row, Server() as server:
        file = Path(folder, "there.har")
        file.write_text("mine")
        try:
            with Recorder(file, f"http://127.0.0.1:{server.port}") as recorder:
                recorder.stop()
            raise AssertionError("it was recorded into")
        except RuntimeError:
            equal(file.read_text(), "mine", "the file")
    with report.case("openai", "two recorders of one file") as row, Server() as server:
        file = Path(folder, "two.har")
        with Recorder(file, f"http://127.0.0.1:{server.port}") as first:
            try:
                with Recorder(file, f"http://127.0.0.1:{server.port}", "--overwrite"):
                    raise AssertionError("both record")
            except RuntimeError as error:
                true("" in str(error), str(error))
            Traffic(first.port, count=1).join()
            equal(first.stop(), 0, "exit code")
        equal(len(shown(file)), CLIENTS, "exchanges of the first")


def main():
    need_programs("openssl", "prlimit")
    report = Report("stuntdouble record")
    with tempfile.TemporaryDirectory() as folder:
        crashes(report, folder)
        full(report, folder)
        large(report, folder)
        secure(report, folder)
        unclear(report, folder)


main()
