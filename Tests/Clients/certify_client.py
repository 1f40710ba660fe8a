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

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAUSES = ", pauses"
OUTCOMES = ("kept", "broken", "notExercised")
# Their sleeps are divided by this: openai waits 1 s between polls, fal_client up to 10 s after errors.
SPEED = "100"
# Rules on pauses are judged in runs of their own, in which the machine's own slowness is small beside the pauses.
TIMED = {"poll-pace", "poll-hint", "back-off", "retry-after"}
TIMED_SPEED = "4"
ROUNDS = int(os.environ.get("STUNT_ROUNDS", "1"))
SUITE_SECONDS_MAX = 600


@dataclass
class Certified:
    """A program, and the rules that it is known to break: the run that shows it, and a look at the wire there."""

    name: str
    provider: str
    program: str
    module: str
    broken: dict


def certified():
    twice = ("lost-submit-reply", lambda run: len(run.jobs) == 2 and len(run.requests("POST")) == 2)
    for_ever = ("stuck", lambda run: len(run.polls) >= 400)
    ends_at_word = ("unknown-status", lambda run: len(run.polls) == 2 and run.code == 1)
    ends_at_page = ("garbage-poll", lambda run: len(run.polls) == 1 and run.code == 1)
    leaves_job = ("interrupted", lambda run: not run.requests("PUT") and not run.requests("DELETE"))
    begins_again = ("cut-download", lambda run: len([e for e in run.fetches if e["status"] == 200]) > 1)
    ends_at_refused_poll = ("throttled-polls", lambda run: len(run.polls) == 1 and run.code == 1)
    ends_at_refused_submit = ("rate-limited", lambda run: len(run.requests("POST")) == 1 and not run.jobs)
    ends_at_lost_submit = ("lost-submit-reply", lambda run: len(run.requests("POST")) == 1 and not run.polls)
    ends_at_lost_poll = ("reset-poll", lambda run: len(run.polls) == 2 and run.code == 1)
    polls_past_end = ("completed", lambda run: [e["phase"] for e in run.polls].count("succeeded") == 2)
    hastens = ("throttled-polls", lambda run: run.polls[1]["seconds"] - run.polls[0]["seconds"] < 3 / 4)
    first_hint_stays = ("poll-hint", lambda run: run.polls[2]["seconds"] - run.polls[1]["seconds"] < 3 / 4)
    openai_sdk = {
        "submit-once": twice,
        "gives-up": for_ever,
        "survives-unknown-status": ends_at_word,
        "survives-garbage": ends_at_page,
    }
    fal_client = {
        "submit-once": twice,
        "gives-up": for_ever,
        "survives-unknown-status": ends_at_word,
        "survives-garbage": ends_at_page,
        "stops-at-end": polls_past_end,
        "retry-after": hastens,
        "cancels-when-interrupted": leaves_job,
    }
    page = {
        "gives-up": for_ever,
        "survives-garbage": ends_at_page,
        "survives-refused-polls": ends_at_refused_poll,
        "survives-lost-connection": ends_at_lost_poll,
        "recovers-lost-submit": ends_at_lost_submit,
        "retries-refused-submit": ends_at_refused_submit,
        "cancels-when-interrupted": leaves_job,
    }
    return [
        Certified(
            "openai",
            "openai",
            "openai_sdk.py",
            "openai",
            {**openai_sdk, "resumes-by-range": begins_again, "poll-hint": first_hint_stays},
        ),
        Certified(
            "openai",
            "lumenfall",
            "openai_sdk_on_lumenfall.py",
            "openai",
            {**openai_sdk, "cancels-when-interrupted": leaves_job},
        ),
        Certified("fal_client", "fal", "fal_client_sdk.py", "fal_client", fal_client),
        Certified("printed page", "lumenfall", "printed_page.py", "", page),
    ]


def version_of(module):
    if not module:
        return ""
    return __import__(module).__version__


def verify(client):
    """Plays the provider's suite against the program, the rules on pauses apart; the two reports as one."""
    rules = json.loads((ROOT / "Contracts/providers" / client.provider / "rules.json").read_text())["rules"]
    ids = {rule["id"] for rule in rules}
    report = play(client, ids - TIMED, SPEED)
    timed = play(client, ids & TIMED, TIMED_SPEED)
    report["rules"] += timed["rules"]
    for run in timed["runs"]:
        report["runs"].append({**run, "name": run["name"] + PAUSES})
    report["seconds"] += timed["seconds"]
    return report


def play(client, ids, speed):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [os.environ["STUNT_SERVER"], "verify", "--provider", client.provider, "--speed", speed]
        command += ["--rules", ",".join(sorted(ids)), "--report", f"json={path}", "--"]
        command += [sys.executable, str(HERE / "certified" / client.program)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SUITE_SECONDS_MAX)
        true(done.returncode in (0, 1), f"verify ended with {done.returncode}: {done.stderr.strip()[-400:]}")
        report = json.loads(path.read_text())
        equal(done.returncode, 1 if report["totals"]["brokenMust"] else 0, "exit code of verify")
        report["rules"] = [rule for rule in report["rules"] if rule["id"].partition("/")[2] in ids]
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
        count = {name: [r["severity"] for r in report["rules"] if r["outcome"] == name] for name in OUTCOMES}
        row.detail = (
            f"{len(report['runs'])} runs in {report['seconds']:.0f} s: {len(count['kept'])} rules kept, "
            f"{count['broken'].count('must')} must and {count['broken'].count('should')} should broken, "
            f"{len(count['notExercised'])} not exercised"
        )
        strangers = sorted(broken - set(client.broken))
        true(not strangers, f"broken, and not known of it: {', '.join(map(first_finding(report), strangers))}")
    if report is None:
        return
    for rule, (run_name, look) in client.broken.items():
        with rows.case(client.provider, rule, PASS, f"breaks it in {run_name}") as row:
            finding = first_finding(report)(rule)
            true(finding != rule, "is not broken any more")
            run_name += PAUSES if rule in TIMED else ""
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
    def fetches(self):
        return [each for each in self.requests("GET") if each["operation"] in ("downloadVideoContent", "getMedia")]

    @property
    def code(self):
        return self.run["program"]["exitCode"]


def main(words):
    for client in certified():
        if not words or any(word in client.program for word in words):
            certify(client)


if __name__ == "__main__":
    main(sys.argv[1:])
