"""The official openai SDK against the OpenAI double; run with an old and with the newest release."""

import asyncio
import os
import warnings

import openai
from harness.double import ask
from harness.media import check_picture, check_video, png
from harness.report import NOTE, Report, equal, raises, true
from openai.types import Video

warnings.simplefilter("ignore", DeprecationWarning)
URL = os.environ["STUNT_URL"]
POLLS_MAX = 100
REPORT = Report(f"openai {openai.__version__}")
PROVIDER = "openai"
MEMBERS = {
    "id",
    "object",
    "model",
    "status",
    "progress",
    "created_at",
    "completed_at",
    "expires_at",
    "prompt",
    "size",
    "seconds",
    "remixed_from_video_id",
    "error",
}


def key(name, scenario=None):
    """A key of its own for each case and release, so that no case sees another's jobs."""
    return f"sk-{openai.__version__.replace('.', '')}{name}" + (f"-stunt-{scenario}" if scenario else "")


def client(name, scenario=None, kind=openai.OpenAI, **options):
    return kind(api_key=key(name, scenario), base_url=f"{URL}/openai/v1", **options)


def case(scenario, what, verdict="pass"):
    return REPORT.case(PROVIDER, scenario, verdict, what)


def completed():
    with case("completed", "create_and_poll, download_content") as row:
        api = client("completed")
        video = api.videos.create_and_poll(
            model="sora-2", prompt="A cat at sea", seconds="8", size="1280x720", poll_interval_ms=1
        )
        equal(
            (video.status, video.progress, video.seconds, video.size),
            ("completed", 100, "8", "1280x720"),
            "video",
        )
        true(
            video.completed_at >= video.created_at and video.expires_at > video.completed_at,
            "times out of order",
        )
        film = api.videos.download_content(video.id)
        equal(film.response.headers["content-type"], "video/mp4", "content type")
        row.detail += f": {check_video(film.content, 8, '1280x720')}"
    with case("completed", "download_content variants") as row:
        thumbnail = api.videos.download_content(video.id, variant="thumbnail").content
        sheet = api.videos.download_content(video.id, variant="spritesheet").content
        same = api.videos.download_content(video.id, variant="video").content
        equal(same, film.content, "variant=video")
        row.detail += f": thumbnail {check_picture(thumbnail)}, spritesheet {check_picture(sheet)}"
    with case("completed", "retrieve: strictly a Video, all 13 members") as row:
        raw = api.videos.with_raw_response.retrieve(video.id)
        equal(raw.status_code, 200, "status")
        answer = raw.http_response.json()
        equal(set(answer) - {"quality"}, MEMBERS, "members")
        Video.model_validate(answer, strict=True)
        true(raw.headers.get("x-request-id"), "no x-request-id")
    with case("completed", "create defaults: 4 s, 720x1280, sora-2") as row:
        video = api.videos.create_and_poll(prompt="A cat", poll_interval_ms=1)
        equal((video.model, video.seconds, video.size), ("sora-2", "4", "720x1280"), "defaults")
        row.detail += f": {check_video(api.videos.download_content(video.id).content, 4, '720x1280')}"


def with_file():
    with case("completed", "create with input_reference file (multipart)") as row:
        api = client("file")
        picture = ("first frame.png", png(720, 1280), "image/png")
        video = api.videos.create(
            prompt="A cat\r\nand a dog", input_reference=picture, seconds="4", size="720x1280"
        )
        equal((video.status, video.prompt), ("queued", "A cat\r\nand a dog"), "video")
        video = api.videos.poll(video.id, poll_interval_ms=1)
        row.detail += f": {check_video(api.videos.download_content(video.id).content, 4, '720x1280')}"


def listing():
    with case("completed", "list: pagination by limit and after, both orders"):
        api = client("list")
        ids = [api.videos.create(prompt=f"Clip {n}", seconds="4").id for n in range(5)]
        equal([video.id for video in api.videos.list(limit=2)], ids[::-1], "newest first")
        equal([video.id for video in api.videos.list(limit=2, order="asc")], ids, "oldest first")
        page = api.videos.list(limit=2, after=ids[3])
        equal(
            ([video.id for video in page.data], page.has_more),
            ([ids[2], ids[1]], True),
            "page after the second",
        )
        equal(list(client("listempty").videos.list()), [], "another key's list")


def deleting():
    with case("completed", "delete, then retrieve is 404"):
        api = client("delete")
        video = api.videos.create_and_poll(prompt="A cat", poll_interval_ms=1)
        gone = api.videos.delete(video.id)
        equal((gone.id, gone.deleted, gone.object), (video.id, True, "video.deleted"), "answer")
        with raises(openai.NotFoundError, "retrieve"):
            api.videos.retrieve(video.id)
        equal(list(api.videos.list()), [], "list")


def asynchronous():
    with case("completed", "20 create_and_poll at once (AsyncOpenAI)"):

        async def together():
            async with client("async", kind=openai.AsyncOpenAI) as api:
                make = [api.videos.create_and_poll(prompt=f"{n}", poll_interval_ms=1) for n in range(20)]
                return await asyncio.gather(*make)

        videos = asyncio.run(together())
        equal(len({video.id for video in videos}), 20, "different ids")
        equal({(v.status, v.prompt) for v in videos}, {("completed", str(n)) for n in range(20)}, "videos")


def phases_of(name, scenario, polls_max=POLLS_MAX):
    """The status after create and after each poll, up to the end; and the last video."""
    api = client(name, scenario)
    video = api.videos.create(prompt="A cat")
    seen = [video.status]
    while video.status in ("queued", "in_progress") and len(seen) <= polls_max:
        video = api.videos.retrieve(video.id)
        seen.append(video.status)
    return seen, video


def scenarios():
    with case("slow", "retrieve") as row:
        seen, _ = phases_of("slow", "slow")
        equal(
            [s for i, s in enumerate(seen) if i == 0 or seen[i - 1] != s],
            ["queued", "in_progress", "completed"],
            "order of statuses",
        )
        row.detail += (
            f": {seen.count('queued')} queued, {seen.count('in_progress')} in_progress, then completed"
        )
    with case("stuck-in-queue", "20 retrieves, all queued"):
        seen, _ = phases_of("stuck", "stuck-in-queue", polls_max=20)
        equal(set(seen), {"queued"}, "statuses")
    for scenario in ("failed-content-policy", "failed-provider-error", "cancelled"):
        with case(scenario, "create_and_poll") as row:
            api = client("failed", scenario)
            video = api.videos.create_and_poll(prompt="A cat", poll_interval_ms=1)
            equal(video.status, "failed", "status")
            true(video.error.code and video.error.message, "no error code or message")
            if scenario == "failed-content-policy":
                equal(video.error.code, "moderation_blocked", "error code")
            row.detail += f": {video.error.code}: {video.error.message}"
            with raises(openai.NotFoundError, "download_content"):
                api.videos.download_content(video.id)
    with case("flaky-polls", "create_and_poll, the SDK's own retries"):
        video = client("flaky", "flaky-polls").videos.create_and_poll(prompt="A cat", poll_interval_ms=1)
        equal(video.status, "completed", "status")


def errors():
    with case("-", "401 AuthenticationError"):
        for secret in ("nonsense", "lmnfl_other.provider"):
            stranger = openai.OpenAI(api_key=secret, base_url=f"{URL}/openai/v1")
            with raises(openai.AuthenticationError, f"key {secret}") as caught:
                stranger.videos.list()
            true(caught.error.body["message"], "no message in the envelope")
    with case("-", "404 NotFoundError: unknown id, another key's id, content too early"):
        api = client("errors")
        video = api.videos.create(prompt="A cat")
        for owner, identifier in ((api, "video_none"), (client("stranger"), video.id)):
            with raises(openai.NotFoundError, identifier):
                owner.videos.retrieve(identifier)
        with raises(openai.NotFoundError, "content of a queued video"):
            api.videos.download_content(video.id)
    with case("-", "400 BadRequestError: seconds, size, empty prompt, delete while running"):
        for bad in ({"seconds": "5"}, {"size": "100x100"}, {"prompt": ""}):
            with raises(openai.BadRequestError, str(bad)) as caught:
                api.videos.create(**{"prompt": "A cat", **bad})
            equal(caught.error.param, next(iter(bad)), "param")
        with raises(openai.BadRequestError, "delete of a queued video"):
            api.videos.delete(video.id)


def retries():
    with case("rate-limited", "429 RateLimitError with max_retries=0, with Retry-After") as row:
        api = client("limited", "rate-limited", max_retries=0)
        with raises(openai.RateLimitError, "create") as caught:
            api.videos.create(prompt="A cat")
        row.detail += f" {caught.error.response.headers['retry-after']}"
    for scenario in ("rate-limited", "lost-submit-reply"):
        with case(scenario, "create with the SDK's own retries", NOTE) as row:
            name = "retries"
            video = client(name, scenario).videos.create_and_poll(prompt="A cat", poll_interval_ms=1)
            row.detail += f": {video.status}; jobs billed: {billed_jobs(key(name, scenario))}"


def billed_jobs(secret):
    _, ledger = ask(f"{URL}/_stunt/ledger", fields={"Authorization": f"Bearer {secret}"})
    return ledger["jobs"]


def main():
    for group in (
        completed,
        with_file,
        listing,
        deleting,
        asynchronous,
        scenarios,
        errors,
        retries,
    ):
        group()


if __name__ == "__main__":
    main()
