"""The part of a client that takes webhooks, while it waits for other things: no thread, no second process."""

import json
import select
import socket
import time

from wire import Lost


class Receiver:
    """A server for webhooks where the environment names a port for it."""

    # How long the end waits for a webhook, and for copies of one that came, in seconds of the machine.
    linger_seconds, copies_seconds = 1.0, 0.5

    def __init__(self):
        self.listener, self.woken = None, False
        self.handled = set()
        # Client seconds that were slept: the client's own clock, which a slow machine does not run ahead.
        self.waited = 0.0

    def listen(self):
        """Listens in the runs that are about webhooks: in the others nobody should have to wait for one."""
        port = self.environment.get("STUNT_WEBHOOK_PORT")
        if port and "webhook" in self.environment.get("STUNT_SCENARIO", "webhook"):
            self.listener = socket.create_server(("127.0.0.1", int(port)), backlog=16)

    def linger(self):
        """Takes the webhooks that are still on their way."""
        if self.listener:
            until = time.monotonic() + (self.copies_seconds if self.handled else self.linger_seconds)
            while time.monotonic() < until:
                if self.serve(until - time.monotonic()):
                    until = time.monotonic() + self.copies_seconds

    def serve(self, seconds):
        """Takes one webhook, if one comes in that time (of the machine)."""
        if not select.select([self.listener], [], [], max(seconds, 0))[0]:
            return False
        connection, _ = self.listener.accept()
        with connection:
            connection.settimeout(5)
            try:
                status = self.take(*self.received(connection))
                reply = f"HTTP/1.1 {status} -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                connection.sendall(reply.encode())
            except (OSError, ValueError, Lost) as reason:
                self.say(f"a webhook was not taken: {reason}")
                return False
        return status < 300

    def received(self, connection):
        """The fields and the body of a request."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536) or fail("the webhook broke off")
        head, _, body = data.partition(b"\r\n\r\n")
        lines = [line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:]]
        fields = {name.lower(): value.strip() for name, _, value in lines}
        while len(body) < int(fields.get("content-length", 0)):
            body += connection.recv(65536) or fail("the webhook broke off")
        return fields, body

    def take(self, fields, body):
        """Answers a webhook: refuses what is not genuine, handles once what is."""
        if not self.is_genuine(fields, body):
            return 401
        message = self.message_id(fields, body)
        if message not in self.handled:
            self.handled.add(message)
            self.handle(json.loads(body))
        return 204

    def is_genuine(self, fields, body):
        return False

    def message_id(self, fields, body):
        return fields.get("webhook-id")

    def handle(self, event):
        """A webhook is a reason to poll at once, no more: what it says is asked for again."""
        self.woken = True

    def rest(self, seconds):
        """Sleeps for client seconds; a genuine webhook ends it."""
        self.waited += seconds
        seconds /= self.speed
        if not self.listener:
            time.sleep(seconds)
            return
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.woken:
            self.serve(until - time.monotonic())
        self.woken = False


def fail(text):
    raise Lost(text)
