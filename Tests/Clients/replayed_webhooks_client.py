"""Recorded webhooks, told again to a live receiver by `stuntdouble replay`, and verified by code that is not ours.

The recordings keep no signature and no secret: a message is signed anew, and the key comes from the replay's server.
"""

import urllib.parse

import webhook_client as live
from harness.double import ask, binary
from harness.needs import ROOT
from harness.program import Program
from harness.report import Report, equal

PROMPT = "A dog on a beach"


class Lumenfall(live.Lumenfall):
    def submit(self, hook):
        body = {"model": "sora-2", "prompt": PROMPT, "seconds": 4, "webhook_url": hook}
        return ask(live.URL + "/lumenfall/openai/v1/videos", "POST", body, self.fields)[1]["id"]


class OpenAIVideo(live.OpenAIVideo):
    def submit(self, hook):
        body = {"provider": "openai", "key": self.key, "url": hook}
        secret = ask(live.URL + "/_stunt/webhooks", "POST", body)[1]["endpoints"][0]["secret"]
        self.sdk = live.OpenAI(api_key=self.key, base_url=live.URL + "/openai/v1", webhook_secret=secret)
        return self.sdk.videos.create(model="sora-2", prompt=PROMPT, seconds="4", size="1280x720").id


class Fal(live.Fal):
    def submit(self, hook):
        path = "/fal/queue/fal-ai/sora-2/text-to-video?fal_webhook=" + urllib.parse.quote(hook, safe="")
        return ask(live.URL + path, "POST", {"prompt": PROMPT, "duration": 4}, self.fields)[1]["request_id"]


def check(make, name, event):
    with Report(f"{make.client}, replayed").case(make.name, name, what="two jobs told and verified") as row:
        recording = ROOT / "Recordings" / make.name / f"{name}.har"
        with Program(binary(), "replay", recording, "--listen", "127.0.0.1:0", "--allow-unused") as replay:
            live.URL = replay.url
            provider = make()
            with live.Receiver() as receiver:
                jobs = {provider.submit(receiver.url), provider.submit(receiver.url)}
                told = [provider.verify(*receiver.next()) for _ in range(2)]
            equal({job for job, _ in told}, jobs, "jobs")
            equal({what for _, what in told}, {event}, "events")
            code = replay.stop()
        equal(code, 0, f"exit code ({replay.output[-3:]})")
        row.detail += f": {event}"


if __name__ == "__main__":
    for make, done, failed in [
        (Lumenfall, "video.completed", "video.failed"),
        (OpenAIVideo, "video.completed", "video.failed"),
        (Fal, "OK", "ERROR"),
    ]:
        check(make, "webhook", done)
        check(make, "webhook-failed", failed)
