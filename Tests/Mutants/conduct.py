"""What a sound client does over time, whatever the provider: each duty is one small method, to be broken by itself.

A provider's module says how things are called on the wire; a mutant overrides one method.
"""

import json
import sys

from receiving import Receiver
from wire import Lost, NotSent, open_answer

# Errors of a server that pass: the same poll may be sent again.
PASSING = (408, 409, 425, 429, 500, 502, 503, 504)
# Answers of gateways: nobody knows what became of the request.
GATEWAY = (408, 502, 504)


class Failed(Exception):
    """The provider says that there will be no result."""


class GaveUp(Exception):
    """The client stops without knowing how it ends."""


class Client(Receiver):
    """One logical job: submit, wait, fetch."""

    scheme = "Bearer"
    # Client seconds from one poll to the next, at first and at most.
    poll_seconds = 1.0
    poll_seconds_max = 10.0
    # Client seconds of waiting after which a job that does not end is given up.
    wait_seconds = 150.0
    # Client seconds for an answer; never less than the machine's seconds beside it.
    answer_seconds, answer_seconds_min = 60.0, 5.0
    tries = 5
    # Fields that say how long to wait after an error, and how many seconds their unit has.
    retry_fields = (("retry-after-ms", 0.001), ("retry-after", 1.0))
    # Fields of good answers that say when to ask again.
    hint_fields = ()

    def __init__(self, environment):
        super().__init__()
        self.environment = environment
        self.base = environment["STUNT_BASE_URL"].rstrip("/")
        self.key = environment["STUNT_KEY"]
        self.prompt = environment.get("STUNT_PROMPT", "A cat.")
        self.speed = float(environment.get("STUNT_SPEED", "1"))
        self.save_path = environment.get("STUNT_SAVE")
        self.job, self.end = None, None
        self.pause = self.poll_seconds

    # The way of a job

    def run(self):
        self.listen()
        self.submit()
        self.say(f"submitted {self.job}")
        self.wait()
        self.fetch()
        self.linger()

    def main(self):
        """Runs, and tells by the exit code how it ended: 0 if and only if the result is there."""
        try:
            self.run()
        except Failed as failure:
            return self.report_failure(failure)
        except (GaveUp, Lost, NotSent) as reason:
            self.say(f"gave up: {reason}")
            return 2
        except KeyboardInterrupt:
            self.interrupted()
            return 130
        return 0

    def report_failure(self, failure):
        self.say(f"failed: {failure}")
        return 1

    def interrupted(self):
        """Leaves nothing running: a provider that can cancel says how."""
        self.say("interrupted")

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    # Submit

    def submit(self):
        """Submits until exactly one job is known, or it is clear that there is none."""
        for count in range(1, self.tries + 1):
            try:
                answer = self.ask(*self.submit_request())
            except NotSent as reason:
                outcome = str(reason)
                self.rest(self.pause_after_error(None, count))
                continue
            except Lost as reason:
                answer, outcome = None, str(reason)
            if answer is not None and answer.status < 300:
                try:
                    return self.accept(self.decoded(answer))
                except Lost as reason:
                    answer, outcome = None, str(reason)
            if answer is None or self.may_be_accepted(answer):
                self.rest(self.pause_after_error(answer, count))
                if self.look_for_job(outcome if answer is None else f"status {answer.status}"):
                    return None
                continue
            outcome = self.refusal_text(answer)
            if answer.status not in (429, 503) or answer.fields.get("x-should-retry") == "false":
                raise Failed(outcome)
            self.rest(self.pause_after_error(answer, count))
        raise GaveUp(outcome)

    def accept(self, document):
        self.job = document["id"]

    def may_be_accepted(self, answer):
        """Whether an error leaves open what became of the submit: a gateway's, and one inside the provider."""
        is_gateways = not answer.fields.get("content-type", "").startswith("application/json")
        return answer.status == 500 or answer.status in GATEWAY or (answer.status > 500 and is_gateways)

    def look_for_job(self, outcome):
        """Whether a submit whose answer is unknown made a job; a provider without a list cannot tell."""
        raise GaveUp(f"the submit may have been accepted and is not sent again: {outcome}")

    # Wait

    def wait(self):
        """Polls at the provider's pace until the end; goes on after errors that pass."""
        give_up_at, errors, last = self.waited + self.wait_seconds, 0, "nothing"
        self.pause = self.poll_seconds
        pause = self.first_pause()
        while self.waited < give_up_at and errors < 2 * self.tries:
            self.rest(pause)
            try:
                answer = self.ask(*self.poll_request())
                document = self.decoded(answer) if answer.status < 300 else None
            except (Lost, NotSent) as reason:
                errors, last = errors + 1, str(reason)
                pause = self.pause_after_error(None, errors)
                continue
            if document is not None:
                errors, last = 0, self.status_of(document)
                if self.is_end(document):
                    self.end = document
                    return
                pause = self.pause_after_poll(answer)
                continue
            last = self.refusal_text(answer)
            if answer.status not in PASSING:
                raise Failed(last)
            errors += 1
            pause = self.pause_after_error(answer, errors)
        raise GaveUp(f"{self.job} has not ended; the last answer was: {last}")

    def first_pause(self):
        return self.poll_seconds

    def is_end(self, document):
        """Whether the job has ended with a result; raises Failed where it has ended without one."""
        status = self.status_of(document)
        if status == "failed":
            raise Failed(self.reason_of(document))
        return status == "completed"

    def status_of(self, document):
        return document.get("status")

    def reason_of(self, document):
        error = document.get("error") or {}
        return error.get("message") or error.get("code") or "no reason was given"

    def pause_after_poll(self, answer):
        """A pause that grows slowly, and no shorter one than the provider hints at."""
        self.pause = min(self.pause * 1.25, self.poll_seconds_max)
        hints = [number(answer.fields.get(name)) or 0 for name, _ in self.hint_fields]
        return max([self.pause, *(hint * unit for hint, (_, unit) in zip(hints, self.hint_fields))])

    def pause_after_error(self, answer, count):
        """What the answer asks for, and at least a pause that doubles."""
        asked = 0.0
        for name, unit in self.retry_fields if answer else ():
            asked = max(asked, (number(answer.fields.get(name)) or 0) * unit)
        return max(asked * 1.05, min(self.poll_seconds * 2 ** (count - 1), self.poll_seconds_max))

    # Fetch

    def fetch(self):
        """Fetches the result whole; goes on where an answer broke off."""
        content = bytearray()
        for count in range(1, self.tries + 1):
            try:
                if self.fetch_rest(content):
                    return self.save(bytes(content))
                reason = "the file is incomplete"
            except (Lost, NotSent) as error:
                reason = str(error)
            self.rest(self.pause_after_error(None, count))
        raise GaveUp(f"the result could not be fetched: {reason}")

    def fetch_rest(self, content):
        """Adds what is missing; whether nothing is missing then."""
        method, url, fields, _ = self.result_request()
        if content:
            fields = {**fields, "Range": f"bytes={len(content)}-"}
        answer = open_answer(method, url, fields, None, self.answer_timeout())
        try:
            if answer.status in PASSING:
                raise Lost(f"status {answer.status}")
            if answer.status >= 300:
                raise Failed(self.refusal_text(answer.read()))
            if answer.status != 206:
                content.clear()
            for piece in answer.pieces():
                content += piece
        finally:
            answer.close()
        return True

    def save(self, content):
        if self.save_path:
            with open(self.save_path, "wb") as file:
                file.write(content)
        self.say(f"fetched {len(content)} bytes")

    # Messages and time

    def ask(self, method, url, fields, body=None):
        """One request and its whole answer."""
        answer = open_answer(method, url, fields, body, self.answer_timeout())
        try:
            return answer.read()
        finally:
            answer.close()

    def fields(self, url, **more):
        """The fields of a request: the key goes to the provider and to nobody else."""
        fields = {"Accept": "application/json", "User-Agent": "stunt-mutant/1"}
        if self.is_providers(url):
            fields["Authorization"] = f"{self.scheme} {self.key}"
        return {**fields, **{name.replace("_", "-"): value for name, value in more.items()}}

    def is_providers(self, url):
        return url == self.base or url.startswith(self.base + "/")

    def json_request(self, method, url, document):
        body = json.dumps(document).encode()
        return method, url, self.fields(url, Content_Type="application/json"), body

    def decoded(self, answer):
        try:
            document = json.loads(answer.content)
        except ValueError:
            raise Lost("the answer is no JSON") from None
        if not isinstance(document, dict):
            raise Lost("the answer is no object")
        return document

    def refusal_text(self, answer):
        """The provider's own words about an error."""
        try:
            error = json.loads(answer.content)
            error = error.get("error", error)
            return f"status {answer.status}: {error.get('message') or error}"
        except (ValueError, AttributeError):
            return f"status {answer.status}"

    def answer_timeout(self):
        return max(self.answer_seconds / self.speed, self.answer_seconds_min)


def number(text):
    """The number that a field says; None where it is none or absent."""
    try:
        return float(text)
    except (TypeError, ValueError):
        return None
