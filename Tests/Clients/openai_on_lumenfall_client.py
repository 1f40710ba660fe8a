"""The official openai SDK against the Lumenfall double, under both of its documented base paths."""

import os
import sys
import warnings

import openai
from harness.double import ask
from harness.media import check_video, download, png
from harness.report import NOTE, Report, equal, raises, true

warnings.simplefilter("ignore", DeprecationWarning)
URL = os.environ["STUNT_URL"]
REPORT = Report(f"openai {openai.__version__}")
SIZE = "1365x768"


class Lumenfall:
    """One base path: `/lumenfall/openai/v1` or `/lumenfall/v1`."""

    def __init__(self, path):
        self.path = path

    def key(self, name, scenario=None):
        word = (openai.__version__ + self.path).replace(".", "").replace("/", "")
        return f"lmnfl_{word}{name}.secret" + (f"-stunt-{scenario}" if scenario else "")

    def client(self, name, scenario=None, **options):
        return openai.OpenAI(api_key=self.key(name, scenario), base_url=URL + self.path, **options)

    def case(self, scenario, what, verdict="pass"):
        return REPORT.case("lumenfall", scenario, verdict, f"{self.path.removeprefix('/lumenfall')} {what}")

    def completed(self):
        with self.case("completed", "create_and_poll, output.url") as row:
            api = self.client("completed")
            video = api.videos.create_and_poll(
                model="sora-2", prompt="A cat at sea", seconds="10", size=SIZE, poll_interval_ms=1
            )
            equal((video.status, video.seconds, video.size), ("completed", "10", SIZE), "video")
            equal(
                (video.output["content_type"], video.metadata["cost_currency"]), ("video/mp4", "USD"), "video"
            )
            film = download(video.output["url"])
            equal(len(film), video.output["size_bytes"], "size_bytes")
            row.detail += f": {check_video(film, 10, SIZE)}"
        with self.case("completed", "create is 202, duration=5 as number"):
            raw = api.videos.with_raw_response.create(
                model="sora-2", prompt="A cat", extra_body={"duration": 5, "aspect_ratio": "9:16"}
            )
            equal(raw.status_code, 202, "status")
            video = api.videos.poll(raw.parse().id, poll_interval_ms=1)
            equal(video.seconds, "5", "seconds")
            check_video(download(video.output["url"]), 5, "768x1365")
        with self.case("completed", "create with input_reference file (multipart)"):
            picture = ("frame.png", png(64, 36), "image/png")
            video = api.videos.create_and_poll(
                model="sora-2", prompt="A cat", input_reference=picture, poll_interval_ms=1
            )
            equal(video.status, "completed", "status")
        with self.case("completed", "provider/model routing"):
            video = api.videos.create_and_poll(model="fal/sora-2", prompt="A cat", poll_interval_ms=1)
            equal(video.metadata["executed_model"], "fal/sora-2", "executed_model")
        with self.case("completed", "idempotency_key: the same video again"):
            again = [
                api.videos.create(model="sora-2", prompt="A cat", extra_body={"idempotency_key": "k"}).id
                for _ in range(2)
            ]
            equal(again[0], again[1], "id")
        with self.case("completed", "models.list, models.retrieve"):
            true("sora-2" in [model.id for model in api.models.list()], "sora-2 is not listed")
            equal(api.models.retrieve("sora-2").id, "sora-2", "id")

    def failed(self):
        codes = {"failed-content-policy": "CONTENT_POLICY_VIOLATION"}
        for scenario in ("failed-content-policy", "failed-provider-error", "cancelled"):
            with self.case(scenario, "create_and_poll") as row:
                video = self.client("failed", scenario).videos.create_and_poll(
                    model="sora-2", prompt="A cat", poll_interval_ms=1
                )
                equal((video.status, video.output), ("failed", None), "video")
                equal(video.error.code, codes.get(scenario, video.error.code), "error code")
                true(video.error.message, "no error message")
                row.detail += f": {video.error.code}: {video.error.message}"

    def cancel(self):
        with self.case("stuck-in-queue", "delete cancels: 204, then failed"):
            api = self.client("cancel", "stuck-in-queue")
            video = api.videos.create(model="sora-2", prompt="A cat")
            equal(api.videos.retrieve(video.id).status, "queued", "status")
            equal(api.videos.with_raw_response.delete(video.id).status_code, 204, "status")
            video = api.videos.retrieve(video.id)
            equal(video.status, "failed", "status after delete")

    def faults(self):
        with self.case("flaky-polls", "create_and_poll, the SDK's own retries"):
            video = self.client("flaky", "flaky-polls").videos.create_and_poll(
                model="sora-2", prompt="A cat", poll_interval_ms=1
            )
            equal(video.status, "completed", "status")
        with self.case("rate-limited", "429 RateLimitError with max_retries=0"):
            api = self.client("limited", "rate-limited", max_retries=0)
            with raises(openai.RateLimitError, "create") as caught:
                api.videos.create(model="sora-2", prompt="A cat")
            equal(caught.error.code, "RATE_LIMITED", "code")
        with self.case("lost-submit-reply", "create with the SDK's own retries", NOTE) as row:
            secret = self.key("lost", "lost-submit-reply")
            video = self.client("lost", "lost-submit-reply").videos.create_and_poll(
                model="sora-2", prompt="A cat", poll_interval_ms=1
            )
            _, ledger = ask(f"{URL}/_stunt/ledger", fields={"Authorization": f"Bearer {secret}"})
            row.detail += f": {video.status}; jobs billed: {ledger['jobs']}"

    def errors(self):
        with self.case("-", "401, 404, 400 by class and code"):
            stranger = openai.OpenAI(api_key="nonsense", base_url=URL + self.path)
            with raises(openai.AuthenticationError, "malformed key") as caught:
                stranger.videos.retrieve("video_none")
            equal(caught.error.code, "AUTHENTICATION_FAILED", "code")
            api = self.client("errors")
            with raises(openai.NotFoundError, "unknown id"):
                api.videos.retrieve("video_none")
            with raises(openai.NotFoundError, "unknown model") as caught:
                api.videos.create(model="sora-9", prompt="A cat")
            equal(caught.error.code, "MODEL_NOT_FOUND", "code")
            with raises(openai.BadRequestError, "n=9") as caught:
                api.videos.create(model="sora-2", prompt="A cat", extra_body={"n": 9})
            equal(caught.error.code, "INVALID_REQUEST", "code")


def main():
    for path in sys.argv[1:] or ["/lumenfall/openai/v1", "/lumenfall/v1"]:
        double = Lumenfall(path)
        for group in (double.completed, double.failed, double.cancel, double.faults, double.errors):
            group()


if __name__ == "__main__":
    main()
