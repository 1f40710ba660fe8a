"""The official fal_client against the fal double: uploads, remixes and characters, and every error of its lists."""

import os
from itertools import chain

import fal_client
import fal_client.client
from fal_client import FalClientHTTPError
from fal_client.client import MultipartUpload
from harness.double import ask
from harness.media import check_video, download, png
from harness.report import Report, equal, raises, true

URL = os.environ["STUNT_URL"]
REPORT = Report(f"fal_client {fal_client.__version__}")
APP = "fal-ai/sora-2/"
TEXT = APP + "text-to-video"
PROMPT = {"prompt": "A cat at sea"}

fal_client.client.RUN_URL_FORMAT = f"{URL}/fal/run/"
fal_client.client.QUEUE_URL_FORMAT = f"{URL}/fal/queue/"
fal_client.client.REST_URL = f"{URL}/fal/rest"
fal_client.client.CDN_URL = f"{URL}/fal/cdn"

# The lists of docs.fal.ai/errors: status of the result by type, which is the scenario's name, too.
MODEL_ERRORS = {
    422: "no_media_generated image_too_small image_too_large image_load_error file_download_error "
    "face_detection_error file_too_large greater_than greater_than_equal less_than less_than_equal multiple_of "
    "sequence_too_short sequence_too_long one_of feature_not_supported invalid_archive "
    "archive_file_count_below_minimum archive_file_count_exceeds_maximum audio_duration_too_long "
    "audio_duration_too_short unsupported_audio_format unsupported_image_format unsupported_video_format "
    "video_duration_too_long video_duration_too_short",
    400: "downstream_service_error",
    500: "internal_server_error",
    504: "generation_timeout",
}
REQUEST_ERRORS = {
    504: "request_timeout startup_timeout",
    503: "runner_scheduling_failure runner_connection_timeout runner_disconnected runner_connection_refused "
    "runner_connection_error",
    502: "runner_incomplete_response",
    500: "runner_server_error internal_error",
    499: "client_disconnected",
}
RUNNER_ERRORS = {422: "field-error", 400: "app-error", 500: "uncaught-error", 503: "gpu-error"}
GATEWAY_ERRORS = {
    "unknown-key": 401,
    "invalid-key": 401,
    "authentication-required": 401,
    "exhausted-balance": 403,
    "bad-request": 400,
}


def client(name):
    return fal_client.SyncClient(key=f"{name}:secret")


def case(scenario, what):
    return REPORT.case("fal", scenario, "pass", what)


def marked(scenario):
    return {"prompt": f"A cat at sea [[stunt:{scenario}]]"}


def failure(scenario):
    """What the status says at last, and the error that the result raises."""
    handle = client(scenario).submit(TEXT, marked(scenario))
    *_, last = handle.iter_events(interval=0.001)
    with raises(FalClientHTTPError, "result") as caught:
        handle.get()
    return last, caught.error


def each(table):
    return chain.from_iterable(((status, type_) for type_ in types.split()) for status, types in table.items())


def model_errors():
    for status, type_ in each(MODEL_ERRORS):
        with case(type_.replace("_", "-"), f"FalClientHTTPError {status}, a list with the type"):
            last, error = failure(type_.replace("_", "-"))
            equal((error.status_code, error.message[0]["type"]), (status, type_), "result")
            equal(error.message[0]["url"], f"https://docs.fal.ai/errors/#{type_}", "url")
            equal((last.error, last.error_type), (f"Invalid status code: {status}", type_), "status")
            equal(error.response_headers["x-fal-retryable"], str(status != 422).lower(), "x-fal-retryable")


def request_errors():
    for status, type_ in each(REQUEST_ERRORS):
        with case(type_.replace("_", "-"), f"FalClientHTTPError {status}, error_type"):
            last, error = failure(type_.replace("_", "-"))
            equal((error.status_code, error.error_type), (status, type_), "result")
            equal(error.response_headers["x-fal-error-type"], type_, "x-fal-error-type")
            equal((last.error, last.error_type), (error.message, type_), "status")
    for status, scenario in RUNNER_ERRORS.items():
        with case(scenario, f"FalClientHTTPError {status}") as row:
            _, error = failure(scenario)
            equal(error.status_code, status, "status of the result")
            row.detail += f": {error.message}"
    for scenario, status in GATEWAY_ERRORS.items():
        with case(scenario, f"submit raises FalClientHTTPError {status}") as row:
            with raises(FalClientHTTPError, "submit") as caught:
                client(scenario).submit(TEXT, marked(scenario))
            equal(caught.error.status_code, status, "status")
            row.detail += f": {caught.error.message}"


def uploads():
    api, picture = client("uploads"), png(128, 72)
    with case("completed", "upload, upload_file; the file comes back with its type") as row:
        address = api.upload(picture, "image/png", "my cat.png")
        true(download(address) == picture, "not the bytes that were sent")
        row.detail += f": {address.rsplit('/', 1)[1]}"
        true(download(api.upload_file(__file__)) == open(__file__, "rb").read(), "not the file that was sent")
    with case("completed", 'upload to the repository "fal" (initiate, PUT)'):
        true(download(api.upload(picture, "image/png", "a.png", repository="fal")) == picture, "other bytes")
    with case("completed", "MultipartUpload, parts beside one another"):
        content = bytes(range(256)) * 4_000
        address = MultipartUpload.save(
            client=api._get_cdn_client(),
            token_manager=api._token_manager,
            file_name="film.mp4",
            data=content,
            content_type="video/mp4",
            chunk_size=200_000,
        )
        true(download(address) == content, "not the bytes that were sent")
    with case("completed", "image-to-video with an uploaded picture"):
        address = api.upload(picture, "image/png", "first.png")
        input = {**PROMPT, "image_url": address, "aspect_ratio": "9:16"}
        result = api.subscribe(APP + "image-to-video", input, interval=0.001)
        check_video(download(result["video"]["url"]), 4, "720x1280")


def jobs_of_jobs():
    api = client("remix")
    with case("completed", "remix of a video that was kept; of one that was not: 400"):
        kept = api.subscribe(TEXT, {**PROMPT, "duration": 8, "delete_video": False}, interval=0.001)
        remix = {"video_id": kept["video_id"], "prompt": "Make it purple"}
        result = api.subscribe(APP + "video-to-video/remix", remix, interval=0.001)
        check_video(download(result["video"]["url"]), 8, "1280x720")
        gone = api.subscribe(TEXT, PROMPT, interval=0.001)
        with raises(FalClientHTTPError, "remix") as caught:
            api.run(APP + "video-to-video/remix", {**remix, "video_id": gone["video_id"]})
        equal(caught.error.status_code, 400, "status")
    with case("completed", "a character, and a video that names it"):
        character = api.subscribe(
            APP + "characters", {"name": "Mossy", "video_url": kept["video"]["url"]}, interval=0.001
        )
        equal(character["name"], "Mossy", "name")
        video = api.run(TEXT, {"prompt": "Mossy runs", "character_ids": [character["id"]]})
        true(video["video_id"], "no video_id")


def queue_options():
    with case("stuck-in-queue", "start_timeout: 504 request_timeout, by the user's own limit"):
        api = client("late")
        handle = api.submit(TEXT, marked("stuck-in-queue"), start_timeout=1.5)
        list(handle.iter_events(interval=0.001))
        with raises(FalClientHTTPError, "result") as caught:
            handle.get()
        equal((caught.error.status_code, caught.error.error_type), (504, "request_timeout"), "result")
        equal(caught.error.response_headers["x-fal-request-timeout-type"], "user", "whose limit")
    with case("retried", "the queue tries again; with X-Fal-No-Retry it does not"):
        api = client("retried")
        true(api.subscribe(TEXT, marked("retried"), interval=0.001)["video"], "no video")
        with raises(FalClientHTTPError, "subscribe") as caught:
            api.subscribe(TEXT, marked("retried"), interval=0.001, headers={"X-Fal-No-Retry": "1"})
        equal(caught.error.status_code, 503, "status")
    with case("stuck-in-queue", "fal_max_queue_length=0: 429 once somebody waits"):
        client("full").submit(TEXT, marked("stuck-in-queue"))
        address = f"{URL}/fal/queue/{TEXT}?fal_max_queue_length=0"
        status, _ = ask(address, "POST", PROMPT, {"Authorization": "Key full:secret"})
        equal(status, 429, "status")


def main():
    for group in (uploads, jobs_of_jobs, queue_options, model_errors, request_errors):
        group()


if __name__ == "__main__":
    main()
