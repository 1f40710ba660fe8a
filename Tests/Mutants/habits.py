"""Bad habits that any provider's client can have: each breaks one rule, and is put in front of the sound client."""

import os
import sys

from conduct import PASSING, Failed, GaveUp
from wire import Lost, NotSent

# What most clients never see: answers longer than this are refused by one habit.
ANSWER_BYTES_MAX = 200_000


class Repents:
    """Does it rightly after its submit was refused, so that a fault in a message is the only one."""

    def submit(self):
        try:
            super().submit()
        except Failed as refusal:
            self.say(f"refused, and done rightly now: {refusal}")
            self.__class__ = next(one for one in type(self).__mro__ if one.__name__ == "Client")
            self.submit()


class SubmitsAgain:
    """Sends the submit again when nobody knows what became of it."""

    def look_for_job(self, outcome):
        return False


class GivesUpAtRefusedSubmit:
    """Takes "too many requests" for the end."""

    def pause_after_error(self, answer, count):
        if not self.job and answer is not None and answer.status in (429, 503):
            raise GaveUp(self.refusal_text(answer))
        return super().pause_after_error(answer, count)


class PollsWithoutPause:
    """Polls as fast as it can."""

    # So that the machine's own slowness does not look like a pause.
    speed_needed = 10

    def pause_after_poll(self, answer):
        return 0

    def first_pause(self):
        return 0


class PressesOn:
    """Asks again at once after an error that does not say how long to wait."""

    # So that the machine's own slowness does not look like a pause.
    speed_needed = 10
    wait_seconds = 60.0

    def pause_after_error(self, answer, count):
        names = [name for name, _ in self.retry_fields]
        asked = answer is not None and any(name in answer.fields for name in names)
        return super().pause_after_error(answer, count) if asked else 0


class IgnoresRetryAfter:
    """Waits, but not for as long as it is told to."""

    # So that the machine's own slowness does not look like a pause.
    speed_needed = 10
    wait_seconds = 60.0

    def pause_after_error(self, answer, count):
        return 0.6 if count > 1 else 0.55


class PollsPastTheEnd:
    """Polls on for a while after the end."""

    def fetch(self):
        for _ in range(3):
            self.rest(self.poll_seconds)
            self.ask(*self.poll_request())
        super().fetch()

    def report_failure(self, failure):
        if self.job:
            self.rest(self.poll_seconds)
            self.ask(*self.poll_request())
        return super().report_failure(failure)


class BelievesItIsDone:
    """Takes a job that it has looked at for a while as done, and has no result."""

    looks, looks_max = 0, 3

    def is_end(self, document):
        ended = super().is_end(document)
        self.looks += not ended
        if self.looks > self.looks_max:
            self.say("it must be done by now")
            sys.exit(0)
        return ended


class HidesFailures:
    """Ends as if nothing had happened where `hides` says so of the failure."""

    def hides(self, failure):
        return bool(self.job)

    def report_failure(self, failure):
        return 0 if self.hides(failure) else super().report_failure(failure)


class KeepsReasonsToItself:
    """Reports failures without the provider's words."""

    def report_failure(self, failure):
        self.say("it did not work")
        return 1


class ReadsStrictly:
    """Refuses answers with members that it does not know."""

    known_members = frozenset()
    # What makes answers large is a matter of another rule.
    padding = "stunt_padding"

    def decoded(self, answer):
        document = super().decoded(answer)
        strangers = sorted(set(document) - self.known_members - {self.padding})
        if strangers:
            raise GaveUp(f"unknown members: {', '.join(strangers)}")
        return document


class ReadsByPosition:
    """Takes the first member for the one that it was in the examples."""

    first_members = frozenset()

    def decoded(self, answer):
        document = super().decoded(answer)
        first = next(iter(document), None)
        if first not in self.first_members:
            raise GaveUp(f"the answer does not begin with {' or '.join(sorted(self.first_members))}")
        return document


class TrustsAnswers:
    """Takes an answer that cannot be read for the end."""

    def decoded(self, answer):
        try:
            return super().decoded(answer)
        except Lost as reason:
            raise GaveUp(str(reason)) from None


class ReadsLittle:
    """Has no room for long answers."""

    def decoded(self, answer):
        if len(answer.content) > ANSWER_BYTES_MAX:
            raise GaveUp(f"an answer of {len(answer.content)} bytes is too long")
        return super().decoded(answer)


class KnowsAllStatuses:
    """Ends at a status that it does not know."""

    known_statuses = frozenset({"queued", "in_progress", "completed", "failed"})

    def status_of(self, document):
        status = super().status_of(document)
        if status not in self.known_statuses:
            raise GaveUp(f"unknown status {status}")
        return status


class EndsAtRefusedPolls:
    """Takes any error of a poll for the end of the job."""

    def refusal_text(self, answer):
        text = super().refusal_text(answer)
        if self.job and not self.end and answer.status in PASSING:
            raise GaveUp(text)
        return text


class EndsAtLostConnections:
    """Takes a lost connection for the end of the job."""

    def ask(self, method, url, fields, body=None):
        try:
            return super().ask(method, url, fields, body)
        except (Lost, NotSent) as reason:
            if self.job and not self.end:
                raise GaveUp(str(reason)) from None
            raise


class TakesWhatComes:
    """Saves a file that broke off as if it were whole."""

    def fetch_rest(self, content):
        try:
            return super().fetch_rest(content)
        except Lost:
            return bool(content) or self.fail_without_content()

    def fail_without_content(self):
        raise Lost("nothing came")


class ComesLate:
    """Keeps the address of the result, and fetches it when somebody asks for it: after two hours."""

    # So that the hours take seconds.
    speed_needed = 5000

    def fetch(self):
        self.rest(7200)
        super().fetch()


class BeginsAgain:
    """Fetches a file that broke off from its beginning."""

    def fetch_rest(self, content):
        content.clear()
        return super().fetch_rest(content)


class ShowsKeyEverywhere:
    """Sends its key with every request, whoever gets it."""

    def is_providers(self, url):
        return True


class WaitsForEver:
    """Never stops polling."""

    wait_seconds = float("inf")
    # So that hundreds of polls take seconds.
    speed_needed = 2000


class LeavesJobBehind:
    """Ends at an interrupt without a word to the provider."""

    def interrupted(self):
        self.say("interrupted")


class TrustsAnySender:
    """Looks at a webhook's time only."""

    def is_genuine(self, fields, body):
        return self.is_recent(fields)


class TakesOldWebhooks:
    """Looks at a webhook's signature only."""

    def is_recent(self, fields):
        return True


class RefusesRepetitions:
    """Answers a webhook that comes again as if it were wrong."""

    def take(self, fields, body):
        known = self.message_id(fields, body) in self.handled
        status = super().take(fields, body)
        return 409 if known and status < 300 else status


class LeavesProcessBehind:
    """Leaves a process running."""

    def main(self):
        null = os.open(os.devnull, os.O_RDWR)
        streams = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
        words = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
        os.posix_spawn(sys.executable, words, os.environ, file_actions=streams)
        return super().main()


class CallsElsewhere:
    """Asks for something that the provider does not have."""

    elsewhere = "/progress"

    def run(self):
        url = f"{self.base}{self.elsewhere}"
        self.ask("GET", url, self.fields(url))
        super().run()


class UsesOtherScheme(Repents):
    """Sends its key by the scheme of another provider."""

    scheme = "Token"


class PollsStranger:
    """Asks about a job that is none of its own."""

    stranger = "00000000-0000-4000-8000-000000000000"

    def wait(self):
        own, self.job = self.job, self.stranger
        self.ask(*self.poll_request())
        self.job = own
        super().wait()


def wishing(**members):
    """A habit that asks for this besides; None leaves the member out."""

    class Wishes(Repents):
        def wish(self):
            wish = {**super().wish(), **members}
            return {name: value for name, value in wish.items() if value is not None}

    return Wishes
