"""From exec to the first answered request, and the memory of a server that has just started."""

import os
import socket
import subprocess
import tempfile
import time
from statistics import median

from harness.double import Double
from lines import Line
from nginx import Nginx, Reply, free_port, reply_sizes
from processes import resident_megabytes
from settings import LOAD_CORE, SERVER_CORE, SERVER_PREFIX, STARTS
from workload import OPENAI

REQUEST = (
    f"GET /openai/v1/videos HTTP/1.1\r\nHost: x\r\nAuthorization: {OPENAI.authorization}\r\n\r\n".encode()
)


def start(binary):
    ours = median([time_to_first_reply(*our_command(binary)) for _ in range(STARTS)])
    static = NginxCommand()
    nginx = median([time_to_first_reply(*static.command_and_port()) for _ in range(STARTS)])
    return [Line("exec to first reply, all providers", "ms", nginx, ours, "≤ 15 ms", f"median of {STARTS}")]


def embedded(binary):
    """A double in a test: no process is made, and documents are compiled once for each provider."""
    command = [*SERVER_PREFIX, binary, "bench-embedded", "--starts", str(STARTS)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in printed.splitlines()]
    lines = []
    for name, column in (("first", 2), ("further", 4)):
        worst = max(rows, key=lambda row: float(row[column]))
        note = f"{worst[0]}, the slowest of {len(rows)} providers"
        lines.append(Line(f"{name} double of a test", "ms", None, float(worst[column]), "≤ 10 ms", note))
    return lines


def idle_memory(binary):
    with Double(binary, prefix=SERVER_PREFIX) as server:
        reply_sizes(server.url, REQUEST)
        return [Line("resident when idle", "MB", None, resident_megabytes(server.pid), "≤ 20 MB")]


def our_command(binary):
    port = free_port()
    return [binary, "serve", "--listen", f"127.0.0.1:{port}", "--quiet"], port


class NginxCommand(Nginx):
    """Only the command line: it is started and stopped by the stopwatch."""

    def __init__(self):
        super().__init__(Reply("/", 0, 100))
        self.folder = tempfile.TemporaryDirectory()
        self.configure([0])

    def command_and_port(self):
        return self.command(), self.port


def time_to_first_reply(command, port):
    """Milliseconds from just before the process is made until a whole reply was read."""
    os.sched_setaffinity(0, {SERVER_CORE})  # inherited by the child, so that no wrapper is executed first
    try:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})
    try:
        while not answered(port):
            if time.perf_counter() - started > 10:
                raise RuntimeError(f"{command[0]} gave no reply within 10 s")
        return (time.perf_counter() - started) * 1000
    finally:
        process.terminate()
        process.wait(10)


def answered(port):
    """Tries once to connect, ask and read a 200; False while nobody listens yet."""
    with socket.socket() as connection:
        try:
            connection.connect(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.0001)
            return False
        connection.settimeout(10)
        connection.sendall(REQUEST)
        return connection.recv(65536).startswith(b"HTTP/1.1 200")
