"""What a client's HTTP library saw: every answer and every broken connection, by thread, so that two runs compare."""

import hashlib
import importlib
import threading
from urllib.parse import urlsplit

# Of one connection or of its time, and no part of an answer.
FRAMING = "connection keep-alive transfer-encoding content-length date server".split()
REDACTED = "redacted-"

_local = threading.local()


def listen():
    """Has every httpx client of this process tell what it sees, of whichever generation."""
    for name in ("httpx", "httpx2"):
        try:
            wrap(importlib.import_module(name))
        except ModuleNotFoundError:
            continue


def wrap(httpx):
    original = httpx.Client.send

    def send(self, request, **options):
        # Whoever asks for a stream hands its pieces on: one SDK so, within a send of its own.
        if options.get("stream"):
            return original(self, request, **options)
        try:
            response = original(self, request, **options)
        except httpx.TransportError as error:
            # In whichever way it broke, unless it was never answered in time.
            how = "timeout" if isinstance(error, httpx.TimeoutException) else "connection"
            note([request.method, path(request), "broken", how])
            raise
        seen(request, response)
        return response

    httpx.Client.send = send


def begin():
    """Forgets what this thread saw."""
    _local.seen = []


def take():
    return _local.seen


def note(what):
    getattr(_local, "seen", []).append(what)


def path(request):
    return urlsplit(str(request.url)).path


def seen(request, response):
    fields = sorted(
        (name.lower(), value) for name, value in response.headers.items() if name.lower() not in FRAMING
    )
    note([request.method, path(request), response.status_code, fields, text(response.content)])


def text(body):
    """Text as it is, anything else by length and hash."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"{len(body)} bytes, {hashlib.sha256(body).hexdigest()}"
