"""OpenAI's video API: the sound client, and the habits that break one rule each."""

import time

import conduct
import habits
import signatures
from wire import Lost


class Client(conduct.Client):
    poll_seconds = 1.0
    hint_fields = (("openai-poll-after-ms", 0.001),)

    def wish(self):
        return {"model": "sora-2", "prompt": self.prompt, "seconds": "8", "size": "1280x720"}

    def submit_request(self):
        return self.json_request("POST", f"{self.base}/videos", self.wish())

    def poll_request(self):
        url = f"{self.base}/videos/{self.job}"
        return "GET", url, self.fields(url)

    def result_request(self):
        url = f"{self.base}/videos/{self.job}/content"
        return "GET", url, self.fields(url, Accept="video/mp4"), None

    def look_for_job(self, outcome):
        """The list tells whether a submit without an answer made a video."""
        url = f"{self.base}/videos?limit=20&order=desc"
        for count in range(1, self.tries + 1):
            try:
                answer = self.ask("GET", url, self.fields(url))
                if answer.status < 300:
                    listed = self.decoded(answer).get("data") or []
                    found = [video for video in listed if video.get("prompt") == self.prompt]
                    if found:
                        self.accept(found[0])
                    return bool(found)
                reason = self.refusal_text(answer)
            except Lost as error:
                answer, reason = None, str(error)
            self.rest(self.pause_after_error(answer, count))
        raise conduct.GaveUp(f"nobody knows what became of the submit: {outcome}; the list: {reason}")

    def is_genuine(self, fields, body):
        return self.is_recent(fields) and self.is_signed(fields, body)

    def is_recent(self, fields):
        return signatures.is_recent(fields.get("webhook-timestamp", ""), time.time())

    def is_signed(self, fields, body):
        secret = self.environment.get("STUNT_WEBHOOK_SECRET", "")
        return signatures.standard_webhook_is_genuine(secret, fields, body)


class SubmitsAsLumenfallsHeadingSays(habits.Repents):
    """Takes the path that a catalogue's heading has, until it is refused."""

    def submit_request(self):
        method, url, fields, body = super().submit_request()
        return method, f"{url}/generations", fields, body


class SendsKeyBare(habits.Repents):
    """Sends the key without its scheme."""

    def fields(self, url, **more):
        return {**super().fields(url, **more), "Authorization": self.key}


class SendsForm(habits.Repents):
    """Posts as curl's -d does without a field."""

    def submit_request(self):
        method, url, fields, body = super().submit_request()
        return method, url, {**fields, "Content-Type": "application/x-www-form-urlencoded"}, body


class WantsFormat:
    """Asks for the content in a format, which `variant` is not for; asks again without."""

    variant = "?variant=mp4"

    def result_request(self):
        method, url, fields, body = super().result_request()
        return method, url + self.variant, fields, body

    def fetch_rest(self, content):
        try:
            return super().fetch_rest(content)
        except conduct.Failed:
            self.variant = ""
            return super().fetch_rest(content)


class AsksForMore:
    """Sends a parameter that another operation has."""

    def poll_request(self):
        method, url, fields = super().poll_request()
        return method, f"{url}?expand=error", fields


class FetchesTooSoon:
    """Asks for the content at once: it may be there already."""

    def wait(self):
        _, url, fields, _ = self.result_request()
        self.ask("GET", url, fields)
        super().wait()


class IgnoresHints:
    """Polls at its own pace, whatever the server asks for."""

    # So that the machine's own slowness does not look like a pause.
    speed_needed = 20
    wait_seconds = 60.0

    hint_fields = ()


class PollsStranger(habits.PollsStranger):
    stranger = "video_" + "0" * 48


class ReadsStrictly(habits.ReadsStrictly):
    known_members = frozenset({
        "id", "object", "model", "status", "progress", "created_at", "completed_at", "expires_at", "prompt",
        "size", "seconds", "remixed_from_video_id", "error", "data", "first_id", "last_id", "has_more",
    })  # fmt: skip


class ReadsByPosition(habits.ReadsByPosition):
    first_members = frozenset({"id", "object"})


class NeedsTimes:
    """Computes with members that may be null."""

    def is_end(self, document):
        ended = super().is_end(document)
        if ended:
            nulls = [name for name in ("completed_at", "expires_at", "prompt") if name in document]
            if any(document[name] is None for name in nulls):
                raise conduct.GaveUp("a time is no number")
        return ended


class NeedsDetails:
    """Reads members that may be missing."""

    def is_end(self, document):
        missing = sorted({"completed_at", "expires_at", "error"} - set(document))
        if missing:
            raise conduct.GaveUp(f"no {' and no '.join(missing)}")
        return super().is_end(document)


class PrintsKey:
    """Writes its requests to a log, with all their fields."""

    def submit_request(self):
        request = super().submit_request()
        self.say(f"POST {request[1]} {request[2]}")
        return request


PNG = "data:image/png;base64," + (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

BREAKS = {
    "known-operation": SubmitsAsLumenfallsHeadingSays,
    "key": SendsKeyBare,
    "content-type": SendsForm,
    "prompt": habits.wishing(prompt=""),
    "seconds": habits.wishing(seconds=8),
    "size": habits.wishing(size="1920x1080"),
    "body-schema": habits.wishing(characters=[{"id": "a"}, {"id": "b"}, {"id": "c"}]),
    "query-and-fields": WantsFormat,
    "foreign-members": habits.wishing(seconds=None, duration=8),
    "known-members": habits.wishing(seed=7),
    "known-query": AsksForMore,
    "reference-picture": habits.wishing(input_reference={"image_url": PNG}),
    "submit-once": habits.SubmitsAgain,
    "known-videos": PollsStranger,
    "poll-pace": habits.PollsWithoutPause,
    "poll-hint": IgnoresHints,
    "back-off": habits.PressesOn,
    "retry-after": habits.IgnoresRetryAfter,
    "content-after-completed": FetchesTooSoon,
    "stops-at-end": habits.PollsPastTheEnd,
    "done-when-completed": habits.BelievesItIsDone,
    "reports-failure": habits.HidesFailures,
    "reports-reason": habits.KeepsReasonsToItself,
    "survives-unknown-members": ReadsStrictly,
    "survives-nulls": NeedsTimes,
    "survives-absent-members": NeedsDetails,
    "survives-reordered-members": ReadsByPosition,
    "survives-large-answers": habits.ReadsLittle,
    "survives-unknown-status": habits.KnowsAllStatuses,
    "survives-refused-polls": habits.EndsAtRefusedPolls,
    "survives-lost-connection": habits.EndsAtLostConnections,
    "survives-garbage": habits.TrustsAnswers,
    "retries-refused-submit": habits.GivesUpAtRefusedSubmit,
    "fetches-whole": habits.TakesWhatComes,
    "resumes-by-range": habits.BeginsAgain,
    "fetches-in-time": habits.ComesLate,
    "key-at-home": PrintsKey,
    "gives-up": habits.WaitsForEver,
    "webhook-signature": habits.TrustsAnySender,
    "webhook-fresh": habits.TakesOldWebhooks,
    "webhook-once": habits.RefusesRepetitions,
    "ends-cleanly": habits.LeavesProcessBehind,
}
