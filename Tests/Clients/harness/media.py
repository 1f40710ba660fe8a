"""Looks at downloaded media with ffprobe, and makes the small picture that uploads need."""

import json
import struct
import subprocess
import tempfile
import urllib.request
import zlib

from .report import equal, true

SECONDS_TOLERANCE = 0.1


def check_video(content, seconds, size, decodes=True):
    """Demands a playable MP4 of that duration and frame size ("WxH", or several to choose from)."""
    sizes = [size] if isinstance(size, str) else list(size)
    probed = probe(content, decodes)
    video = [stream for stream in probed["streams"] if stream["codec_type"] == "video"]
    equal(len(video), 1, "number of video streams")
    found = f"{video[0]['width']}x{video[0]['height']}"
    true(found in sizes, f"frame size is {found}, expected {' or '.join(sizes)}")
    duration = float(probed["format"]["duration"])
    true(abs(duration - seconds) <= SECONDS_TOLERANCE, f"duration is {duration} s, expected {seconds} s")
    true("mp4" in probed["format"]["format_name"], f"format is {probed['format']['format_name']}")
    return f"{video[0]['codec_name']} {found} {duration:g} s, {len(content)} bytes"


def check_picture(content):
    """Demands a WebP, JPEG or PNG picture that decodes; returns "kind WxH"."""
    kind = picture_kind(content)
    true(kind, f"not a picture: it starts with {content[:12]!r}")
    streams = probe(content)["streams"]
    true(streams and streams[0].get("width"), "ffprobe finds no picture")
    return f"{kind} {streams[0]['width']}x{streams[0]['height']}"


def picture_kind(content):
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return {b"\xff\xd8": "jpeg", b"\x89P": "png"}.get(content[:2])


def probe(content, decodes=True):
    """ffprobe's findings; `-count_frames` makes it decode every frame, so that damage shows."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json"]
        command += ["-count_frames"] if decodes else []
        done = subprocess.run([*command, "-i", file.name], capture_output=True)
    complaints = done.stderr.decode().strip()
    true(done.returncode == 0 and not complaints, f"ffprobe: {complaints or done.returncode}")
    return json.loads(done.stdout)


def download(url):
    """The bytes behind a result URL, fetched with no key, as the providers document it."""
    with urllib.request.urlopen(url, timeout=30) as response:
        content = response.read()
        length = response.headers["Content-Length"]
        equal(str(len(content)), length, "Content-Length")
        return content


def png(width, height):
    """A one-colour picture in a few hundred bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x30\x60\x90" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
