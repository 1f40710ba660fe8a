"""Pictures of the Lumenfall double, asked for by the official openai SDK and opened by Pillow and ffprobe."""

import base64
import io
import os
import time

import openai
from harness.double import ask
from harness.media import download, png, probe
from harness.report import Report, equal, raises, true
from PIL import Image

URL = os.environ["STUNT_URL"]
REPORT = Report(f"openai {openai.__version__}, Pillow")
MODEL = "gemini-3-pro-image"
FORMATS = {"png": "png", "jpeg": "mjpeg", "gif": "gif", "webp": "webp", "avif": "av1"}
SIZES = ["1024x1024", "1792x1024", "333x215", "1x7"]
SECONDS_MAX = 5


def opened(content, kind, size):
    """Decodes every pixel; demands the format and the size, by Pillow and by ffprobe."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    equal((picture.format.lower(), f"{picture.width}x{picture.height}"), (kind, size), "Pillow's format and size")
    stream = probe(content)["streams"][0]
    found = (stream["codec_name"], f"{stream['width']}x{stream['height']}")
    equal(found, (FORMATS[kind], size), "ffprobe's codec and size")
    return picture.convert("RGB")


class Pictures:
    """One base path: `/lumenfall/openai/v1` or `/lumenfall/v1`."""

    def __init__(self, path):
        self.path = path

    def client(self, name, scenario=None):
        word = self.path.replace("/", "")
        key = f"lmnfl_{word}{name}.secret" + (f"-stunt-{scenario}" if scenario else "")
        return openai.OpenAI(api_key=key, base_url=URL + self.path, max_retries=0)

    def case(self, scenario, what):
        return REPORT.case("lumenfall", scenario, what=f"{self.path.removeprefix('/lumenfall')} {what}")

    def formats(self):
        api = self.client("formats")
        for kind in FORMATS:
            with self.case("completed", f"images.generate, {kind} by address and as Base64") as row:
                for size in SIZES:
                    wish = {"model": MODEL, "prompt": "A cat", "size": size, "output_format": kind}
                    answer = api.images.generate(**wish, n=2)
                    equal((answer.size, answer.output_format, len(answer.data)), (size, kind, 2), "answer")
                    files = [download(picture.url) for picture in answer.data]
                    shown = [opened(file, kind, size).tobytes() for file in files]
                    true(size == "1x7" or shown[0] != shown[1], "both pictures are the same")
                    inline = api.images.generate(**wish, response_format="b64_json").data[0]
                    equal(inline.url, None, "url beside b64_json")
                    opened(base64.b64decode(inline.b64_json), kind, size)
                row.detail += f": {', '.join(SIZES)}"

    def quality(self):
        for kind in ("jpeg", "webp", "avif"):
            with self.case("completed", f"output_compression of {kind}: higher is larger") as row:
                sizes = []
                for quality in (1, 60, 100):
                    wish = {"model": MODEL, "prompt": "A cat", "size": "640x360", "response_format": "b64_json"}
                    # The same picture each time: a fresh key begins with the same number.
                    api = self.client(f"quality{kind}{quality}")
                    answer = api.images.generate(**wish, output_format=kind, output_compression=quality)
                    content = base64.b64decode(answer.data[0].b64_json)
                    sizes.append(len(content))
                    opened(content, kind, "640x360")
                true(sizes[0] < sizes[1] <= sizes[2], f"bytes are {sizes}")
                row.detail += f": {sizes} bytes"

    def many(self):
        with self.case("completed", "n=10 of 1792x1024 as Base64") as row:
            begin = time.monotonic()
            answer = self.client("many").images.generate(
                model="mock-image", prompt="A cat", n=10, size="1792x1024", response_format="b64_json"
            )
            seconds = time.monotonic() - begin
            equal(len(answer.data), 10, "number of pictures")
            true(seconds < SECONDS_MAX, f"it took {seconds:.1f} s")
            row.detail += f": {sum(len(one.b64_json) for one in answer.data)} characters"

    def edits(self):
        with self.case("completed", "images.edit with one picture, with several, with a mask"):
            api, picture = self.client("edits"), ("a.png", png(64, 36), "image/png")
            for image in (picture, [picture, picture]):
                answer = api.images.edit(model=MODEL, prompt="A cat", image=image, mask=picture, n=2)
                for one in answer.data:
                    opened(download(one.url), "png", "1024x1024")

    def errors(self):
        api, picture = self.client("errors"), ("a.png", png(64, 36), "image/png")
        cases = [
            (openai.BadRequestError, "INVALID_REQUEST", {"prompt": "a" * 1001}),
            (openai.BadRequestError, "INVALID_REQUEST", {"n": 11}),
            (openai.BadRequestError, "INVALID_REQUEST", {"size": "5000x5000"}),
            (openai.BadRequestError, "INVALID_REQUEST", {"model": "sora-2"}),
            (openai.NotFoundError, "MODEL_NOT_FOUND", {"model": "gemini-3-pro-imag"}),
        ]
        with self.case("-", "400 and 404 by class and code"):
            for kind, code, wish in cases:
                with raises(kind, f"generate with {list(wish)}") as caught:
                    api.images.generate(**{"model": MODEL, "prompt": "A cat", **wish})
                equal(caught.error.code, code, "code")
            with raises(openai.BadRequestError, "a model that cannot edit") as caught:
                api.images.edit(model="mock-image", prompt="A cat", image=picture)
            true("does not support image editing" in str(caught.error), str(caught.error))
            with raises(openai.BadRequestError, "a text for a picture") as caught:
                api.images.edit(model=MODEL, prompt="A cat", image=("a.txt", b"text", "text/plain"))
            true("Invalid image file provided" in str(caught.error), str(caught.error))
        for scenario, kind, code in (
            ("failed-content-policy", openai.BadRequestError, "CONTENT_POLICY_VIOLATION"),
            ("failed-provider-error", openai.InternalServerError, "UPSTREAM_ERROR"),
            ("cancelled", openai.InternalServerError, "ALL_PROVIDERS_EXHAUSTED"),
            ("rate-limited", openai.RateLimitError, "RATE_LIMITED"),
        ):
            with self.case(scenario, f"{kind.__name__} {code}"):
                with raises(kind, "generate") as caught:
                    self.client("errors", scenario).images.generate(model=MODEL, prompt="A cat")
                equal(caught.error.code, code, "code")

    def dry_run(self):
        with self.case("-", "dryRun=true: a price, no picture"):
            status, answer = ask(
                f"{URL}{self.path}/images/generations?dryRun=true",
                "POST",
                {"model": MODEL, "prompt": "A cat", "n": 2},
                {"Authorization": "Bearer lmnfl_dry.run"},
            )
            equal((status, answer["total_cost_micros"]), (200, 80_000), "status and price")
            equal(answer["components"][0]["metric"], "image", "metric")


def main():
    for path in ("/lumenfall/openai/v1", "/lumenfall/v1"):
        pictures = Pictures(path)
        for group in (
            pictures.formats,
            pictures.quality,
            pictures.many,
            pictures.edits,
            pictures.errors,
            pictures.dry_run,
        ):
            group()


if __name__ == "__main__":
    main()
