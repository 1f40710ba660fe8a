"""The requests that are measured, and a tiny raw HTTP client that makes and finishes jobs fast."""

import json
import re
import socket

KEY = "sk-bench"
FAL_KEY = "bench:secret"
SUBMIT_BYTES = 434
PIPELINE = 64
PROMPT = (
    "A dramatic Hollywood breakup scene at dusk on a quiet suburban street. A man and a woman in their 30s "
    "face each other, speaking softly but emotionally, lips syncing to breakup dialogue. Cinematic lighting, "
    "warm sunset tones, shallow depth of field, gentle breeze moving autumn leaves, realistic natural sound"
)


def padded(body):
    """The JSON text of the body, its prompt cut or filled so that it has SUBMIT_BYTES bytes."""
    rest = SUBMIT_BYTES - len(json.dumps({**body, "prompt": ""}))
    return json.dumps({**body, "prompt": (PROMPT + "." * rest)[:rest]})


class Target:
    """How one provider's jobs are submitted and polled."""

    def __init__(self, name, authorization, submit_path, body, poll_path, identifier, done):
        self.name, self.authorization, self.submit_path, self.body = (
            name,
            authorization,
            submit_path,
            padded(body),
        )
        self.poll_path, self.identifier, self.done = poll_path, re.compile(identifier), re.compile(done)

    @property
    def fields(self):
        return {"Authorization": self.authorization}

    def body_numbered(self, number):
        """The body with a prompt that begins with a number, and is as long."""
        return self.body.replace(PROMPT[:6], f"{number:06}", 1)

    def submit_request(self):
        return (
            f"POST {self.submit_path} HTTP/1.1\r\nHost: x\r\nAuthorization: {self.authorization}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n\r\n{self.body}"
        ).encode()

    def poll_request(self, identifier):
        path = self.poll_path.format(identifier)
        return f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {self.authorization}\r\n\r\n".encode()


OPENAI = Target(
    "openai",
    f"Bearer {KEY}",
    "/openai/v1/videos",
    {"model": "sora-2", "seconds": "8", "size": "1280x720"},
    "/openai/v1/videos/{}",
    rb'"id":\s*"(video_[^"]+)"',
    rb'"status":\s*"completed"',
)
FAL = Target(
    "fal",
    f"Key {FAL_KEY}",
    "/fal/queue/fal-ai/sora-2/text-to-video",
    {"resolution": "720p", "aspect_ratio": "16:9", "duration": 4, "delete_video": True, "model": "sora-2"},
    "/fal/queue/fal-ai/sora-2/requests/{}/status",
    rb'"request_id":\s*"([^"]+)"',
    rb'"status":\s*"COMPLETED"',
)


def make_jobs(url, target, count):
    """Submits that many jobs over one pipelined connection; their identifiers in order."""
    replies = pipeline(url, (target.submit_request() for _ in range(count)))
    return [target.identifier.search(reply)[1].decode() for reply in replies]


def finish_jobs(url, target, identifiers, passes_max=50):
    """Polls all jobs, again and again, until every one of them has been seen completed."""
    for _ in range(passes_max):
        replies = pipeline(url, (target.poll_request(identifier) for identifier in identifiers))
        if all([target.done.search(reply) is not None for reply in replies]):
            return
    raise RuntimeError(f"jobs not finished after {passes_max} polls each")


def pipeline(url, requests):
    """Sends the requests in groups over one connection and yields each reply, head and body."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 60) as connection:
        group = []
        buffer = bytearray()
        for request in requests:
            group.append(request)
            if len(group) == PIPELINE:
                connection.sendall(b"".join(group))
                yield from read_replies(connection, buffer, len(group))
                group = []
        if group:
            connection.sendall(b"".join(group))
            yield from read_replies(connection, buffer, len(group))


LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)


def read_replies(connection, buffer, count):
    for _ in range(count):
        while (end := buffer.find(b"\r\n\r\n")) < 0:
            buffer += receive(connection)
        if not buffer.startswith((b"HTTP/1.1 2",)):
            raise RuntimeError(f"refused: {bytes(buffer[:600]).decode(errors='replace')}")
        total = end + 4 + int(LENGTH.search(buffer, 0, end)[1])
        while len(buffer) < total:
            buffer += receive(connection)
        yield bytes(buffer[:total])
        del buffer[:total]


def receive(connection):
    received = connection.recv(1 << 18)
    if not received:
        raise RuntimeError("the server closed the connection")
    return received
