"""Remixes, edits, extensions, characters, rate limit fields and polling by the official openai SDK."""

import os
import time
import warnings

import openai
from harness.media import check_picture, check_video, png
from harness.report import SKIP, Report, equal, raises, true
from openai.types import Video

warnings.simplefilter("ignore", DeprecationWarning)
URL = os.environ["STUNT_URL"]
REPORT = Report(f"openai {openai.__version__}")
PROVIDER = "openai"
FILM = ("film.mp4", b"no real film", "video/mp4")


def client(name, provider="openai/v1", **options):
    secret = f"sk-{openai.__version__.replace('.', '')}edits{name}"
    return openai.OpenAI(api_key=secret, base_url=f"{URL}/{provider}", **options)


def case(what, scenario="completed", verdict="pass", provider=PROVIDER):
    return REPORT.case(provider, scenario, verdict, what)


def has(method):
    """Whether this release has the method; a row says so if not."""
    if hasattr(openai.resources.Videos, method):
        return True
    with case(f"{method}: this release has no such method", verdict=SKIP):
        return False


def finished(api, **options):
    options = {"prompt": "A cat", "model": "sora-2-pro", "seconds": "8", "size": "1920x1080", **options}
    return api.videos.create_and_poll(poll_interval_ms=1, **options)


def remix():
    with case("remix: model, seconds and size of its source") as row:
        api = client("remix")
        source = finished(api)
        video = api.videos.remix(source.id, prompt="At sea")
        equal((video.remixed_from_video_id, video.status), (source.id, "queued"), "remix")
        video = api.videos.poll(video.id, poll_interval_ms=1)
        equal((video.model, video.seconds, video.size), ("sora-2-pro", "8", "1920x1080"), "remix")
        row.detail += f": {check_video(api.videos.download_content(video.id).content, 8, '1920x1080')}"
        again = api.videos.remix(video.id, prompt="At night")
        equal((again.remixed_from_video_id, again.seconds), (video.id, "8"), "remix of a remix")
    with case("remix of an unfinished video: BadRequestError; of none: NotFoundError"):
        with raises(openai.BadRequestError, "remix") as caught:
            api.videos.remix(again.id, prompt="Again")
        equal(caught.error.code, "video_not_completed", "code")
        with raises(openai.NotFoundError, "remix"):
            api.videos.remix("video_none", prompt="Again")


def edits():
    with case("edit by id, as JSON (the SDK takes files only)") as row:
        api = client("edit")
        source = finished(api, seconds="4")
        body = {"prompt": "A red ball", "video": {"id": source.id}}
        video = api.post("/videos/edits", body=body, cast_to=Video)
        video = api.videos.poll(video.id, poll_interval_ms=1)
        equal((video.model, video.seconds, video.size), ("sora-2-pro", "4", "1920x1080"), "edit")
        row.detail += f": {check_video(api.videos.download_content(video.id).content, 4, '1920x1080')}"
    if not has("edit"):
        return
    with case("edit of an upload: needs a model"):
        with raises(openai.BadRequestError, "edit") as caught:
            api.videos.edit(prompt="A red ball", video=FILM)
        equal(caught.error.param, "model", "param")
        video = api.videos.edit(prompt="A red ball", video=FILM, extra_body={"model": "sora-2"})
        equal(video.model, "sora-2", "model")


def extensions():
    with case("extensions by id: seconds of the whole, six at most") as row:
        api = client("extend")
        video = finished(api, seconds="4", size="1280x720")
        for whole in range(8, 32, 4):
            body = {"prompt": "On", "seconds": "4", "video": {"id": video.id}}
            video = api.post("/videos/extensions", body=body, cast_to=Video)
            equal(video.seconds, str(whole), "seconds")
            video = api.videos.poll(video.id, poll_interval_ms=1)
        row.detail += f": {check_video(api.videos.download_content(video.id).content, 28, '1280x720')}"
        with raises(openai.BadRequestError, "a seventh") as caught:
            body = {"prompt": "On", "seconds": "4", "video": {"id": video.id}}
            api.post("/videos/extensions", body=body, cast_to=Video)
        equal(caught.error.code, "too_many_extensions", "code")
    if has("extend"):
        with case("extend an upload"):
            video = api.videos.extend(prompt="On", seconds="8", video=FILM, extra_body={"model": "sora-2"})
            equal((video.seconds, video.model), ("8", "sora-2"), "extension")


def characters():
    if not has("create_character"):
        return
    with case("create_character, get_character, and a video with it"):
        api = client("characters")
        character = api.videos.create_character(name="Mossy", video=FILM)
        equal(api.videos.get_character(character.id).name, "Mossy", "name")
        api.videos.create(prompt="Mossy runs", extra_body={"characters": [{"id": character.id}]})
        equal(len(list(api.videos.list())), 1, "videos in the list")
        for what in (api.videos.retrieve, api.videos.delete):
            with raises(openai.NotFoundError, "a character is no video"):
                what(character.id)
        with raises(openai.BadRequestError, "a long name") as caught:
            api.videos.create_character(name="M" * 81, video=FILM)
        equal(caught.error.param, "name", "param")


def lengths():
    with case("16 and 20 seconds; an uploaded picture and one by file id") as row:
        api = client("lengths")
        for seconds in (16, 20):
            video = finished(api, seconds=str(seconds), size="720x1280", model="sora-2")
            film = check_video(api.videos.download_content(video.id).content, seconds, "720x1280")
            row.detail += f": {film}"
        picture = ("first.png", png(720, 1280), "image/png")
        api.videos.create(prompt="A", size="720x1280", input_reference=picture)
        api.videos.create(prompt="A", extra_body={"input_reference": {"file_id": "file-1"}})
    with case("a picture of another size, or none: BadRequestError"):
        for file, code in ((png(720, 1280), "invalid_value"), (b"no picture", "unsupported_file_mimetype")):
            with raises(openai.BadRequestError, code) as caught:
                picture = ("first.png", file, "image/png")
                api.videos.create(prompt="A", size="1280x720", input_reference=picture)
            equal((caught.error.param, caught.error.code), ("input_reference", code), "error")


def variants():
    with case("download_content: thumbnail and spritesheet of a remix") as row:
        api = client("variants")
        video = api.videos.remix(finished(api).id, prompt="At sea")
        api.videos.poll(video.id, poll_interval_ms=1)
        for variant, kind in (("thumbnail", "image/webp"), ("spritesheet", "image/jpeg")):
            file = api.videos.download_content(video.id, variant=variant)
            equal(file.response.headers["content-type"], kind, variant)
            row.detail += f", {check_picture(file.content)}"


def limits():
    with case("x-ratelimit fields count down, for each model apart"):
        api = client("limits")
        left = []
        for model in ("sora-2", "sora-2", "sora-2-pro"):
            raw = api.videos.with_raw_response.create(prompt="A", model=model)
            left.append([raw.headers[f"x-ratelimit-{n}-requests"] for n in ("limit", "remaining")])
            true(raw.headers["x-ratelimit-reset-requests"].endswith("s"), "reset is no length of time")
        equal(left, [["375", "374"], ["375", "373"], ["150", "149"]], "limit and remaining")


def polling():
    with case("create_and_poll without an interval obeys openai-poll-after-ms") as row:
        begin = time.monotonic()
        video = client("polling").videos.create_and_poll(prompt="A")
        seconds = time.monotonic() - begin
        equal(video.status, "completed", "status")
        true(seconds < 0.9, f"took {seconds:.1f} s: three polls of a second each")
        row.detail += f": {seconds:.2f} s"


def native_uniall():
    with case("the native form: create, poll, download_content, models", provider="uniall") as row:
        api = client("native", "uniall/v1")
        video = api.videos.create(model="sora2-landscape-8s", prompt="A cat", seconds="8", size="1280x720")
        equal((video.object, video.status, video.seconds), ("video", "queued", "8"), "video")
        video = api.videos.poll(video.id, poll_interval_ms=1)
        row.detail += f": {check_video(api.videos.download_content(video.id).content, 8, '1280x720')}"
        true("sora2" in [model.id for model in api.models.list()], "sora2 is not in the list of models")
    with case("formats do not mix: BadRequestError says which member belongs where", provider="uniall"):
        with raises(openai.BadRequestError, "create") as caught:
            api.videos.create(model="sora2", prompt="A cat", extra_body={"aspect_ratio": "16:9"})
        equal(caught.error.code, "mixed_request_formats", "code")
        true("'aspect_ratio' belongs to the task format" in caught.error.message, caught.error.message)


def main():
    for group in (
        remix,
        edits,
        extensions,
        characters,
        lengths,
        variants,
        limits,
        polling,
        native_uniall,
    ):
        group()


if __name__ == "__main__":
    main()
