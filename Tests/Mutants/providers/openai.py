"""OpenAI's video API: the sound client, and the habits that break one rule each."""

import time

import conduct
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
        secret = self.environment.get("STUNT_WEBHOOK_SECRET", "")
        return signatures.is_recent(
            fields.get("webhook-timestamp", ""), time.time()
        ) and signatures.standard_webhook_is_genuine(secret, fields, body)


BREAKS = {}
