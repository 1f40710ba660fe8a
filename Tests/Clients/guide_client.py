"""The guides' own blocks: each `sh` block is run as it is pasted, and must print the `text` block below it."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from harness.report import Report, equal

PAGES = Path(__file__).parents[2] / "Sources/StuntDouble/StuntDouble.docc"
GUIDES = ["AJobOfEachProvider.md", "ReceivingWebhooks.md", "ScriptingAJob.md"]
ADDRESS = "http://127.0.0.1:4010"
BLOCK_SECONDS_MAX = 60


def sections(text):
    """By heading: the blocks in their order, each `sh` with the `text` that follows it."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        heading = part.splitlines()[0]
        blocks = re.findall(r"^```sh\n(.*?)^```\n+```text\n(.*?)^```", part, flags=re.M | re.S)
        if "```sh\n" in part:
            assert len(blocks) == part.count("```sh\n"), f"{heading}: a block says not what it prints"
            yield heading, blocks


def run(script, url, folder):
    done = subprocess.run(
        ["bash", "-c", script.replace(ADDRESS, url)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=BLOCK_SECONDS_MAX,
        env={**os.environ, "STUNT_URL": url},
    )
    return done.stdout + done.stderr


def lines(text):
    return [line.rstrip() for line in text.splitlines()]


report = Report("guide")
for heading, blocks in (section for guide in GUIDES for section in sections((PAGES / guide).read_text())):
    with report.case(heading, "-") as row, tempfile.TemporaryDirectory() as folder:
        # Later blocks of a section use the functions of the earlier ones.
        printed = run("".join(script for script, _ in blocks), os.environ["STUNT_URL"], folder)
        equal(lines(printed), [line for _, text in blocks for line in lines(text)], "what was printed")
        row.detail = f"{len(blocks)} blocks print what the page says"
