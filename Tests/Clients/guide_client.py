"""The guides' own blocks: each `sh` block is run as it is pasted, and must print the `text` block below it."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from harness.double import binary
from harness.report import Report, equal, true

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


def readme_blocks(folder):
    """The README's blocks of shell but those that need make, in a repository that has the guide's program."""
    guide = (ROOT / "Sources/StuntDouble/StuntDouble.docc/CertifyingAClient.md").read_text()
    program = re.search(r"^cat > mountain.py.*?^EOF\n", guide, flags=re.M | re.S).group()
    run(f"git init -q\n{program}", os.environ["STUNT_URL"], folder)
    blocks = re.findall(r"^```sh\n(.*?)^```\n", (ROOT / "README.md").read_text(), flags=re.M | re.S)
    return [block for block in blocks if not block.startswith("make ")]


APP = """import os, urllib.request as url
call = url.Request(os.environ["STUNT_BASE_URL"] + "/videos", headers={"Authorization": "Bearer sk-app"})
print(url.urlopen(call).status)
"""


def play_readme(folder):
    """Each block of the README once: what it says of them is true."""
    blocks = readme_blocks(folder)
    (Path(folder) / "app.py").write_text(APP)
    show = 'swift() { echo "swift $*"; }\n'  # the package's own tests are run by `make test` and `make stranger`
    # The whole suite takes minutes; it is run by the clients that are certified.
    short = [block.replace("--report junit", "--scenario completed,flaky-polls --report junit") for block in blocks]
    # Nobody is asked but the server of these clients.
    local = [block.replace("--to dog.har", f"--upstream http://{ADDRESS} --to dog.har") for block in short]
    outputs = {block: run(show + block, os.environ["STUNT_URL"], folder) for block in local}

    def output(start):
        found = [text for block, text in outputs.items() if start in block]
        equal(len(found), 1, f"number of blocks with {start!r}")
        return found[0]

    readme = (ROOT / "README.md").read_text()
    equal(output("KEY=").split(), re.search(r"It prints `(.*?)`", readme).group(1).split(), "what was printed")
    shown = re.search(r"^```text\n(.*?)^```", readme, flags=re.M | re.S).group(1).splitlines()
    printed = output("--scenario completed,cancelled").splitlines()
    equal([line for line in shown if line not in printed], [], "lines that verify does not print")
    true("breaks" in output("--report junit=verify.xml"), "verify says nothing of rules that are broken")
    equal(sorted(path.name for path in Path(folder).glob("verify.*")), ["verify.sarif", "verify.xml"], "reports")
    true("\n200\n" in output("dog.har"), f"the recorded program says {output('dog.har')!r}")
    true("wrote dog.har: 1 exchange" in output("dog.har"), f"the recorder says {output('dog.har')!r}")
    equal(output("swift test").splitlines()[-1], "swift test", "the last of the line for CI")
    textconv = subprocess.run(["git", "config", "diff.har.textconv"], cwd=folder, capture_output=True, text=True)
    equal(textconv.stdout.strip(), "stuntdouble show", "git's textconv")
    return len(blocks)


report = Report("guide")
for page in [page for page in PAGES if not sys.argv[1:] or page.stem in sys.argv[1:]]:
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

with tempfile.TemporaryDirectory() as folder, report.case("README", "-") as row:
    for name in CHECKOUT:
        os.symlink(ROOT / name, Path(folder) / name)
    row.detail = f"{play_readme(folder)} blocks do what the page says"
