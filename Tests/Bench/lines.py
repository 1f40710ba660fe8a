"""One measured line: what nginx (or another yardstick) did, what we did, and the target."""

from dataclasses import dataclass
from typing import Optional


@dataclass
class Line:
    name: str
    unit: str
    baseline: Optional[float]
    ours: float
    target: str = ""  # "≥ 0.95" and "≤ 1.1" are about the ratio, "≤ 20 MB" about our own figure
    note: str = ""

    @property
    def ratio(self):
        return self.ours / self.baseline if self.baseline else None

    @property
    def verdict(self):
        if not self.target:
            return ""
        sign, limit, *unit = self.target.split()
        value = self.ours if unit else self.ratio
        if value is None:
            return "BELOW"
        return "OK" if (value >= float(limit) if sign == "≥" else value <= float(limit)) else "BELOW"

    def cells(self):
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        return [
            self.name,
            self.unit,
            number(self.baseline),
            number(self.ours),
            ratio,
            self.target,
            self.verdict,
            self.note,
        ]

    def record(self):
        return {
            "name": self.name,
            "unit": self.unit,
            "baseline": self.baseline,
            "ours": self.ours,
            "ratio": self.ratio,
            "target": self.target,
            "verdict": self.verdict,
            "note": self.note,
        }


HEADS = ["line", "unit", "baseline", "ours", "ratio", "target", "verdict", "note"]


def print_table(lines):
    rows = [HEADS, *[line.cells() for line in lines]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for position, row in enumerate(rows):
        cells = [
            cell.rjust(w) if 2 <= n <= 4 else cell.ljust(w)
            for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        print(" | ".join(cells).rstrip())
        if position == 0:
            print("-+-".join("-" * width for width in widths))


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
