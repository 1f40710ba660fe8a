"""A recorder under test, and servers that it records: plain ones, and ones with certificates of every kind."""

import json
import os
import queue
import signal
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .double import binary

SECONDS_MAX = 20
FILM_START = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"  # what tells a film from other bytes
FILM_PIECE = bytes(range(256)) * 4096


class Recorder:
    """A running `stuntdouble record`: `with Recorder(file, upstream) as recorder: … recorder.url`."""

    def __init__(self, file, upstream, *flags, prefix=(), environment=None):
        self.command = [*prefix, binary(), "record", "--provider", "openai", "--to", str(file)]
        self.command += ["--upstream", upstream, "--listen", "127.0.0.1:0", "--allow-spend", *flags]
        self.errors = ""
        self.environment = {**os.environ, **(environment or {})}

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._drain, args=[self.process.stdout], daemon=True).start()
        self.reader = threading.Thread(target=self._read_errors, daemon=True)
        self.reader.start()
        first = self.lines.get(timeout=SECONDS_MAX)
        if not first.startswith("listening on "):
            raise RuntimeError(f"the first line is {first!r}: {self.errors}")
        self.url = first.removeprefix("listening on ").strip()
        self.port = int(self.url.rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        code = self.process.wait(SECONDS_MAX)
        self.reader.join(SECONDS_MAX)
        return code

    @property
    def peak_kilobytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

    def _drain(self, stream):
        for line in stream:
            self.lines.put(line)
        self.lines.put("")

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors += line


def shown(file):
    """The URLs of a recording's exchanges, as `stuntdouble show` reads the file."""
    done = subprocess.run([binary(), "show", "--json", str(file)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"the file cannot be read: {done.stderr[-300:]}")
    urls = []

    def walk(value):
        if isinstance(value, dict):
            urls.extend(text for name, text in value.items() if name == "url" and isinstance(text, str))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(done.stdout))
    return urls


class Server:
    """A server that answers every GET with a job, and paths with `film` with so many megabytes."""

    def __init__(self, certificate=None, padding=0, megabytes=64):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if "film" in self.path:
                    return self.film()
                job = {"id": self.path.rsplit("/", 1)[1], "status": "queued", "prompt": "x" * padding}
                self.answer("application/json", json.dumps(job).encode())

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                left = length
                while left:
                    left -= len(self.rfile.read(min(left, 1 << 20)))
                self.answer("application/json", json.dumps({"id": "file_1", "bytes": length}).encode())

            def film(self):
                self.send_response(200)
                self.send_header("Content-Type", "video/mp4")
                self.send_header("Content-Length", str(len(FILM_START) + (megabytes << 20)))
                self.end_headers()
                self.wfile.write(FILM_START)
                for _ in range(megabytes):
                    self.wfile.write(FILM_PIECE)

            def answer(self, kind, body):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Proxy:
    """A proxy that connects everybody to one port of this machine, whatever they ask for (RFC 9110, 9.3.6)."""

    def __init__(self, port):
        self.target = port
        self.asked = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += client.recv(1)
            self.asked.append(head.split(b"\r\n")[0].decode())
            server = socket.create_connection(("127.0.0.1", self.target))
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self.carry, args=[source, sink], daemon=True).start()

    def carry(self, source, sink):
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Authority:
    """An authority of certificates in a folder, made by the openssl command."""

    def __init__(self, folder):
        self.folder = folder
        self.file = os.path.join(folder, "authority.pem")
        self.openssl(
            *"req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 2".split(),
            *["-subj", "/CN=An authority for tests"],
        )

    def certificate(self, name, hosts, days=2):
        """The path of a certificate and a key, without their endings; 0 days are over at once."""
        with open(os.path.join(self.folder, f"{name}.ext"), "w") as file:
            file.write(f"subjectAltName={hosts}\n")
        request = f"req -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"
        self.openssl(*request.split())
        sign = f"x509 -req -in {name}.csr -CA authority.pem -CAkey authority.key -CAcreateserial"
        self.openssl(*sign.split(), *f"-extfile {name}.ext -out {name}.pem -days {days}".split())
        return os.path.join(self.folder, name)

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)
