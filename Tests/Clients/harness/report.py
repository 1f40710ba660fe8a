"""The rows of the table, and how a client program reports them: one line each on standard output.

report = Report("openai 3.54.0")
with report.case("openai", "completed") as row:
    equal(video.status, "completed", "status")
    row.detail = "create_and_poll"
"""

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass

MARK = "ROW "
PASS, FAIL, NOTE, SKIP = "pass", "FAIL", "note", "skip"


@dataclass
class Row:
    client: str
    provider: str
    scenario: str
    verdict: str
    detail: str

    def line(self):
        return MARK + json.dumps(asdict(self))

    @staticmethod
    def read(line):
        """The row that a client printed on this line, or None for any other output of it."""
        return Row(**json.loads(line[len(MARK) :])) if line.startswith(MARK) else None


class Report:
    """Prints a row for each case: passed, or failed with the exception's words."""

    def __init__(self, client):
        self.client = client

    @contextmanager
    def case(self, provider, scenario, verdict=PASS, what=""):
        """A case; `verdict=NOTE` records what happened without judging it."""
        row = Row(self.client, provider, scenario, verdict, what)
        try:
            yield row
        except Exception as error:  # whatever a client throws is the finding
            row.verdict = FAIL
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            row.detail = f"{what}: {reason}" if what else reason
        row.detail = " ".join(row.detail.split())
        print(row.line(), flush=True)


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what} is {short(actual)}, expected {short(expected)}")


def true(condition, what):
    if not condition:
        raise AssertionError(what)


@contextmanager
def raises(kind, what):
    """Demands the exception, and hands it over as `.error` once the block has ended."""
    caught = Caught()
    try:
        yield caught
    except kind as error:
        caught.error = error
        return
    raise AssertionError(f"{what}: no {kind.__name__} was raised")


class Caught:
    error = None


def short(value, limit=160):
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + "…"


def print_table(rows, out=sys.stdout):
    """One aligned line per row; the detail comes last and is cut to a screen's width."""
    heads = Row("client", "provider", "scenario", "verdict", "detail")
    columns = ["client", "provider", "scenario", "verdict"]
    widths = [max(len(getattr(row, c)) for row in [heads, *rows]) for c in columns]
    for row in [heads, *rows]:
        cells = [getattr(row, c).ljust(w) for c, w in zip(columns, widths, strict=True)]
        detail = row.detail if row.verdict == FAIL or len(row.detail) <= 110 else row.detail[:109] + "…"
        print(" | ".join([*cells, detail]).rstrip(), file=out)
        if row is heads:
            print("-+-".join(["-" * w for w in widths] + ["-" * 40]), file=out)
