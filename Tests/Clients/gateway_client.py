"""Lumenfall's account as a user meets it: estimates, balance, requests, and each error of the catalogue in the SDK.

The official openai SDK calls what is under the OpenAI-compatible base, also the native endpoints by its plain `get` and
`delete`, so that keys, errors and retries are those of a real client.
"""

import os
import urllib.error
import warnings
from dataclasses import dataclass

import openai
from harness.double import ask
from harness.media import download
from harness.report import Report, equal, raises, true

warnings.simplefilter("ignore", DeprecationWarning)
URL = os.environ["STUNT_URL"]
REPORT = Report(f"openai {openai.__version__}")
BASE, NATIVE = "/lumenfall/openai/v1", "/lumenfall/v1"


@dataclass
class Expected:
    """What a scenario's submit raises."""

    scenario: str
    kind: type
    status: int
    code: str
    type: str


ERRORS = [
    Expected("key-revoked", openai.AuthenticationError, 401, "AUTHENTICATION_FAILED", "authentication_error"),
    Expected("insufficient-balance", openai.APIStatusError, 402, "INSUFFICIENT_BALANCE", "insufficient_quota"),
    Expected(
        "insufficient-balance-billing", openai.APIStatusError, 402, "INSUFFICIENT_BALANCE", "billing_error"
    ),
    Expected("model-disabled", openai.NotFoundError, 404, "MODEL_DISABLED", "invalid_request_error"),
    Expected(
        "refused-content-policy",
        openai.BadRequestError,
        400,
        "CONTENT_POLICY_VIOLATION",
        "invalid_request_error",
    ),
    Expected("refused-location", openai.BadRequestError, 400, "UPSTREAM_ERROR", "invalid_request_error"),
    Expected("refused-image", openai.BadRequestError, 400, "INVALID_REQUEST", "invalid_request_error"),
    Expected("rate-limited", openai.RateLimitError, 429, "RATE_LIMITED", "rate_limit_error"),
    Expected("internal-error", openai.InternalServerError, 500, "INTERNAL_ERROR", "server_error"),
    Expected("upstream-error", openai.InternalServerError, 502, "UPSTREAM_ERROR", "server_error"),
    Expected("providers-exhausted", openai.InternalServerError, 502, "ALL_PROVIDERS_EXHAUSTED", "server_error"),
]


def key(name, scenario=None):
    word = openai.__version__.replace(".", "")
    return f"lmnfl_gw{word}{name}.secret" + (f"-stunt-{scenario}" if scenario else "")


def client(name, scenario=None, base=BASE, **options):
    return openai.OpenAI(api_key=key(name, scenario), base_url=URL + base, **options)


def case(scenario, what):
    return REPORT.case("lumenfall", scenario, what=what)


def errors():
    for error in ERRORS:
        with case(error.scenario, f"{error.kind.__name__} {error.status} {error.code}, by prompt and by key"):
            prompt = f"A cat [[stunt:{error.scenario}]]"
            marked = client("byprompt", max_retries=0), {"prompt": prompt}
            keyed = client("bykey", error.scenario, max_retries=0), {"prompt": "A cat"}
            for api, arguments in (marked, keyed):
                with raises(error.kind, "create") as caught:
                    api.videos.create(model="sora-2", **arguments)
                found = caught.error
                equal((found.status_code, found.code, found.type), (error.status, error.code, error.type), "error")
                true(found.message, "no message")


def estimates():
    with case("completed", "dryRun=true: an estimate, nothing made, nothing billed"):
        api = client("estimate")
        raw = api.videos.with_raw_response.create(
            model="sora-2-pro", prompt="A cat", seconds="10", extra_query={"dryRun": "true"}
        )
        equal(raw.status_code, 200, "status")
        estimate = raw.http_response.json()
        equal((estimate["estimated"], estimate["total_cost_micros"]), (True, 3_000_000), "estimate")
        equal(estimate["components"][0]["metric"], "second", "metric")
        true("id" not in estimate, "an estimate has an id")
        _, ledger = ask(f"{URL}/_stunt/ledger", fields={"Authorization": f"Bearer {key('estimate')}"})
        equal(ledger["jobs"], 0, "jobs billed")
        with raises(openai.BadRequestError, "a bad request"):
            api.videos.create(model="sora-2", prompt="A cat", seconds="99", extra_query={"dryRun": "true"})


def account():
    with case("completed", "balance, requests page by page, purge: by the SDK's own get and delete"):
        api, native = client("account"), client("account", base=NATIVE)
        before = native.get("/balance", cast_to=object)["available"]["amount"]
        videos = [
            api.videos.create_and_poll(model="sora-2", prompt="A cat", seconds="5", poll_interval_ms=1)
            for _ in range(3)
        ]
        after = native.get("/balance", cast_to=object)["available"]["amount"]
        equal(round(before - after, 6), 1.5, "what three videos of 5 s cost")
        with raises(openai.BadRequestError, "no prompt"):
            api.post("/videos", cast_to=object, body={"model": "sora-2"})
        page = native.get("/requests", cast_to=object, options={"params": {"limit": 3, "summary": "true"}})
        statuses = [request["status"] for request in page["data"]]
        equal(statuses, ["rejected", "completed", "completed"], "statuses")
        equal(page["summary"], {"total_requests": 4, "total_cost": 1.5, "currency": "usd"}, "summary")
        headers = {"Authorization": f"Bearer {key('account')}"}
        _, last = ask(URL + page["next_page_url"], fields=headers)
        equal((len(last["data"]), last["next_page_url"]), (1, None), "the last page")
        request = native.get(f"/requests/{last['data'][0]['id']}", cast_to=object)
        equal((request["model"], request["cost"]), ("sora-2", 0.5), "request")
        film = videos[0].output["url"]
        true(len(download(film)) > 0, "an empty file")
        native.delete(f"/requests/{request['id']}/payloads", cast_to=object)
        with raises(urllib.error.HTTPError, "a purged file"):
            download(film)


def parameters():
    with case("completed", "a form of the SDK: what each parameter became, in the journal"):
        client("journal").videos.create(
            model="fal/sora-2", prompt="A cat", seconds="8", size="720x1280", extra_body={"delete_video": True}
        )
        _, journal = ask(f"{URL}/_stunt/journal", fields={"Authorization": f"Bearer {key('journal')}"})
        became = {(p["name"], p["sentAs"]): p["value"] for p in journal[0]["upstream"]["parameters"]}
        equal(became[("seconds", "duration")], 8, "duration")
        equal(became[("size", "aspect_ratio")], "9:16", "aspect_ratio")
        equal(became[("delete_video", "delete_video")], True, "delete_video")


if __name__ == "__main__":
    for group in (errors, estimates, account, parameters):
        group()
