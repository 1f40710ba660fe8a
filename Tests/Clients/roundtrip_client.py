"""Round trips: an official SDK plays every scenario through `stuntdouble record`, then against `stuntdouble replay`.

roundtrip_client.py openai|fal [MITMDUMP]. The recorder asks a double of its own (`--upstream`). Each scenario is played
once each way, all of one way into one recording, by threads; the prompt names the scenario, since a recording keeps no
keys. What the SDK's HTTP library saw must be equal: statuses, fields, content byte for byte, broken connections; and the
exceptions. With MITMDUMP some scenarios are recorded by mitmproxy instead, and replayed as they are and imported.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

from harness import wire
from harness.double import Double, ask, binary
from harness.program import Program, free_port
from harness.report import Report, equal, true

warnings.simplefilter("ignore", DeprecationWarning)
TRIES_MAX, POLLS_MAX, AT_ONCE = 4, 12, 6
CALL_SECONDS_MAX = 20
MITMPROXY_SCENARIOS = ["completed", "slow", "failed-content-policy", "rate-limited", "flaky-polls", "unknown-members"]


def outcome(what, *arguments):
    """What a call gives, or the exception that it raises, without what names the address."""
    try:
        return "ok", what(*arguments)
    except Exception as error:  # whatever an SDK raises is what its user sees
        status = getattr(error, "status_code", None)
        return f"{type(error).__name__} {status or ''}".strip(), None


class OpenAI:
    provider, module = "openai", "openai"

    def __init__(self, url):
        import openai

        self.api = openai.OpenAI(
            api_key="sk-roundtrip-0", base_url=f"{url}/openai/v1", max_retries=1, timeout=CALL_SECONDS_MAX
        )

    def play(self, scenario):
        api, steps, video = self.api.videos, [], None
        for _ in range(TRIES_MAX):
            said, video = outcome(lambda: api.create(prompt=f"Round trip [[stunt:{scenario}]]", seconds="4"))
            steps.append(said)
            if video:
                break
        if not video:
            return steps
        for _ in range(POLLS_MAX):
            said, polled = outcome(api.retrieve, video.id)
            steps.append(said)
            if getattr(polled, "status", None) in ("completed", "failed"):
                break
        for variant in ("video", "thumbnail"):
            steps.append(outcome(lambda: api.download_content(video.id, variant=variant).content)[0])
        steps.append(outcome(api.delete, video.id)[0])
        steps.append(outcome(api.retrieve, video.id)[0])
        return steps


class Fal:
    provider, module = "fal", "fal_client"
    app = "fal-ai/sora-2/text-to-video"
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6348f971fe3f00"
        "071a032bc0e52f5c0000000049454e44ae426082"
    )

    def __init__(self, url):
        import fal_client
        import fal_client.client

        fal_client.client.RUN_URL_FORMAT = f"{url}/fal/run/"
        fal_client.client.QUEUE_URL_FORMAT = f"{url}/fal/queue/"
        fal_client.client.REST_URL = f"{url}/fal/rest"
        fal_client.client.CDN_URL = f"{url}/fal/cdn"
        self.completed = fal_client.Completed
        self.api = fal_client.SyncClient(key="roundtrip:secret", default_timeout=CALL_SECONDS_MAX)

    def play(self, scenario):
        wish = {"prompt": f"Round trip [[stunt:{scenario}]]", "duration": 4}
        steps = self.follow(self.app, wish, scenario)
        if scenario == "completed":
            # The URL of an upload is sent on: it is another one here and there.
            said, url = outcome(self.api.upload, self.picture, "image/png")
            steps += [said, *self.follow("fal-ai/sora-2/image-to-video", {**wish, "image_url": url}, scenario)]
        return steps

    def follow(self, app, wish, scenario):
        """A job from its submit to its film."""
        steps, handle = [], None
        for _ in range(TRIES_MAX):
            said, handle = outcome(lambda: self.api.submit(app, wish))
            steps.append(said)
            if handle:
                break
        if not handle:
            return steps
        ended = False
        for number in range(POLLS_MAX):
            said, status = outcome(lambda: handle.status(with_logs=True))
            steps.append(said)
            if number == 1 and scenario == "cancel-ignored":
                steps.append(outcome(handle.cancel)[0])
            if ended := isinstance(status, self.completed):
                break
        if not ended:
            steps.append(outcome(handle.cancel)[0])
            return steps
        said, result = outcome(handle.get)
        steps.append(said)
        if result and result.get("video"):
            steps.append(outcome(self.download, result["video"]["url"]))
        return steps

    @staticmethod
    def download(url):
        """The file's length and hash; how a connection breaks is for urllib to say, that it breaks is what counts."""
        try:
            with urlopen(url, timeout=CALL_SECONDS_MAX) as response:
                film = response.read()
        except OSError as error:
            raise ConnectionError("broken") from error
        except Exception as error:
            raise ConnectionError("cut") from error
        return f"{len(film)} bytes, {hashlib.sha256(film).hexdigest()}"


def play(kind, url, scenarios):
    """What the user and the HTTP library saw, by scenario, with the address taken out."""
    client = kind(url)

    def one(scenario):
        wire.begin()
        steps = client.play(scenario)
        seen = json.dumps([steps, wire.take()])
        # A recorder leads every strange host through itself, a replay those that were asked.
        return scenario, json.loads(seen.replace(f"{url}/_stunt/host/https/", "https://").replace(url, "http://THERE"))

    pause = time.sleep
    time.sleep = lambda seconds: None  # the pauses before an SDK's retries are no part of what is compared
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return dict(pool.map(one, scenarios))
    finally:
        time.sleep = pause


def differences(live, replayed, place="", found=None):
    """Where two values differ, but for what the recording keeps stand-ins of."""
    found = [] if found is None else found
    if isinstance(live, str) and isinstance(replayed, str) and live != replayed:
        if replayed.startswith(wire.REDACTED):
            return found
        try:
            one, other = json.loads(live), json.loads(replayed)
        except ValueError:
            one, other = live, replayed
        if (one, other) != (live, replayed):
            return differences(one, other, place, found)
    if isinstance(live, dict) and isinstance(replayed, dict) and list(live) == list(replayed):
        for name in live:
            differences(live[name], replayed[name], f"{place}/{name}", found)
    elif isinstance(live, list) and isinstance(replayed, list) and len(live) == len(replayed):
        for number, (one, other) in enumerate(zip(live, replayed)):
            differences(one, other, f"{place}/{number}", found)
    elif live != replayed:
        found.append(f"{place}: {str(live)[:160]} | {str(replayed)[:160]}")
    return found


def compare(report, provider, live, replayed):
    for scenario, (steps, answers) in live.items():
        with report.case(provider, scenario) as row:
            equal(differences([steps, answers], replayed[scenario])[:3], [], "differences (live | replayed)")
            row.detail = f"{len(answers)} answers alike, {len(steps)} outcomes"


def replay(report, kind, file, live, what):
    """Plays the same against a replay; all that was recorded must be asked for again."""
    with Program(binary(), "replay", file, "--listen", "127.0.0.1:0", "--quiet") as double:
        compare(report, kind.provider, live, play(kind, double.url, list(live)))
        code = double.stop()
    with report.case(kind.provider, what) as row:
        equal(code, 0, f"exit code of replay ({double.output[-6:]})")
        row.detail = double.output[-1]


def by_recorder(kind, report, file):
    """Every scenario of the catalogue, by `stuntdouble record`."""
    with Double(binary(), "--clock", "auto", "--seed", "1") as upstream:
        found = ask(f"{upstream.url}/_stunt/scenarios")[1]
        scenarios = [one["name"] for one in found if one["provider"] == kind.provider]
        command = [binary(), "record", "--provider", kind.provider, "--to", file, "--upstream", upstream.url]
        with Program(*command, "--allow-spend", "--quiet", "--listen", "127.0.0.1:0") as recorder:
            live = play(kind, recorder.url, scenarios)
            code = recorder.stop()
    with report.case(kind.provider, "all") as row:
        equal(code, 0, f"exit code of record ({recorder.output[-3:]})")
        scanned = subprocess.run([binary(), "scan", file], capture_output=True, text=True)
        equal(scanned.returncode, 0, f"exit code of scan ({scanned.stdout[-300:]})")
        row.detail = f"{len(live)} scenarios in one recording of {file.stat().st_size} bytes, no secrets"
    replay(report, kind, file, live, "verdict")


def by_mitmproxy(kind, report, file, mitmdump):
    """Some scenarios, by mitmproxy as a reverse proxy with its HAR dump; replayed as it is, and imported."""
    with Double(binary(), "--clock", "auto", "--seed", "1") as upstream:
        port = free_port()
        command = [mitmdump, "--mode", f"reverse:{upstream.url}", "--listen-host", "127.0.0.1", "--listen-port", port]
        # Otherwise the double would lead its URLs past the proxy.
        options = ["--set", "keep_host_header=true", "--set", f"hardump={file}", "--set", "termlog_verbosity=error"]
        with Program(*command, *options, url=f"http://127.0.0.1:{port}") as recorder:
            live = play(kind, recorder.url, MITMPROXY_SCENARIOS)
            recorder.stop()
    replay(report, kind, file, live, "verdict")
    imported = file.with_name("imported.har")
    with report.case(kind.provider, "import") as row:
        done = subprocess.run(
            [binary(), "import", file, "--provider", kind.provider, "--to", imported], capture_output=True, text=True
        )
        equal(done.returncode, 0, f"exit code of import ({done.stdout[-200:]}{done.stderr[-300:]})")
        row.detail = done.stdout.strip().splitlines()[-1]
    replay(report, kind, imported, live, "verdict of the imported")


def main(kind, mitmdump=None):
    wire.listen()
    module = __import__(kind.module)
    how = "by mitmproxy" if mitmdump else "recorded and replayed"
    report = Report(f"{kind.module} {module.__version__}, {how}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roundtrip.har"
        if mitmdump:
            by_mitmproxy(kind, report, file, mitmdump)
        else:
            by_recorder(kind, report, file)


if __name__ == "__main__":
    main({"openai": OpenAI, "fal": Fal}[sys.argv[1]], *sys.argv[2:])
