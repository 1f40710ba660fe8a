"""Verifies the verifier: a sound client of each provider must keep every rule, and each mutant must be caught by the
rule that it breaks, and by no other must rule.

    python3 Tests/Mutants/mutants.py [PROVIDER | PROVIDER/RULE | RULE]...

STUNTDOUBLE names the executable (default: the release build), SPEED how much faster client time passes (100), JOBS how
many suites run at once (2), RUNS how many clients of a suite (16). QUICK=1 plays only the runs that show a mutant's own
rule, and the plain one: good while writing a mutant, but then false alarms of other rules are not looked for.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROVIDERS = ("openai", "uniall", "fal", "lumenfall")
SOUND = "(sound)"
SPEED = float(os.environ.get("SPEED", "100"))
JOBS = int(os.environ.get("JOBS", "2"))
RUNS = os.environ.get("RUNS", "16")
QUICK = bool(os.environ.get("QUICK"))
SUITE_SECONDS_MAX = 120
BINARY = os.environ.get("STUNTDOUBLE", str(ROOT / ".build/release/stuntdouble"))

sys.path.insert(0, str(HERE))


class Outcome:
    """What `verify` said about one client: `broken` rules by severity, those that nothing showed, and trouble."""

    def __init__(self, provider, rule):
        self.provider, self.rule = provider, rule
        self.must, self.should, self.unshown, self.trouble = [], [], [], None
        self.seconds, self.findings = 0.0, {}

    @property
    def name(self):
        return f"{self.provider}/{self.rule}"

    @property
    def others(self):
        return [rule for rule in self.must if rule != self.rule]

    @property
    def is_caught(self):
        return self.rule in self.must + self.should

    @property
    def complaints(self):
        """What is wrong with the verdict, in sentences; none where it is right."""
        if self.trouble:
            return [self.trouble]
        if self.rule == SOUND:
            found = [f"a false alarm of {rule}" for rule in self.must + self.should]
            unshown = getattr(import_module(f"providers.{self.provider}"), "UNSHOWN", {})
            return found + [f"{rule} is not exercised" for rule in self.unshown if rule not in unshown]
        found = [] if self.is_caught else ["missed"]
        return found + [f"a false alarm of {rule}" for rule in self.others]


def command(provider, rule):
    client = ["python3", "-S", "-E", str(HERE / "client.py"), "--provider", provider]
    return client if rule == SOUND else [*client, "--break", rule]


def runs_of(provider, rule):
    """The runs to play: all, or where it shall be quick those that show the rule."""
    book = json.loads(rules_path(provider).read_text())
    shown = next((one.get("runs", []) for one in book["rules"] if one["id"] == rule), [])
    return ["--scenario", ",".join(dict.fromkeys(["completed", *shown]))] if QUICK and rule != SOUND else []


def rules_path(provider):
    return ROOT / "Contracts/providers" / provider / "rules.json"


def verify(provider, rule, habit):
    """Runs a provider's suite against one client."""
    outcome = Outcome(provider, rule)
    speed = getattr(habit, "speed_needed", SPEED)
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        words = [BINARY, "verify", "--provider", provider, "--speed", f"{speed:g}", "--jobs", RUNS]
        words += runs_of(provider, rule)
        words += ["--report", f"json={report.name}", "--", *command(provider, rule)]
        began = time.monotonic()
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=SUITE_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            outcome.trouble = f"verify took more than {SUITE_SECONDS_MAX} s"
            return outcome
        outcome.seconds = time.monotonic() - began
        text = Path(report.name).read_text()
    if done.returncode not in (0, 1) or not text:
        outcome.trouble = f"verify ended with {done.returncode}: {(done.stderr or done.stdout)[-600:]}"
        return outcome
    read(json.loads(text), outcome)
    if done.returncode != bool(outcome.must):
        outcome.trouble = f"verify ended with {done.returncode}, {len(outcome.must)} must rules being broken"
    return outcome


def read(verdict, outcome):
    """Takes from a report which rules were broken, and what shows it."""
    shown = set()
    for run in verdict["runs"]:
        for one in run["verdicts"]:
            rule = one["rule"].rpartition("/")[2]
            if one["verdict"] != "notExercised":
                shown.add(rule)
            if one["verdict"] == "failed":
                found = one["findings"][0] if one["findings"] else {}
                text = f"{run['name']}: {found.get('subject', '')} {found.get('place', '')}"
                text += f" expected {found.get('expected')}, found {found.get('found')}"
                outcome.findings.setdefault(rule, []).append(text)
    for rule in verdict["rules"]:
        name = rule["id"].rpartition("/")[2]
        if name in outcome.findings:
            (outcome.must if rule["severity"] == "must" else outcome.should).append(name)
        elif name not in shown:
            outcome.unshown.append(name)


def planned(words):
    """The clients to verify: all, or those that the words name."""
    clients, orphans = [], []
    for provider in PROVIDERS:
        rules = [rule["id"] for rule in json.loads(rules_path(provider).read_text())["rules"]]
        breaks = import_module(f"providers.{provider}").BREAKS
        orphans += [f"{provider}/{rule} has no mutant" for rule in rules if rule not in breaks]
        orphans += [f"{provider}/{rule} is broken by a mutant, but no rule" for rule in breaks if rule not in rules]
        for rule in [SOUND, *(rule for rule in rules if rule in breaks)]:
            if not words or {provider, rule, f"{provider}/{rule}"} & set(words):
                clients.append((provider, rule, breaks.get(rule)))
    return clients, orphans


def line(outcome):
    caught = "sound" if outcome.rule == SOUND else "caught" if outcome.is_caught else "missed"
    also = [f"also {rule}" for rule in outcome.should if rule != outcome.rule and outcome.rule != SOUND]
    mark = "no" if outcome.complaints else "ok"
    notes = "; ".join([*outcome.complaints, *also])
    return f"{mark}  {outcome.name:40} {caught:7} {outcome.seconds:5.1f} s  {notes}".rstrip()


def main(words):
    clients, orphans = planned(words)
    if not clients:
        sys.exit(f"no mutant is called {' or '.join(words)}")
    if not Path(BINARY).exists():
        sys.exit(f"there is no {BINARY}; make build, or name one with STUNTDOUBLE")
    began = time.monotonic()
    outcomes = []
    with ThreadPoolExecutor(JOBS) as pool:
        for outcome in pool.map(lambda client: verify(*client), clients):
            outcomes.append(outcome)
            print(line(outcome), flush=True)
            if outcome.complaints:
                tell(outcome)
    return summarize(outcomes, [] if words else orphans, time.monotonic() - began)


def tell(outcome):
    for rule in [rule for rule in outcome.must + outcome.should if rule != outcome.rule]:
        for text in outcome.findings[rule][:3]:
            print(f"      {rule}: {text}")


def summarize(outcomes, orphans, seconds):
    mutants = [outcome for outcome in outcomes if outcome.rule != SOUND]
    sound = [outcome for outcome in outcomes if outcome.rule == SOUND]
    print(f"\nsound clients without a complaint: {sum(not one.complaints for one in sound)} of {len(sound)}")
    for provider in PROVIDERS:
        own = [one for one in mutants if one.provider == provider]
        if own:
            caught, clean = sum(one.is_caught for one in own), sum(not one.complaints for one in own)
            print(f"{provider:10} {len(own)} mutants, {caught} caught, {clean} of them by no other must rule")
    for orphan in orphans:
        print(orphan)
    print(f"{len(outcomes)} suites in {seconds:.0f} s")
    return 1 if orphans or any(outcome.complaints for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
