"""Lumenfall's videos: the sound client, and the habits that break one rule each."""

import os
import time

import conduct
import habits
import signatures


class Client(conduct.Client):
    poll_seconds = 3.0
    poll_seconds_max = 15.0

    def __init__(self, environment):
        super().__init__(environment)
        self.idempotency_key = os.urandom(16).hex()

    def wish(self):
        wish = {"model": "sora-2", "prompt": self.prompt, "seconds": 8, "size": "1365x768"}
        webhook = self.environment.get("STUNT_WEBHOOK_URL")
        if webhook and self.listener:
            wish["webhook_url"] = webhook
        return {**wish, "idempotency_key": self.idempotency_key}

    def submit_request(self):
        return self.json_request("POST", f"{self.base}/videos", self.wish())

    def look_for_job(self, outcome):
        """The submit can be sent again: its idempotency key makes it the same video."""
        return False

    def poll_request(self):
        url = f"{self.base}/videos/{self.job}"
        return "GET", url, self.fields(url)

    def result_request(self):
        url = self.end["output"]["url"]
        return "GET", url, self.fields(url, Accept="video/mp4"), None

    def interrupted(self):
        if self.job:
            url = f"{self.base}/videos/{self.job}"
            self.ask("DELETE", url, self.fields(url))
        super().interrupted()

    # Webhooks

    def is_genuine(self, fields, body):
        return self.is_recent(fields) and self.is_signed(fields, body)

    def is_recent(self, fields):
        return signatures.is_recent(fields.get("webhook-timestamp", ""), time.time())

    def is_signed(self, fields, body):
        secret = self.environment.get("STUNT_WEBHOOK_SECRET", "")
        return signatures.standard_webhook_is_genuine(secret, fields, body)


class SendsText(habits.Repents):
    def submit_request(self):
        method, url, fields, body = super().submit_request()
        return method, url, {**fields, "Content-Type": "text/plain"}, body


class AsksForEstimate(habits.Repents):
    def submit_request(self):
        method, url, fields, body = super().submit_request()
        return method, f"{url}?dryRun=perhaps", fields, body


class SendsKey(habits.Repents):
    scheme = "Key"


class AsksForMore:
    def poll_request(self):
        method, url, fields = super().poll_request()
        return method, f"{url}?verbose=1", fields


class SubmitsAnew:
    """Sends the submit again under another key, so that it is another video."""

    def wish(self):
        return {**super().wish(), "idempotency_key": os.urandom(16).hex()}


class LeavesLostSubmit:
    """Reports that the outcome of the submit is unknown, and leaves it at that."""

    def look_for_job(self, outcome):
        return conduct.Client.look_for_job(self, outcome)


class PollsStranger(habits.PollsStranger):
    stranger = "video_000000000000000000000000"


class BelievesTheSubmit:
    """Takes a video that is not queued for one that is done."""

    def accept(self, document):
        super().accept(document)
        if document["status"] != "queued":
            self.say("it must be done by now")
            sys.exit(0)


class PressesOn(habits.PressesOn):
    # So slow that a busy machine's own slowness does not look like a pause.
    speed_needed, wait_seconds = 2, 30.0


class HidesFailures(habits.HidesFailures):
    """Fetches nothing and says nothing where a video failed by itself."""

    def hides(self, failure):
        return bool(self.job) and "cancel" not in str(failure).lower()


class HidesCancellation(habits.HidesFailures):
    def hides(self, failure):
        return bool(self.job) and "cancel" in str(failure).lower()


class HidesRefusal(habits.HidesFailures):
    def hides(self, failure):
        return not self.job and str(failure).startswith("status 402")


class KeepsReasonsToItself(habits.KeepsReasonsToItself):
    def report_failure(self, failure):
        return super().report_failure(failure) if self.job else conduct.Client.report_failure(self, failure)


class ReadsStrictly(habits.ReadsStrictly):
    known_members = frozenset({
        "id", "object", "created_at", "completed_at", "expires_at", "status", "model", "prompt", "seconds",
        "size", "output", "error", "metadata",
    })  # fmt: skip


class ReadsByPosition(habits.ReadsByPosition):
    first_members = frozenset({"id"})


class NeedsSizes:
    """Reads a member that may be null."""

    def is_end(self, document):
        ended = super().is_end(document)
        if ended and "expires_at" in document and document["expires_at"] is None:
            raise conduct.GaveUp("expires_at is no time")
        return ended


class NeedsDetails:
    """Reads members that may be missing."""

    def is_end(self, document):
        missing = sorted({"expires_at", "metadata"} - set(document))
        if missing:
            raise conduct.GaveUp(f"no {' and no '.join(missing)}")
        return super().is_end(document)


class MovesFilm:
    """Takes the name of the film only, and looks for it at an address of its own."""

    def result_request(self):
        method, url, fields, body = super().result_request()
        own = f"{self.environment['STUNT_URL']}/lumenfall/media/{url.rpartition('/')[2]}"
        return method, own, fields, body


BREAKS = {
    "known-operation": habits.CallsElsewhere,
    "key": type("SendsKey", (habits.Repents,), {"scheme": "Key"}),
    "content-type": SendsText,
    "model-and-prompt": habits.wishing(model=None),
    "length": habits.wishing(seconds="8s"),
    "shape": habits.wishing(size="landscape"),
    "picture": habits.wishing(input_reference={"image_url": "file:///home/me/first.png"}),
    "body-schema": habits.wishing(n=9),
    "query-and-fields": AsksForEstimate,
    "known-model": habits.wishing(model="Sora-2"),
    "foreign-members": habits.wishing(image_url="https://example.com/first.png"),
    "one-length-one-shape": habits.wishing(duration=12, aspect_ratio="9:16"),
    "known-query": AsksForMore,
    "submit-once": SubmitsAnew,
    "recovers-lost-submit": LeavesLostSubmit,
    "known-videos": PollsStranger,
    "poll-pace": habits.PollsWithoutPause,
    "back-off": PressesOn,
    "retry-after": habits.IgnoresRetryAfter,
    "stops-at-end": habits.PollsPastTheEnd,
    "done-when-completed": BelievesTheSubmit,
    "reports-failure": HidesFailures,
    "reports-cancellation": HidesCancellation,
    "reports-refusal": HidesRefusal,
    "reports-reason": KeepsReasonsToItself,
    "survives-unknown-members": ReadsStrictly,
    "survives-nulls": NeedsSizes,
    "survives-absent-members": NeedsDetails,
    "survives-reordered-members": ReadsByPosition,
    "survives-unknown-status": habits.KnowsAllStatuses,
    "survives-refused-polls": habits.EndsAtRefusedPolls,
    "survives-lost-connection": habits.EndsAtLostConnections,
    "survives-garbage": habits.TrustsAnswers,
    "retries-refused-submit": habits.GivesUpAtRefusedSubmit,
    "result-url": MovesFilm,
    "fetches-whole": habits.TakesWhatComes,
    "resumes-by-range": habits.BeginsAgain,
    "fetches-in-time": habits.ComesLate,
    "key-at-home": habits.ShowsKeyEverywhere,
    "gives-up": habits.WaitsForEver,
    "cancels-when-interrupted": habits.LeavesJobBehind,
    "webhook-signature": habits.TrustsAnySender,
    "webhook-fresh": habits.TakesOldWebhooks,
    "webhook-once": habits.RefusesRepetitions,
    "ends-cleanly": habits.LeavesProcessBehind,
}
