"""HTTP/1.1 over a plain socket: what a careful client needs and no more, so that it starts in milliseconds."""

import socket

HEAD_BYTES_MAX = 65536


class NotSent(Exception):
    """Nobody got the request: it may be sent again."""


class Lost(Exception):
    """The request left, but no whole answer came: nobody knows what became of it."""


class Answer:
    """One answer: `status`, `fields` (names in lower case) and, once read, `content`."""

    def __init__(self, status, fields, connection, begun):
        self.status, self.fields = status, fields
        self.connection, self.begun, self.content = connection, begun, b""

    @property
    def length(self):
        """How many bytes of content are announced; None where nothing is."""
        text = self.fields.get("content-length")
        return int(text) if text is not None else None

    def pieces(self):
        """Gives the content as it comes; raises Lost where it ends too early."""
        try:
            if self.fields.get("transfer-encoding", "").lower() == "chunked":
                yield from self.chunks()
                return
            left = self.length
            while left is None or left > 0:
                piece, self.begun = self.begun, b""
                piece = piece or self.connection.recv(65536)
                if not piece:
                    break
                if left is not None:
                    left -= len(piece)
                yield piece
        except OSError as error:
            raise Lost(f"the answer broke off: {error}") from None
        if left:
            raise Lost(f"the answer broke off {left} bytes before its end")

    def chunks(self):
        while True:
            line = self.until(b"\r\n")
            count = int(line.split(b";")[0], 16)
            while len(self.begun) < count + 2:
                self.more()
            piece, self.begun = self.begun[:count], self.begun[count + 2 :]
            if not count:
                return
            yield piece

    def until(self, mark):
        while mark not in self.begun:
            self.more()
        line, _, self.begun = self.begun.partition(mark)
        return line

    def more(self):
        piece = self.connection.recv(65536)
        if not piece:
            raise Lost("the answer broke off")
        self.begun += piece

    def read(self):
        self.content = b"".join(self.pieces())
        return self

    def close(self):
        self.connection.close()


def split(url):
    """The host, the port and the target of an http address."""
    scheme, _, rest = url.partition("://")
    if scheme != "http" or not rest:
        raise ValueError(f"not an http address: {url!r}")
    authority, slash, path = rest.partition("/")
    host, _, port = authority.partition(":")
    return host, int(port or 80), slash + path or "/"


def open_answer(method, url, fields, body, timeout):
    """Sends a request and reads the head of its answer."""
    host, port, target = split(url)
    try:
        connection = socket.create_connection((host, port), timeout)
    except OSError as error:
        raise NotSent(f"no connection to {host}:{port}: {error}") from None
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    try:
        connection.sendall("\r\n".join(lines + ["", ""]).encode() + (body or b""))
        begun = b""
        while b"\r\n\r\n" not in begun:
            piece = connection.recv(65536)
            if not piece or len(begun) > HEAD_BYTES_MAX:
                raise Lost(f"{method} was not answered")
            begun += piece
    except OSError as error:
        connection.close()
        raise Lost(f"{method} was not answered: {error or 'too late'}") from None
    except Lost:
        connection.close()
        raise
    head, _, begun = begun.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in rest]
    answered = {name.lower(): value.strip() for name, _, value in pairs}
    return Answer(int(first.split()[1]), answered, connection, begun)
