"""A thousand tenants' traffic against all rules of each provider, inside the executable."""

import re
import subprocess
from statistics import median

from lines import Line
from settings import LOAD_PREFIX, ROUNDS, SECONDS

PRINTED = re.compile(
    r"^(\w+) (\d+) tenants \d+ exchanges (\d+) rules(.*)\nexchanges-per-second (\d+)$", re.MULTILINE
)


def judge(binary):
    """One line for each provider, by the processor's time; binding rules that a sample breaks are named."""
    command = [*LOAD_PREFIX, binary, "bench-judge", "--seconds", str(min(1.0, SECONDS) / 2)]
    rounds = {}
    for _ in range(ROUNDS):
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for provider, tenants, rules, broken, speed in PRINTED.findall(printed):
            rounds.setdefault((provider, tenants, rules, broken), []).append(float(speed))
    return [
        Line(
            f"judge {provider}'s clients",
            "exchanges/s",
            None,
            median(speeds),
            "≥ 100000 exchanges/s",
            f"{tenants} tenants, {rules} rules{broken}",
        )
        for (provider, tenants, rules, broken), speeds in rounds.items()
    ]
