"""UniAll's tasks: the sound client, and the habits that break one rule each."""

import conduct
import habits


class Client(conduct.Client):
    poll_seconds = 5.0
    poll_seconds_max = 20.0

    def wish(self):
        return {"model": "sora2-landscape-8s", "prompt": self.prompt, "aspect_ratio": "16:9"}

    def submit_request(self):
        return self.json_request("POST", f"{self.base}/v1/video/generations", self.wish())

    def poll_request(self):
        url = f"{self.base}/v1/videos/{self.job}"
        return "GET", url, self.fields(url)

    def is_end(self, document):
        """Completed, and there is an address to fetch from."""
        return super().is_end(document) and bool(document.get("video_url"))

    def result_request(self):
        url = self.end["video_url"]
        return "GET", url, self.fields(url, Accept="video/mp4"), None


class MistakesPath(habits.Repents):
    """Submits at a path that is almost the documented one."""

    def submit_request(self):
        method, url, fields, body = super().submit_request()
        return method, url.replace("/video/generations", "/video/generation"), fields, body


class SendsKeyBare(habits.Repents):
    """Sends the key without its scheme."""

    def fields(self, url, **more):
        fields = super().fields(url, **more)
        return {**fields, "Authorization": self.key} if "Authorization" in fields else fields


class SendsForm(habits.Repents):
    """Posts as curl's -d does without a field."""

    def submit_request(self):
        method, url, fields, body = super().submit_request()
        return method, url, {**fields, "Content-Type": "application/x-www-form-urlencoded"}, body


class MixesIntoNative(habits.Repents):
    """Submits in the native format, with the length as the task format has it."""

    def submit_request(self):
        wish = {"model": "sora2-landscape-8s", "prompt": self.prompt, "duration": 8}
        return self.json_request("POST", f"{self.base}/v1/videos", wish)


class AsksForMore:
    """Sends a parameter that no page has."""

    def poll_request(self):
        method, url, fields = super().poll_request()
        return method, f"{url}?verbose=1", fields


class FetchesTooSoon:
    """Works in the native format, and takes a queued video as complete until its content is refused."""

    def submit_request(self):
        wish = {"model": "sora2-landscape-8s", "prompt": self.prompt, "seconds": "8", "size": "1280x720"}
        return self.json_request("POST", f"{self.base}/v1/videos", wish)

    def wait(self):
        self.ask(*self.result_request())
        super().wait()

    def is_end(self, document):
        return conduct.Client.is_end(self, document)

    def result_request(self):
        url = f"{self.base}/v1/videos/{self.job}/content"
        return "GET", url, self.fields(url, Accept="video/mp4"), None


class PollsStranger(habits.PollsStranger):
    stranger = "gen_" + "0" * 12


class ReadsStrictly(habits.ReadsStrictly):
    known_members = frozenset({
        "id", "object", "model", "status", "progress", "created_at", "seconds", "video_url", "error",
        "prompt", "duration", "metadata", "thumbnail_url",
    })  # fmt: skip


class ReadsByPosition(habits.ReadsByPosition):
    first_members = frozenset({"id"})


class NeedsLength:
    """Computes with members that may be null."""

    def is_end(self, document):
        if "seconds" in document and document["seconds"] is None:
            raise conduct.GaveUp("seconds is no number")
        return super().is_end(document)


class NeedsDetails:
    """Reads members that may be missing."""

    def is_end(self, document):
        missing = sorted({"progress", "seconds"} - set(document))
        if missing:
            raise conduct.GaveUp(f"no {' and no '.join(missing)}")
        return super().is_end(document)


class MovesFile:
    """Takes the name of the file only, and looks for it at an address of its own."""

    def result_request(self):
        method, url, fields, body = super().result_request()
        own = f"{self.base}/media/files/{url.rpartition('/')[2]}"
        return method, own, self.without_key(fields), body

    def without_key(self, fields):
        return {name: value for name, value in fields.items() if name != "Authorization"}


# Rules that the sound client cannot show.
UNSHOWN = {"mixed-formats-native": "it submits in the task format"}

BREAKS = {
    "known-operation": MistakesPath,
    "key": SendsKeyBare,
    "content-type": SendsForm,
    "model": habits.wishing(model="sora-2"),
    "prompt": habits.wishing(prompt=""),
    "duration": habits.wishing(model="sora2-pro-720p", duration=10),
    "aspect-ratio": habits.wishing(aspect_ratio="1:1"),
    "body-schema": habits.wishing(model="happy-horse-720p", duration=8, seed=-1),
    "aspect-of-model": habits.wishing(aspect_ratio="9:16"),
    "duration-of-model": habits.wishing(duration=4),
    "public-picture": habits.wishing(image_url="http://localhost:8000/first.png"),
    "mixed-formats": habits.wishing(seconds="8"),
    "mixed-formats-native": MixesIntoNative,
    "known-members": habits.wishing(n=1),
    "known-query": AsksForMore,
    "submit-once": habits.SubmitsAgain,
    "known-tasks": PollsStranger,
    "poll-pace": habits.PollsWithoutPause,
    "back-off": habits.PressesOn,
    "retry-after": habits.IgnoresRetryAfter,
    "content-after-completed": FetchesTooSoon,
    "stops-at-end": habits.PollsPastTheEnd,
    "done-when-completed": habits.BelievesItIsDone,
    "reports-failure": habits.HidesFailures,
    "reports-reason": habits.KeepsReasonsToItself,
    "survives-unknown-members": ReadsStrictly,
    "survives-nulls": NeedsLength,
    "survives-absent-members": NeedsDetails,
    "survives-reordered-members": ReadsByPosition,
    "survives-large-answers": habits.ReadsLittle,
    "survives-unknown-status": habits.KnowsAllStatuses,
    "survives-refused-polls": habits.EndsAtRefusedPolls,
    "survives-lost-connection": habits.EndsAtLostConnections,
    "survives-garbage": habits.TrustsAnswers,
    "retries-refused-submit": habits.GivesUpAtRefusedSubmit,
    "follows-urls": MovesFile,
    "fetches-whole": habits.TakesWhatComes,
    "resumes-by-range": habits.BeginsAgain,
    "fetches-in-time": habits.ComesLate,
    "key-at-home": habits.ShowsKeyEverywhere,
    "gives-up": habits.WaitsForEver,
    "ends-cleanly": habits.LeavesProcessBehind,
}
