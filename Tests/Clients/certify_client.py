"""Real clients before `stuntdouble verify`: which rules each of them breaks, compared with what is known of it.

Run by clients.py with the Python that holds the SDK; `certify_client.py [NAME…]` takes some of the programs.
Each broken rule is looked at a second time, on the exchanges of the report themselves, so that it is no false
alarm. STUNT_ROUNDS=N plays every suite N times and demands the same verdicts each time.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness.report import PASS, Report, equal, true

HERE = Path(__file__).parent
# Their sleeps are divided by this: openai waits 1 s between polls and up to 8 s after errors, fal_client up to 10 s.
SPEED = os.environ.get("STUNT_SPEED", "50")
ROUNDS = int(os.environ.get("STUNT_ROUNDS", "1"))
SUITE_SECONDS_MAX = 200


@dataclass
class Certified:
    """A program, and the rules that it is known to break: the run that shows it, and a look at the wire there."""

    name: str
    provider: str
    program: str
    module: str
    broken: dict


def certified():
    openai_habits = {
        "submit-once": ("lost-submit-reply", lambda run: len(run.jobs) > 1 and len(run.requests("POST", "/videos")) > 1),
        "gives-up": ("stuck", lambda run: len(run.polls) >= 400),
    }
    return [
        Certified("openai", "openai", "openai_sdk.py", "openai", openai_habits),
        Certified("openai", "lumenfall", "openai_sdk_on_lumenfall.py", "openai", openai_habits),
        Certified("fal_client", "fal", "fal_client_sdk.py", "fal_client", {}),
        Certified("printed page", "lumenfall", "printed_page.py", "", {}),
    ]


def version_of(module):
    if not module:
        return ""
    return __import__(module).__version__


def verify(client):
    """Plays the provider's suite against the program; the report, whatever the verdict."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [os.environ["STUNT_SERVER"], "verify", "--provider", client.provider, "--speed", SPEED]
        command += ["--report", f"json={path}", "--", sys.executable, str(HERE / "certified" / client.program)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SUITE_SECONDS_MAX)
        true(done.returncode in (0, 1), f"verify ended with {done.returncode}: {done.stderr.strip()[-400:]}")
        report = json.loads(path.read_text())
        equal(done.returncode, 1 if report["totals"]["brokenMust"] else 0, "exit code of verify")
        return report


def verdicts(report):
    """All that has to be the same each time: rule, run, verdict."""
    return {
        (verdict["rule"].partition("/")[2], run["name"]): verdict["verdict"]
        for run in report["runs"]
        for verdict in run["verdicts"]
    }


def certify(client):
    version = version_of(client.module)
    rows = Report(f"{client.name} {version}".strip())
    report = None
    with rows.case(client.provider, "certify", PASS, "verify") as row:
        report = verify(client)
        broken = {rule["id"].partition("/")[2] for rule in report["rules"] if rule["outcome"] == "broken"}
        totals = report["totals"]
        row.detail = (
            f"{totals['runs']} runs in {report['seconds']:.1f} s: {totals['kept']} rules kept, "
            f"{totals['brokenMust']} must and {totals['brokenShould']} should broken, {totals['notExercised']} not exercised"
        )
        strangers = sorted(broken - set(client.broken))
        true(not strangers, f"broken, and not known of it: {', '.join(map(first_finding(report), strangers))}")
    if report is None:
        return
    for rule, (run_name, look) in client.broken.items():
        with rows.case(client.provider, rule, PASS, f"breaks it in {run_name}") as row:
            finding = first_finding(report)(rule)
            true(finding != rule, "is not broken any more")
            equal(verdicts(report).get((rule, run_name)), "failed", f"verdict in {run_name}")
            true(look(Run(report, run_name)), f"the exchanges of {run_name} do not show it: {finding}")
            row.detail = finding
    if ROUNDS > 1:
        with rows.case(client.provider, "stability", PASS, f"{ROUNDS} rounds") as row:
            stable(client, verdicts(report))


def stable(client, first):
    for number in range(2, ROUNDS + 1):
        now = verdicts(verify(client))
        changed = sorted(key for key in first | now if first.get(key) != now.get(key))
        true(not changed, f"round {number} differs: {changed[:5]}")


def first_finding(report):
    """Names a rule with the first thing that was found of it."""

    def name(rule):
        for run in report["runs"]:
            for verdict in run["verdicts"]:
                if verdict["rule"].endswith(f"/{rule}") and verdict["verdict"] == "failed":
                    finding = verdict["findings"][0]
                    return f"{rule} in {run['name']}: {finding['subject']}: {finding['found']}"
        return rule

    return name


class Run:
    """The exchanges of one run, for a second look that uses no rule."""

    def __init__(self, report, name):
        self.run = next(run for run in report["runs"] if run["name"] == name)
        self.exchanges = self.run["exchanges"]
        self.jobs = self.run["jobs"]

    def requests(self, method, ending=""):
        return [
            each
            for each in self.exchanges
            if each["method"] == method and each["target"].partition("?")[0].endswith(ending)
        ]

    @property
    def polls(self):
        return [each for each in self.requests("GET") if each["operation"] in ("getVideo", "getStatus")]

    @property
    def code(self):
        return self.run["program"]["exitCode"]


def main(words):
    for client in certified():
        if not words or any(word in client.program for word in words):
            certify(client)


if __name__ == "__main__":
    main(sys.argv[1:])
