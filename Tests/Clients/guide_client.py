"""The guides' own blocks: each `sh` block is run as it is pasted, and must print the `text` block below it."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from harness.double import binary
from harness.report import Report, equal

ROOT = Path(__file__).parents[2]
CHECKOUT = ["Contracts", "Recordings", "Tests"]
PAGES = [page for page in sorted(ROOT.glob("Sources/*/*.docc/*.md")) if "```sh\n" in page.read_text()]
ADDRESS = "127.0.0.1:4010"
BLOCK_SECONDS_MAX = 60
GIT = {f"GIT_{who}_{what}": f"reader@{who}.example".lower() for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def sections(text):
    """By heading: the blocks in their order, each `sh` with the `text` that follows it."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        heading = part.splitlines()[0]
        blocks = re.findall(r"^```sh\n(.*?)^```\n+```text\n(.*?)^```", part, flags=re.M | re.S)
        if "```sh\n" in part:
            assert len(blocks) == part.count("```sh\n"), f"{heading}: a block says not what it prints"
            yield heading, blocks


def run(script, url, folder):
    """What the blocks print, with the server's address as the page has it."""
    address = url.removeprefix("http://")
    path = [str(Path(binary()).parent), str(Path(sys.executable).parent), os.environ["PATH"]]
    done = subprocess.run(
        ["bash", "-c", script.replace(ADDRESS, address)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=BLOCK_SECONDS_MAX,
        env={**os.environ, **GIT, "STUNT_URL": url, "PATH": os.pathsep.join(path)},
    )
    return done.stdout.replace(address, ADDRESS)


def lines(text):
    """The lines, each length of time taken for the same."""
    return [re.sub(r"\b\d+\.\d+ s\b", "0.0 s", line.rstrip()) for line in text.splitlines()]


report = Report("guide")
for page in PAGES:
    # Later sections use the files of the earlier ones, and read those of the checkout.
    with tempfile.TemporaryDirectory() as folder:
        for name in CHECKOUT:
            os.symlink(ROOT / name, Path(folder) / name)
        for heading, blocks in sections(page.read_text()):
            with report.case(page.stem, heading) as row:
                # Later blocks of a section use the functions of the earlier ones.
                printed = run("".join(script for script, _ in blocks), os.environ["STUNT_URL"], folder)
                equal(lines(printed), [line for _, text in blocks for line in lines(text)], "what was printed")
                row.detail = f"{len(blocks)} blocks print what the page says"
