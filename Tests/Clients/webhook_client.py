"""Webhooks, received over HTTP and verified by code that is not ours.

The openai SDK's own verifier checks the messages of OpenAI and Lumenfall, `cryptography` fal's Ed25519 by the key
that the double serves; messages that a scenario spoils must be refused by them.
"""

import hashlib
import json
import os
import queue
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openai import InvalidWebhookSignatureError, OpenAI, __version__

from harness.double import ask
from harness.report import Report, equal, raises, true

URL = os.environ["STUNT_URL"]
WAIT_SECONDS = 20
TOLERANCE_SECONDS = 300
REFUSED = ["tampered", "stale", "unsigned", "wrong-key"]


class Receiver:
    """A client's server: keeps what is posted to it, and answers with the statuses that it is given."""

    def __init__(self, *statuses):
        statuses, self.messages = list(statuses), queue.Queue()
        messages = self.messages

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(statuses.pop(0) if statuses else 200)
                self.end_headers()
                messages.put((dict(self.headers.items()), body))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def next(self):
        try:
            return self.messages.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            raise AssertionError(f"no message within {WAIT_SECONDS} s") from None


class Lumenfall:
    name = "lumenfall"
    client = f"openai {__version__}"

    def __init__(self):
        self.key = f"lmnfl_hooks{os.getpid()}.secret"
        self.fields = {"Authorization": f"Bearer {self.key}"}
        status, body = ask(URL + "/lumenfall/v1/webhooks/secret", fields=self.fields)
        equal(status, 200, "status of the secret")
        self.sdk = OpenAI(api_key="unused", webhook_secret=body["key"])

    def submit(self, hook, scenario):
        body = {"model": "sora-2", "prompt": f"A cat [[stunt:{scenario}]]", "webhook_url": hook}
        return ask(URL + "/lumenfall/v1/videos", "POST", body, self.fields)[1]["id"]

    def verify(self, fields, body):
        self.sdk.webhooks.verify_signature(body, fields)
        return json.loads(body)["data"]["id"], json.loads(body)["type"]

    refusal = (InvalidWebhookSignatureError, ValueError)


class OpenAIVideo(Lumenfall):
    name = "openai"

    def __init__(self):
        self.key = f"sk-hooks{os.getpid()}"
        self.fields = {"Authorization": f"Bearer {self.key}"}

    def submit(self, hook, scenario):
        body = {"provider": "openai", "key": self.key, "url": hook, "events": ["video.completed", "video.failed"]}
        status, answer = ask(URL + "/_stunt/webhooks", "POST", body)
        equal(status, 200, "status of the endpoint")
        self.sdk = OpenAI(api_key=self.key, base_url=URL + "/openai/v1", webhook_secret=answer["endpoints"][0]["secret"])
        return self.sdk.videos.create(prompt=f"A cat [[stunt:{scenario}]]").id

    def verify(self, fields, body):
        event = self.sdk.webhooks.unwrap(body, fields)
        return event.data.id if hasattr(event.data, "id") else event.data["id"], event.type


class Fal:
    name = "fal"
    client = "cryptography"
    refusal = (InvalidSignature, ValueError, KeyError)

    def __init__(self):
        self.fields = {"Authorization": f"Key hooks{os.getpid()}:secret"}

    def submit(self, hook, scenario):
        path = "/fal/queue/fal-ai/sora-2/text-to-video?fal_webhook=" + urllib.parse.quote(hook, safe="")
        body = {"prompt": f"A cat [[stunt:{scenario}]]"}
        return ask(URL + path, "POST", body, self.fields)[1]["request_id"]

    def verify(self, fields, body):
        import base64

        fields = {name.lower(): value for name, value in fields.items()}
        stamp = fields["x-fal-webhook-timestamp"]
        if abs(time.time() - int(stamp)) > TOLERANCE_SECONDS:
            raise ValueError("the timestamp is too old or too new")
        parts = [fields["x-fal-webhook-request-id"], fields["x-fal-webhook-user-id"], stamp]
        message = "\n".join([*parts, hashlib.sha256(body).hexdigest()]).encode()
        signature = bytes.fromhex(fields["x-fal-webhook-signature"])
        keys = ask(URL + "/fal/rest/.well-known/jwks.json")[1]["keys"]
        for key in keys:
            raw = base64.urlsafe_b64decode(key["x"] + "=" * (-len(key["x"]) % 4))
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
        content = json.loads(body)
        return content["request_id"], content["status"]


def check(make):
    report = Report(make.client)
    with report.case(make.name, "completed", what="webhook verified") as row:
        provider = make()
        with Receiver() as receiver:
            job = provider.submit(receiver.url, "completed")
            found, kind = provider.verify(*receiver.next())
            equal(found, job, "job of the message")
            row.detail = f"{kind}, signature verified"
    with report.case(make.name, "failed-content-policy", what="webhook verified") as row:
        with Receiver() as receiver:
            provider.submit(receiver.url, "failed-content-policy")
            row.detail = provider.verify(*receiver.next())[1]
            true(row.detail in ("video.failed", "ERROR"), f"event is {row.detail}")
    with report.case(make.name, "webhook-duplicate", what="three messages, one id"):
        with Receiver() as receiver:
            provider.submit(receiver.url, "webhook-duplicate")
            equal(len({provider.verify(*receiver.next())[0] for _ in range(3)}), 1, "number of jobs")
    with report.case(make.name, "completed", what="receiver answers 500, then 200"):
        with Receiver(500) as receiver:
            provider.submit(receiver.url, "completed")
            equal(provider.verify(*receiver.next()), provider.verify(*receiver.next()), "second message")
    for fault in REFUSED:
        with report.case(make.name, f"webhook-{fault}", what="refused by the verifier") as row:
            with Receiver() as receiver:
                provider.submit(receiver.url, f"webhook-{fault}")
                message = receiver.next()
                with raises(provider.refusal, fault) as caught:
                    provider.verify(*message)
                row.detail = f"refused: {type(caught.error).__name__} {caught.error}"
                provider.verify(*receiver.next())  # the genuine one, which comes after it


if __name__ == "__main__":
    for kind in (OpenAIVideo, Lumenfall, Fal):
        check(kind)
    sys.exit(0)
