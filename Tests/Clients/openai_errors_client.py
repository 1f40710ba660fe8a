"""Each error of the OpenAI double, as the official SDK's users meet it: which exception, with which code.

The scenario is chosen by the prompt's marker, so that nothing but text differs from a client of the real provider.
"""

import os
import time
import warnings
from dataclasses import dataclass

import openai
from harness.double import ask
from harness.report import Report, equal, raises, true

warnings.simplefilter("ignore", DeprecationWarning)
URL = os.environ["STUNT_URL"]
REPORT = Report(f"openai {openai.__version__}")
PROVIDER = "openai"
FILM = ("film.mp4", b"no real film", "video/mp4")


@dataclass
class Expected:
    """What a scenario's submit raises."""

    scenario: str
    kind: type
    status: int
    code: str | None
    type: str = "invalid_request_error"
    param: str | None = None


SUBMITS = [
    Expected("invalid-api-key", openai.AuthenticationError, 401, "invalid_api_key"),
    Expected("no-organization", openai.AuthenticationError, 401, "no_organization"),
    Expected("address-not-allowed", openai.AuthenticationError, 401, "ip_not_authorized"),
    Expected(
        "unsupported-country",
        openai.PermissionDeniedError,
        403,
        "unsupported_country_region_territory",
        "request_forbidden",
    ),
    Expected("conflict", openai.ConflictError, 409, "conflict"),
    Expected("unprocessable", openai.UnprocessableEntityError, 422, "unprocessable_entity"),
    Expected("throttled", openai.RateLimitError, 429, "rate_limit_exceeded", "rate_limit_error"),
    Expected("rate-limited", openai.RateLimitError, 429, "rate_limit_exceeded", "rate_limit_error"),
    Expected("slow-down", openai.RateLimitError, 429, "slow_down", "rate_limit_error"),
    Expected("insufficient-quota", openai.RateLimitError, 429, "insufficient_quota", "insufficient_quota"),
    Expected(
        "credit-exhausted", openai.RateLimitError, 429, "credit_balance_exhausted", "insufficient_quota"
    ),
    Expected("server-error", openai.InternalServerError, 500, "server_error", "server_error"),
    Expected("server-error-for-good", openai.InternalServerError, 500, "server_error", "server_error"),
    Expected(
        "overloaded",
        openai.InternalServerError,
        503,
        "server_is_overloaded",
        "service_unavailable_error",
    ),
    Expected("prompt-blocked", openai.BadRequestError, 400, "moderation_blocked", param="prompt"),
    Expected(
        "reference-size-mismatch", openai.BadRequestError, 400, "invalid_value", param="input_reference"
    ),
    Expected(
        "reference-type-not-supported",
        openai.BadRequestError,
        400,
        "unsupported_file_mimetype",
        param="input_reference",
    ),
]

# The same at UniAll's native form, which the SDK can speak.
UNIALL = [
    Expected("invalid-api-key", openai.AuthenticationError, 401, "invalid_api_key", "authentication_error"),
    Expected("insufficient-quota", openai.APIStatusError, 402, "insufficient_quota", "insufficient_quota"),
    Expected("throttled", openai.RateLimitError, 429, "rate_limit_exceeded", "rate_limit_error"),
    Expected("rate-limited", openai.RateLimitError, 429, "rate_limit_exceeded", "rate_limit_error"),
    Expected("server-error", openai.InternalServerError, 500, "internal_error", "server_error"),
    Expected("upstream-unavailable", openai.InternalServerError, 503, "upstream_unavailable", "server_error"),
    Expected("image-expired", openai.BadRequestError, 400, "image_url_expired", param="image_url"),
    Expected("image-private", openai.BadRequestError, 400, "image_url_not_public", param="image_url"),
    Expected(
        "image-type-not-supported", openai.BadRequestError, 400, "unsupported_image_type", param="image_url"
    ),
]

# Calls that the double refuses by itself: what is wrong, how it is sent, and the parameter that the error names.
MISTAKES = [
    ("no such model", lambda api: api.videos.create(prompt="A", model="sora-9"), "model"),
    ("pro size for sora-2", lambda api: api.videos.create(prompt="A", size="1920x1080"), "size"),
    ("unknown parameter", lambda api: api.videos.create(prompt="A", extra_body={"seed": 7}), "seed"),
    ("prompt too long", lambda api: api.videos.create(prompt="A" * 32_001), "prompt"),
    ("limit", lambda api: api.videos.list(limit=101), "limit"),
    ("order", lambda api: api.videos.list(order="up"), "order"),
    (
        "client's request id",
        lambda api: api.videos.list(extra_headers={"X-Client-Request-Id": "r" * 513}),
        "X-Client-Request-Id",
    ),
    (
        "three characters",
        lambda api: api.videos.create(
            prompt="A", extra_body={"characters": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
        ),
        "characters",
    ),
]


def client(name, scenario=None, path="openai/v1", **options):
    secret = f"sk-{openai.__version__.replace('.', '')}errors{name}"
    secret += f"-stunt-{scenario}" if scenario else ""
    return openai.OpenAI(api_key=secret, base_url=f"{URL}/{path}", **options)


def case(scenario, what, provider=PROVIDER):
    return REPORT.case(provider, scenario, what=what)


def refused_submits():
    api = client("submit", max_retries=0)
    for expected in SUBMITS:
        refused(PROVIDER, api, expected, {})
    api = client("submit", path="uniall/v1", max_retries=0)
    for expected in UNIALL:
        refused("uniall", api, expected, {"model": "sora2"})


def refused(provider, api, expected, more):
    with case(expected.scenario, f"create raises {expected.kind.__name__}", provider) as row:
        with raises(expected.kind, "create") as caught:
            api.videos.create(prompt=f"A cat [[stunt:{expected.scenario}]]", **more)
        error = caught.error
        equal(error.status_code, expected.status, "status")
        equal((error.code, error.type, error.param), (expected.code, expected.type, expected.param), "error")
        true(error.request_id or provider != PROVIDER, "no request_id")
        row.detail += f" {expected.status} {expected.code}"


def refused_by_key():
    for scenario, kind in (
        ("unsupported-country", openai.PermissionDeniedError),
        ("overloaded", openai.InternalServerError),
    ):
        with case(scenario, f"list raises {kind.__name__}, chosen by the key"):
            with raises(kind, "list"):
                client("key", scenario, max_retries=0).videos.list()


def refused_later():
    for scenario, kind in (
        ("unsupported-country-later", openai.PermissionDeniedError),
        ("throttled-later", openai.RateLimitError),
        ("overloaded-later", openai.InternalServerError),
        ("key-revoked", openai.AuthenticationError),
    ):
        with case(scenario, f"retrieve and download raise {kind.__name__}"):
            api = client("later", max_retries=0)
            video = api.videos.create(prompt=f"A cat [[stunt:{scenario}]]")
            with raises(kind, "retrieve"):
                api.videos.retrieve(video.id)
            with raises(kind, "download_content"):
                api.videos.download_content(video.id)


def mistakes():
    api = client("mistakes", max_retries=0)
    for what, send, param in MISTAKES:
        with case("-", f"{what}: BadRequestError"):
            with raises(openai.BadRequestError, what) as caught:
                send(api)
            equal(caught.error.param, param, "param")


def content():
    with case("content-expired", "download_content raises NotFoundError with code expired"):
        api = client("content")
        video = api.videos.create_and_poll(prompt="A [[stunt:content-expired]]", poll_interval_ms=1)
        with raises(openai.NotFoundError, "download_content") as caught:
            api.videos.download_content(video.id)
        equal(caught.error.code, "expired", "code")


def retries():
    for scenario in ("server-error-once", "retry-after-ms", "gateway-timeout", "reset-submit"):
        with case(scenario, "create, poll: the SDK's own retries lead to a video") as row:
            begin = time.monotonic()
            api = client("retries")
            video = api.videos.create_and_poll(prompt=f"A [[stunt:{scenario}]]", poll_interval_ms=1)
            equal(video.status, "completed", "status")
            row.detail += f" in {time.monotonic() - begin:.1f} s"
    for scenario, attempts in (("server-error-for-good", 1), ("credit-exhausted", 1), ("throttled", 3)):
        with case(scenario, f"create is sent {attempts} times"):
            api = client(f"attempts{attempts}{scenario.replace('-', '')}")
            with raises(openai.APIStatusError, "create"):
                api.videos.create(prompt=f"A [[stunt:{scenario}]]")
            _, journal = ask(f"{URL}/_stunt/journal", fields={"Authorization": f"Bearer {api.api_key}"})
            entries = [entry for entry in journal if entry["operation"] == "createVideo"]
            equal(len(entries), attempts, "attempts")


def failed_videos():
    for scenario, code in (
        ("failed-at-once", "moderation_blocked"),
        ("failed-provider-error", "server_error"),
    ):
        with case(scenario, f"create_and_poll ends with {code}, no exception"):
            video = client("failed").videos.create_and_poll(
                prompt=f"A [[stunt:{scenario}]]", poll_interval_ms=1
            )
            equal((video.status, video.error.code), ("failed", code), "video")


def main():
    for group in (
        refused_submits,
        refused_by_key,
        refused_later,
        mistakes,
        content,
        retries,
        failed_videos,
    ):
        group()


if __name__ == "__main__":
    main()
