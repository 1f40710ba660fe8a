"""Every documented length and size of every provider's videos, by ffprobe; their thumbnails and spritesheets, too."""

import os
import urllib.request

from harness.double import ask
from harness.media import check_picture, check_video, download
from harness.report import Report, equal

URL = os.environ["STUNT_URL"]
REPORT = Report("ffprobe")
POLLS_MAX = 60
SECONDS = [4, 8, 12, 16, 20]
SIZES = ["1280x720", "720x1280", "1792x1024", "1024x1792", "1920x1080", "1080x1920"]


def turned(size):
    width, height = size.split("x")
    return f"{height}x{width}"


def finished(url, fields, is_done):
    """Polls until the answer is what is waited for."""
    for _ in range(POLLS_MAX):
        status, answer = ask(url, fields=fields)
        if is_done(answer):
            return answer
    raise AssertionError(f"not done after {POLLS_MAX} polls: {status} {answer}")


def openai(seconds, size):
    fields = {"Authorization": "Bearer sk-media"}
    wish = {"model": "sora-2-pro", "prompt": "A cat", "seconds": str(seconds), "size": size}
    _, video = ask(f"{URL}/openai/v1/videos", "POST", wish, fields)
    url = f"{URL}/openai/v1/videos/{video['id']}"
    finished(url, fields, lambda answer: answer["status"] == "completed")
    return [download_as(f"{url}/content?variant={variant}", fields) for variant in ("video", "thumbnail", "spritesheet")]


def download_as(url, fields):
    with urllib.request.urlopen(urllib.request.Request(url, headers=fields), timeout=30) as response:
        return response.read()


def lumenfall(seconds, size):
    fields = {"Authorization": "Bearer lmnfl_media.secret"}
    wish = {"model": "sora-2", "prompt": "A cat", "seconds": seconds, "size": size}
    _, video = ask(f"{URL}/lumenfall/openai/v1/videos", "POST", wish, fields)
    url = f"{URL}/lumenfall/openai/v1/videos/{video['id']}"
    answer = finished(url, fields, lambda answer: answer["status"] == "completed")
    return [download(answer["output"]["url"])]


def uniall(seconds, size):
    fields = {"Authorization": "Bearer sk-media"}
    tier = {720: "720p", 1024: "1080p", 1080: "true-1080p"}[min(map(int, size.split("x")))]
    wish = {"model": f"sora2-pro-{tier}", "prompt": "A cat", "seconds": str(seconds), "size": size}
    _, video = ask(f"{URL}/uniall/v1/videos", "POST", wish, fields)
    url = f"{URL}/uniall/v1/videos/{video['id']}"
    finished(url, fields, lambda answer: answer["status"] == "completed")
    return [download_as(f"{url}/content", fields)]


def fal(resolution):
    def make(seconds, size):
        fields = {"Authorization": "Key media:secret"}
        width, height = map(int, size.split("x"))
        shape = "16:9" if width > height else "9:16"
        wish = {"prompt": "A cat", "duration": seconds, "resolution": resolution, "aspect_ratio": shape}
        _, job = ask(f"{URL}/fal/queue/fal-ai/sora-2/text-to-video/pro", "POST", wish, fields)
        finished(job["status_url"], fields, lambda answer: answer["status"] == "COMPLETED")
        _, result = ask(job["response_url"], fields=fields)
        parts = [result[part]["url"] for part in ("video", "thumbnail", "spritesheet") if result.get(part)]
        return [download(url) for url in parts]

    return make


TABLE = [("openai", "", openai, SECONDS, SIZES)]
TABLE += [("uniall", "", uniall, SECONDS, SIZES)]
TABLE += [("lumenfall", "", lumenfall, [1, 5, 10, *SECONDS], ["1365x768", "768x1365"])]
TABLE += [
    ("fal", f"{resolution} ", fal(resolution), SECONDS, [size, turned(size)])
    for resolution, size in (("720p", "1280x720"), ("1080p", "1792x1024"), ("true_1080p", "1920x1080"))
]


def main():
    for provider, name, make, lengths, sizes in TABLE:
        for size in sizes:
            with REPORT.case(provider, "completed", what=f"{name}{size}, {lengths} s") as row:
                pictures = []
                for seconds in lengths:
                    video, *others = make(seconds, size)
                    # One of each size is decoded to its end; of the others the index is read.
                    check_video(video, seconds, size, decodes=seconds == lengths[0])
                    pictures = [check_picture(other) for other in others]
                equal(len(pictures) in (0, 2), True, "a thumbnail and a spritesheet, or neither")
                row.detail += f"; {', '.join(pictures)}" if pictures else ""


if __name__ == "__main__":
    main()
