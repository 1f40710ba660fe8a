"""The official fal_client against the fal double, its URL globals pointed at the server."""

import asyncio
import base64
import os

import fal_client
import fal_client.client
from fal_client import Completed, FalClientHTTPError, FalClientTimeoutError, InProgress, Queued
from harness.double import ask
from harness.media import check_picture, check_video, download, png
from harness.report import NOTE, Report, equal, raises, true

URL = os.environ["STUNT_URL"]
REPORT = Report(f"fal_client {fal_client.__version__}")
TEXT, IMAGE = "fal-ai/sora-2/text-to-video", "fal-ai/sora-2/image-to-video"
PROMPT = {"prompt": "A cat at sea"}
CANCELLED = 499

fal_client.client.RUN_URL_FORMAT = f"{URL}/fal/run/"
fal_client.client.QUEUE_URL_FORMAT = f"{URL}/fal/queue/"
fal_client.client.REST_URL = f"{URL}/fal/rest"
fal_client.client.CDN_URL = f"{URL}/fal/cdn"


def key(name, scenario=None):
    return f"{name}:secret" + (f"-stunt-{scenario}" if scenario else "")


def client(name, scenario=None):
    return fal_client.SyncClient(key=key(name, scenario))


def case(scenario, what, verdict="pass"):
    return REPORT.case("fal", scenario, verdict, what)


def events_of(handle, **options):
    """All statuses up to Completed, each kind of them in the documented order."""
    events = list(handle.iter_events(interval=0.001, **options))
    order = [Queued, InProgress, Completed]
    ranks = [order.index(type(event)) for event in events]
    equal(ranks, sorted(ranks), "order of statuses")
    return events


def check_result(result, seconds, size):
    video = result["video"]
    film = download(video["url"])
    if video.get("file_size") is not None:
        equal(len(film), video["file_size"], "file_size")
    if video.get("width") is not None:
        equal(f"{video['width']}x{video['height']}", size, "width and height")
    for part in ("thumbnail", "spritesheet"):
        if result.get(part):
            check_picture(download(result[part]["url"]))
    true(result["video_id"], "no video_id")
    return check_video(film, seconds, size)


def completed():
    with case("completed", "submit, iter_events(with_logs), result") as row:
        handle = client("completed").submit(TEXT, {**PROMPT, "duration": 8, "aspect_ratio": "9:16"})
        events = events_of(handle, with_logs=True)
        equal({type(event) for event in events}, {Queued, InProgress, Completed}, "kinds of events")
        true(isinstance(events[0].position, int), "no queue position")
        logs = events[-1].logs
        true(logs and logs[0]["message"] and logs[0]["labels"]["level"].isupper(), f"logs are {logs!r}")
        true(events[-1].metrics["inference_time"] > 0, "no inference_time")
        row.detail += f": {len(events)} events, {len(logs)} logs, {check_result(handle.get(), 8, '720x1280')}"
    with case("completed", "status, result, cancel by id; cancel of a finished job is 400"):
        api = client("byid")
        handle = api.submit(TEXT, PROMPT)
        true(isinstance(api.status(TEXT, handle.request_id), (Queued, InProgress)), "status after submit")
        check_result(api.result(TEXT, handle.request_id), 4, "1280x720")
        equal(api.status(TEXT, handle.request_id).logs, None, "logs when not asked for")
        with raises(FalClientHTTPError, "cancel") as caught:
            api.cancel(TEXT, handle.request_id)
        equal(caught.error.status_code, 400, "status")
    with case("completed", "subscribe with on_enqueue, on_queue_update") as row:
        updates, ids = [], []
        result = client("subscribe").subscribe(
            TEXT,
            PROMPT,
            with_logs=True,
            interval=0.001,
            on_enqueue=ids.append,
            on_queue_update=updates.append,
        )
        equal((len(ids), type(updates[-1])), (1, Completed), "updates")
        row.detail += f": {len(updates)} updates, {check_result(result, 4, '1280x720')}"
    with case("completed", "run") as row:
        row.detail += f": {check_result(client('run').run(TEXT, {**PROMPT, 'duration': 12}), 12, '1280x720')}"
    with case("completed", "image-to-video with a data URI") as row:
        picture = "data:image/png;base64," + base64.b64encode(png(128, 72)).decode()
        result = client("image").subscribe(
            IMAGE, {**PROMPT, "image_url": picture, "aspect_ratio": "16:9"}, interval=0.001
        )
        row.detail += f": {check_result(result, 4, '1280x720')}"
    with case("completed", "20 subscribes at once (AsyncClient)"):

        async def together():
            api = fal_client.AsyncClient(key=key("async"))
            return await asyncio.gather(*[api.subscribe(TEXT, PROMPT, interval=0.001) for _ in range(20)])

        equal(len({result["video_id"] for result in asyncio.run(together())}), 20, "different video ids")


def invalid_input():
    with case("invalid input", 'duration "8": accepted, 422 with the result') as row:
        handle = client("invalid").submit(TEXT, {**PROMPT, "duration": "8"})
        events_of(handle)
        with raises(FalClientHTTPError, "result") as caught:
            handle.get()
        first = caught.error.message[0]
        equal(
            (caught.error.status_code, first["loc"], first["type"]),
            (422, ["body", "duration"], "literal_error"),
            "result",
        )
        row.detail += f": {first['msg']}"
    with case("invalid input", "run: no prompt is 422 at once"):
        with raises(FalClientHTTPError, "run") as caught:
            client("invalidrun").run(TEXT, {})
        equal((caught.error.status_code, caught.error.message[0]["type"]), (422, "missing"), "answer")


def failed():
    with case("failed-content-policy", "result and run raise FalClientHTTPError 422") as row:
        api = client("policy", "failed-content-policy")
        handle = api.submit(TEXT, PROMPT)
        events_of(handle)
        for what, ask_for in (("result", handle.get), ("run", lambda: api.run(TEXT, PROMPT))):
            with raises(FalClientHTTPError, what) as caught:
                ask_for()
            first = caught.error.message[0]
            equal((caught.error.status_code, first["type"]), (422, "content_policy_violation"), what)
        row.detail += f": {first['msg']}"
    with case("failed-provider-error", "the result raises FalClientHTTPError 5xx") as row:
        handle = client("provider", "failed-provider-error").submit(TEXT, PROMPT)
        last = events_of(handle)[-1]
        with raises(FalClientHTTPError, "result") as caught:
            handle.get()
        true(caught.error.status_code >= 500, f"status is {caught.error.status_code}")
        row.detail += f": {caught.error.status_code} {caught.error.message}; status says {last.error_type}"


def cancelled():
    with case("cancelled", "by the provider: Completed, then 499") as row:
        handle = client("cancelled", "cancelled").submit(TEXT, PROMPT)
        last = events_of(handle)[-1]
        with raises(FalClientHTTPError, "result") as caught:
            handle.get()
        equal(caught.error.status_code, CANCELLED, "status")
        row.detail += f": status says {last.error_type}"
    with case("stuck-in-queue", "cancel by the client ends the job"):
        handle = client("cancel", "stuck-in-queue").submit(TEXT, PROMPT)
        true(isinstance(handle.status(), Queued), "status before")
        handle.cancel()
        events_of(handle)
        with raises(FalClientHTTPError, "result") as caught:
            handle.get()
        equal(caught.error.status_code, CANCELLED, "status")
    with case("stuck-in-queue", "subscribe with client_timeout") as row:
        with raises((FalClientTimeoutError, FalClientHTTPError), "subscribe") as caught:
            client("timeout", "stuck-in-queue").subscribe(TEXT, PROMPT, client_timeout=1.2)
        if isinstance(caught.error, FalClientHTTPError):
            equal(caught.error.status_code, 504, "status")
        row.detail += f": {type(caught.error).__name__}: {caught.error}"


def slow_and_faulty():
    with case("slow", "iter_events(with_logs)") as row:
        handle = client("slow", "slow").submit(TEXT, PROMPT)
        events = events_of(handle, with_logs=True)
        positions = [event.position for event in events if isinstance(event, Queued)]
        equal(positions, sorted(positions, reverse=True), "queue positions")
        film = check_result(handle.get(), 4, "1280x720")
        row.detail += f": {len(events)} events, positions {positions}, {film}"
    with case("flaky-polls", "polls that raise are repeated by the caller") as row:
        handle = client("flaky", "flaky-polls").submit(TEXT, PROMPT)
        statuses = []
        for _ in range(100):
            try:
                if isinstance(handle.status(), Completed):
                    break
            except FalClientHTTPError as error:
                statuses.append(error.status_code)
        row.detail += f": {statuses} on the way, {check_result(handle.get(), 4, '1280x720')}"
    with case("rate-limited", "subscribe, the client's own retries"):
        check_result(client("limited", "rate-limited").subscribe(TEXT, PROMPT, interval=0.001), 4, "1280x720")
    with case("lost-submit-reply", "subscribe, the client's own retries", NOTE) as row:
        secret = key("lost", "lost-submit-reply")
        fal_client.SyncClient(key=secret).subscribe(TEXT, PROMPT, interval=0.001)
        _, ledger = ask(f"{URL}/_stunt/ledger", fields={"Authorization": f"Key {secret}"})
        row.detail += f": jobs billed: {ledger['jobs']}"


def errors():
    with case("-", "401 malformed key, 404 unknown id, 400 result too early"):
        with raises(FalClientHTTPError, "malformed key") as caught:
            fal_client.SyncClient(key="nonsense").submit(TEXT, PROMPT)
        equal(caught.error.status_code, 401, "status with a malformed key")
        api = client("errors")
        with raises(FalClientHTTPError, "unknown id") as caught:
            api.status(TEXT, "00000000-0000-4000-8000-000000000000")
        equal(caught.error.status_code, 404, "status of an unknown id")
        handle = api.submit(TEXT, PROMPT)
        status, answer = ask(handle.response_url, fields={"Authorization": f"Key {key('errors')}"})
        equal((status, answer["detail"]), (400, "Request is still in progress"), "early result")


def main():
    for group in (completed, invalid_input, failed, cancelled, slow_and_faulty, errors):
        group()


if __name__ == "__main__":
    main()
