"""Runs a program that serves, such as `stuntdouble record`, from its start to Ctrl-C."""

import queue
import signal
import socket
import subprocess
import threading
import time

from .report import true

START_SECONDS_MAX, STOP_SECONDS_MAX = 20, 30


class Program:
    """A program from its first line that names an address, or from its port's first answer, to Ctrl-C."""

    def __init__(self, *command, url=None):
        self.command, self.url = [str(word) for word in command], url

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
        )
        lines = queue.Queue()
        self.output = []
        threading.Thread(target=self._drain, args=[lines], daemon=True).start()
        while not self.url:
            line = lines.get(timeout=START_SECONDS_MAX)
            true(line, f"ended before it listened: {self.output}")
            if "http://127.0.0.1:" in line:
                self.url = "http://" + line.split("http://", 1)[1].split()[0].strip("/")
        for _ in range(START_SECONDS_MAX * 10):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self.url.rsplit(":", 1)[1]))) == 0:
                    return self
            time.sleep(0.1)
        raise AssertionError(f"does not listen: {self.output}")

    def _drain(self, lines):
        for line in self.process.stdout:
            self.output.append(line.rstrip())
            lines.put(line)
        lines.put("")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS_MAX)

    def __exit__(self, *_):
        self.stop()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
