"""nginx with one worker that answers fixed replies, as the yardstick: same size of head and body."""

import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from settings import SERVER_PREFIX

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  server_tokens off;
  default_type application/json;
  keepalive_requests 1000000000;
  keepalive_timeout 3600;
  client_body_temp_path {folder}/body;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
{locations}
  }}
}}
"""
LOCATION = """    location {match} {{ {pad}return 200 "{body}"; }}
"""
PAD_FIELD = "X-Pad: \r\n"


@dataclass
class Reply:
    """A fixed reply: where it is served (an nginx location match), and how many bytes it has."""

    match: str
    head_bytes: int
    body_bytes: int


class Nginx:
    def __init__(self, *replies):
        self.replies = replies
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self._start(pads=[0] * len(self.replies))
        pads = [max(0, reply.head_bytes - self._head_bytes(reply) - len(PAD_FIELD)) for reply in self.replies]
        self.stop()
        self._start(pads)
        return self

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()

    @property
    def pid(self):
        return self.process.pid

    def command(self):
        return ["nginx", "-p", self.folder.name, "-c", f"{self.folder.name}/nginx.conf"]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def _start(self, pads):
        self.configure(pads)
        self.process = subprocess.Popen([*SERVER_PREFIX, *self.command()], stderr=subprocess.DEVNULL)
        wait_for(self.port)

    def configure(self, pads):
        locations = ""
        for reply, pad in zip(self.replies, pads, strict=True):
            field = f'add_header X-Pad "{"x" * pad}"; ' if pad else ""
            locations += LOCATION.format(match=reply.match, pad=field, body="x" * reply.body_bytes)
        text = CONFIGURATION.format(folder=self.folder.name, port=self.port, locations=locations)
        Path(self.folder.name, "nginx.conf").write_text(text)

    def _head_bytes(self, reply):
        path = reply.match.split()[-1]
        return reply_sizes(self.url, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"nothing listens on port {port} after {seconds} s")


def reply_sizes(url, request):
    """Sends the raw request; the bytes of the reply's head and of its body."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        status = head.split()[1]
        if not status.startswith(b"2"):
            raise RuntimeError(
                f"{request.split(b' HTTP')[0].decode()} was answered {status.decode()}: {body.decode()}"
            )
        fields = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
        length = next(int(value) for name, _, value in fields if name.lower() == b"content-length")
        return len(head) + 4, length
