"""fal's queue: the sound client, and the habits that break one rule each."""

import json
import time
from urllib.parse import quote

import conduct
import habits
import signatures
from conduct import Failed, GaveUp
from wire import Lost, NotSent

ENDPOINT = "fal-ai/sora-2/text-to-video"
APP = "fal-ai/sora-2"
CANCELLED = 499


class Client(conduct.Client):
    scheme = "Key"
    poll_seconds = 1.0
    endpoint, content_type = ENDPOINT, "application/json"

    def wish(self):
        return {"prompt": self.prompt, "duration": 8, "aspect_ratio": "9:16", "resolution": "720p"}

    def submit_request(self):
        url = f"{self.base}/{self.endpoint}"
        webhook = self.environment.get("STUNT_WEBHOOK_URL")
        if webhook and self.listener:
            url += f"?fal_webhook={quote(webhook, safe='')}"
        body = json.dumps(self.wish()).encode()
        return "POST", url, self.fields(url, Content_Type=self.content_type), body

    def accept(self, document):
        self.urls = {name: document[name] for name in ("status_url", "response_url", "cancel_url")}
        self.job = document["request_id"]

    def poll_request(self):
        url = f"{self.urls['status_url']}?logs=1"
        return "GET", url, self.fields(url)

    def is_end(self, document):
        """COMPLETED is the end of a failed job, too: the result tells."""
        return self.status_of(document) == "COMPLETED"

    def fetch(self):
        """Asks for the result, then for the film that it names."""
        self.end = self.output()
        super().fetch()

    def output(self):
        url = self.urls["response_url"]
        for count in range(1, self.tries + 1):
            answer = None
            try:
                answer = self.ask("GET", url, self.fields(url))
                if answer.status < 300:
                    return self.decoded(answer)
                reason = self.refusal_text(answer)
                if not self.is_passing(answer):
                    raise Failed(reason)
            except (Lost, NotSent) as error:
                reason = str(error)
            self.rest(self.pause_after_error(answer, count))
        raise GaveUp(f"the result could not be asked for: {reason}")

    def is_passing(self, answer):
        """A result of 5xx with the provider's own fields is the job's; a gateway has no such fields."""
        return answer.status == 429 or (
            answer.status in conduct.PASSING and "x-fal-request-id" not in answer.fields
        )

    def result_request(self):
        url = self.end["video"]["url"]
        return "GET", url, self.fields(url, Accept="video/mp4"), None

    def interrupted(self):
        if self.job:
            url = self.urls["cancel_url"]
            self.ask("PUT", url, self.fields(url))
        super().interrupted()

    def refusal_text(self, answer):
        """`detail` is a sentence, or a list of what is wrong where."""
        try:
            detail = json.loads(answer.content)["detail"]
            text = detail if isinstance(detail, str) else "; ".join(entry["msg"] for entry in detail)
            return f"status {answer.status}: {text}"
        except (ValueError, KeyError, TypeError):
            return f"status {answer.status}"

    # Webhooks

    def is_genuine(self, fields, body):
        return self.is_recent(fields) and self.is_signed(fields, body)

    def is_recent(self, fields):
        return signatures.is_recent(fields.get("x-fal-webhook-timestamp", ""), time.time())

    def is_signed(self, fields, body):
        import hashlib

        names = ("request-id", "user-id", "timestamp")
        parts = [fields.get(f"x-fal-webhook-{name}", "") for name in names]
        message = "\n".join([*parts, hashlib.sha256(body).hexdigest()]).encode()
        try:
            signature = bytes.fromhex(fields.get("x-fal-webhook-signature", ""))
        except ValueError:
            return False
        keys = self.public_keys()
        return any(signatures.ed25519_is_genuine(key, signature, message) for key in keys)

    def public_keys(self):
        from base64 import urlsafe_b64decode

        url = self.environment["STUNT_WEBHOOK_KEYS_URL"]
        document = self.decoded(self.ask("GET", url, {"Accept": "application/json"}))
        return [urlsafe_b64decode(key["x"] + "=" * (-len(key["x"]) % 4)) for key in document["keys"]]

    def message_id(self, fields, body):
        return fields.get("x-fal-webhook-request-id")


class SendsText(habits.Repents):
    content_type = "text/plain"


class MissesEndpoint:
    endpoint = f"{APP}/text2video"


class StartsTooSoon(habits.Repents):
    """Gives a runner less time than the platform allows to."""

    def fields(self, url, **more):
        given = super().fields(url, **more)
        return {**given, "X-Fal-Request-Timeout": "0.05"} if "Content-Type" in given else given


class SendsBearer(habits.Repents):
    scheme = "Bearer"


class AsksForMore:
    def poll_request(self):
        method, url, fields = super().poll_request()
        return method, f"{url}&verbose=1", fields


class FetchesTooSoon:
    """Asks for the result together with the status, from the first poll on."""

    def wait(self):
        url = self.urls["response_url"]
        self.ask("GET", url, self.fields(url))
        super().wait()


class PollsPastTheEnd(habits.PollsPastTheEnd):
    def report_failure(self, failure):
        return conduct.Client.report_failure(self, failure)


class PollsWithoutPause(habits.PollsWithoutPause):
    # A tenth of a second is little: with time that passes faster, any client would seem to wait for so long.
    speed_needed, wait_seconds = 1, 45.0


class PressesOn(habits.PressesOn):
    speed_needed, wait_seconds = 3, 75.0


class HidesModelErrors(habits.HidesFailures):
    def hides(self, failure):
        return bool(self.job) and str(failure).startswith(("status 422", "status 500"))


class HidesPlatformErrors(habits.HidesFailures):
    def hides(self, failure):
        return bool(self.job) and str(failure).startswith(("status 503", "status 504"))


class HidesCancellation(habits.HidesFailures):
    def hides(self, failure):
        return bool(self.job) and str(failure).startswith(f"status {CANCELLED}")


STATUS_MEMBERS = {
    "status", "request_id", "response_url", "status_url", "cancel_url", "gateway_request_id",
    "logs", "metrics", "queue_position", "error", "error_type",
}  # fmt: skip
OUTPUT_MEMBERS = {"video", "video_id", "thumbnail", "spritesheet"}


class ReadsStrictly(habits.ReadsStrictly):
    known_members = frozenset(STATUS_MEMBERS | OUTPUT_MEMBERS | {"keys"})


class ReadsByPosition(habits.ReadsByPosition):
    first_members = frozenset({"status", "video", "keys"})


class KnowsAllStatuses(habits.KnowsAllStatuses):
    known_statuses = frozenset({"IN_QUEUE", "IN_PROGRESS", "COMPLETED"})


class NeedsPictures:
    """Reads the size of the thumbnail, which may be null."""

    def output(self):
        output = super().output()
        if "thumbnail" in output and output["thumbnail"] is None:
            raise GaveUp("the thumbnail has no url")
        return output


class NeedsDetails:
    """Reads members of the output that may be missing."""

    def output(self):
        output = super().output()
        missing = sorted({"thumbnail", "spritesheet"} - set(output))
        if missing:
            raise GaveUp(f"no {' and no '.join(missing)}")
        return output


class BuildsURLs:
    """Makes the addresses of a request from its id and the model's full name."""

    def accept(self, document):
        super().accept(document)
        url = f"{self.base}/{ENDPOINT}/requests/{self.job}"
        self.urls = {"status_url": f"{url}/status", "response_url": url, "cancel_url": f"{url}/cancel"}


class PollsStranger(habits.PollsStranger):
    def poll_request(self):
        if self.job != self.stranger:
            return super().poll_request()
        url = self.urls["status_url"].replace(self.urls["status_url"].split("/")[-2], self.stranger)
        return "GET", url, self.fields(url)


class MovesFilm:
    """Takes the name of the film only, and looks for it at an address of its own."""

    def result_request(self):
        method, url, fields, body = super().result_request()
        own = f"{self.environment['STUNT_URL']}/fal/media/files/b/{url.rpartition('/')[2]}"
        return method, own, fields, body


BREAKS = {
    "known-operation": habits.CallsElsewhere,
    "key": type("SendsBearer", (habits.Repents,), {"scheme": "Bearer"}),
    "content-type": SendsText,
    "prompt": habits.wishing(prompt=""),
    "duration": habits.wishing(duration="8"),
    "choices": habits.wishing(resolution="1080p"),
    "body-schema": habits.wishing(character_ids=["a", "b", "c"]),
    "query-and-fields": StartsTooSoon,
    "known-endpoint": MissesEndpoint,
    "foreign-members": habits.wishing(duration=None, seconds=8),
    "known-members": habits.wishing(quality="high"),
    "known-query": AsksForMore,
    "submit-once": habits.SubmitsAgain,
    "known-requests": PollsStranger,
    "poll-pace": PollsWithoutPause,
    "back-off": PressesOn,
    "retry-after": habits.IgnoresRetryAfter,
    "result-after-completed": FetchesTooSoon,
    "stops-at-end": PollsPastTheEnd,
    "done-when-completed": habits.BelievesItIsDone,
    "reports-failure": HidesModelErrors,
    "reports-platform-error": HidesPlatformErrors,
    "reports-cancellation": HidesCancellation,
    "reports-reason": habits.KeepsReasonsToItself,
    "survives-unknown-members": ReadsStrictly,
    "survives-nulls": NeedsPictures,
    "survives-absent-members": NeedsDetails,
    "survives-reordered-members": ReadsByPosition,
    "survives-large-logs": habits.ReadsLittle,
    "survives-unknown-status": KnowsAllStatuses,
    "survives-refused-polls": habits.EndsAtRefusedPolls,
    "survives-lost-connection": habits.EndsAtLostConnections,
    "survives-garbage": habits.TrustsAnswers,
    "retries-refused-submit": habits.GivesUpAtRefusedSubmit,
    "follows-urls": BuildsURLs,
    "result-url": MovesFilm,
    "fetches-whole": habits.TakesWhatComes,
    "resumes-by-range": habits.BeginsAgain,
    "key-at-home": habits.ShowsKeyEverywhere,
    "gives-up": habits.WaitsForEver,
    "cancels-when-interrupted": habits.LeavesJobBehind,
    "webhook-signature": habits.TrustsAnySender,
    "webhook-fresh": habits.TakesOldWebhooks,
    "webhook-once": habits.RefusesRepetitions,
    "ends-cleanly": habits.LeavesProcessBehind,
}
