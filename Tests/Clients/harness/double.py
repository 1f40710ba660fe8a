"""Starts the server under test as a user does, and stops it with Ctrl-C."""

import json
import os
import queue
import signal
import subprocess
import threading
import urllib.error
import urllib.request

from .needs import ROOT

BUILD = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "stuntdouble"]
BASE_PATHS = ["/lumenfall/v1", "/lumenfall/openai/v1", "/fal/queue", "/fal/run", "/fal/rest", "/fal/cdn", "/uniall", "/openai/v1"]
START_SECONDS_MAX = 10
STOP_SECONDS_MAX = 10


def binary():
    """The executable named by STUNT_SERVER, or the release build."""
    named = os.environ.get("STUNT_SERVER")
    if named:
        return os.path.abspath(named)
    subprocess.run(BUILD, cwd=ROOT, check=True)
    shown = subprocess.run([*BUILD, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return os.path.join(shown.stdout.strip(), "stuntdouble")


class Double:
    """A running server: `with Double(binary, "--clock", "auto") as double: … double.url`."""

    def __init__(self, path, *flags, listen="127.0.0.1:0", prefix=()):
        self.command = [*prefix, path, "serve", "--listen", listen, "--quiet", *flags]
        self.exit_code = None

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._drain, daemon=True).start()
        try:
            first = self._next_line()
            if not first.startswith("listening on http://"):
                raise RuntimeError(
                    f"the first line on stdout is {first!r}, not 'listening on http://HOST:PORT'"
                )
            self.url = first.removeprefix("listening on ").strip()
            self.base_urls = self._read_base_urls()
        except BaseException:
            self.process.kill()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        """Sends SIGINT and waits; the exit code is 0 when it stopped cleanly."""
        if self.exit_code is not None:
            return self.exit_code
        self.process.send_signal(signal.SIGINT)
        try:
            self.exit_code = self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.exit_code = self.process.wait()
        return self.exit_code

    def _drain(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def _next_line(self, seconds=START_SECONDS_MAX):
        try:
            return self.lines.get(timeout=seconds)
        except queue.Empty:
            raise RuntimeError(f"no line on stdout within {seconds} s") from None

    def _read_base_urls(self):
        """The lines after the first, until all providers' addresses were seen."""
        seen = []
        while not all(any(self.url + path in line for line in seen) for path in BASE_PATHS):
            line = self._next_line(seconds=2)
            if not line:
                raise RuntimeError("the server ended while it printed its base URLs")
            seen.append(line.strip())
        return seen


def ask(url, method="GET", body=None, fields=None):
    """One request to the double, for the drivers' own needs: status and decoded JSON (or None)."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, method=method, headers=dict(fields or {}))
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, content = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, content = error.code, error.read()
    try:
        return status, json.loads(content) if content else None
    except ValueError:
        return status, None
