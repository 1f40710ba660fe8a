"""Runs the programs printed on the providers' pages (programs/SOURCES.md), only address and key changed."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness.media import check_video, download
from harness.needs import ROOT
from harness.report import SKIP, Report, equal, true

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
SHIMS = HERE / "shims"
URL = os.environ["STUNT_URL"]
PAGES = {
    "lumenfall-sora-2": "000",
    "lumenfall-sora-2-pro-empty-prompt": "001",
    "lumenfall-sora-2-empty-prompt": "002",
    "fal-text-to-video": "003",
    "uniall-submit": "004",
    "uniall-query": "004",
}
RUNNERS = {
    ".sh": ["bash"],
    ".mjs": ["node", "--require", str(SHIMS / "fast-timers.cjs")],
    ".py": [sys.executable],
}
COMPLETED, FAILED = "completed", "failed-content-policy"
# The programs' "1024x1024" lies exactly between the two sizes of the page; the double takes the wide one.
LUMENFALL_SIZE, LUMENFALL_SECONDS = "1365x768", 4


def run(name, changes, environment):
    """Runs a copy of the program with the given texts replaced; stdout, stderr and exit code."""
    program = PROGRAMS / name
    text = program.read_text()
    for printed, ours in changes.items():
        true(printed in text, f"{name} does not contain {printed}")
        text = text.replace(printed, ours)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        copy.write_text(text)
        return subprocess.run(
            [*RUNNERS[program.suffix], copy],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            env={**shimmed_environment(), **environment},
        )


def shimmed_environment():
    path = f"{SHIMS / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(SHIMS), "PYTHONUNBUFFERED": "1"}


def key(kind, name, scenario):
    """A key of its own for each run, that also names the scenario."""
    word = re.sub(r"[^a-z0-9]", "", name)
    ending = "" if scenario == COMPLETED else f"-stunt-{scenario}"
    return {
        "lumenfall": f"lmnfl_{word}.secret{ending}",
        "fal": f"{word}:secret{ending}",
        "uniall": f"sk-{word}{ending}",
    }[kind]


def lumenfall(stem, suffix, scenario):
    """Submit, poll, print: the same steps in shell, JavaScript and Python."""
    name = stem + suffix
    secret = key("lumenfall", name, scenario)
    changes = {"https://api.lumenfall.ai/v1": f"{URL}/lumenfall/v1"}
    if suffix != ".sh":
        changes["YOUR_API_KEY"] = secret
    done = run(name, changes, {"LUMENFALL_API_KEY": secret})
    equal(done.returncode, 0, f"exit code (stderr: {done.stderr.strip()[-300:]})")
    lines = (done.stdout + done.stderr if suffix == ".mjs" else done.stdout).strip().splitlines()
    true(re.fullmatch(r"Video ID: video_\w+", lines[0]), f"first line is {lines[0]!r}")
    if suffix == ".sh":
        check_statuses([line.removeprefix("Status: ") for line in lines[1:-1]], scenario)
    last = re.sub(r"^(Video URL|Error): ", "", lines[-1])
    if scenario == FAILED:
        true(last and last != "null" and not last.startswith("http"), f"no error message: {lines[-1]!r}")
        return f"{name}: {last}"
    return f"{name}: {check_video(download(last), LUMENFALL_SECONDS, LUMENFALL_SIZE)}"


def check_statuses(statuses, scenario):
    """queued, then in_progress, then the end: each at least once."""
    without_repeats = [s for i, s in enumerate(statuses) if i == 0 or statuses[i - 1] != s]
    equal(
        without_repeats,
        ["queued", "in_progress", "completed" if scenario == COMPLETED else "failed"],
        "statuses",
    )


def fal_curl(scenario):
    name = "fal-text-to-video.sh"
    done = run(name, {"https://fal.run": f"{URL}/fal/run"}, {"FAL_KEY": key("fal", name, scenario)})
    equal(done.returncode, 0, f"exit code (stderr: {done.stderr.strip()[-300:]})")
    answer = json.loads(done.stdout)
    if scenario == FAILED:
        equal(answer["detail"][0]["type"], "content_policy_violation", "type")
        return f"{name}: {answer['detail'][0]['type']}"
    true(answer["video_id"], "no video_id")
    equal(answer["video"]["content_type"], "video/mp4", "content_type")
    return f"{name}: {check_video(download(answer['video']['url']), 4, '1280x720')}"


def fal_python(scenario):
    name = "fal-text-to-video.py"
    secret = key("fal", name, scenario)
    done = run(name, {}, {"FAL_KEY": secret, "STUNT_SHIM_FAL": "1"})
    if scenario == FAILED:
        true(done.returncode != 0, "the program did not fail")
        true("FalClientHTTPError" in done.stderr, f"stderr ends {done.stderr.strip()[-300:]!r}")
        true("content_policy_violation" in done.stderr, f"stderr ends {done.stderr.strip()[-300:]!r}")
        return f"{name}: FalClientHTTPError, content_policy_violation"
    equal(done.returncode, 0, f"exit code (stderr: {done.stderr.strip()[-300:]})")
    *logs, last = done.stdout.strip().splitlines()
    true(logs, "no log line was printed")
    url = re.search(r"'url': '(http[^']+\.mp4)'", last)
    true(url, f"no video URL in {last!r}")
    return f"{name}: {len(logs)} log lines, {check_video(download(url[1]), 4, '1280x720')}"


def uniall(scenario):
    """The page prints the submit and one query; the query is repeated here, as its reader has to."""
    secret = key("uniall", "uniall", scenario)
    address = {"{BASE_URL}": f"{URL}/uniall", "sk-***": secret}
    task = json.loads(run("uniall-submit.sh", address, {}).stdout)
    equal(
        (task["object"], task["status"], task["seconds"]), ("video.generation.job", "queued", "12"), "submit"
    )
    statuses = []
    while not statuses or statuses[-1] in ("queued", "in_progress"):
        answer = json.loads(run("uniall-query.sh", {**address, "gen_xxxxxxxxxxxx": task["id"]}, {}).stdout)
        statuses.append(answer["status"])
        true(len(statuses) < 100, "no end after 100 polls")
        time.sleep(0)
    check_statuses(statuses, scenario)
    if scenario == FAILED:
        true(answer["error"]["message"], "no error message")
        return f"uniall-submit.sh, uniall-query.sh: {answer['error']['message']}"
    equal(answer["progress"], 100, "progress")
    return f"uniall-submit.sh, uniall-query.sh: {check_video(download(answer['video_url']), 12, '720x1280')}"


def compare_with_page(name):
    """Every line of the program stands on the page, in this order, blanks at the start aside."""
    number = PAGES[Path(name).stem]
    page = next(reference_folder().glob(number + "*")).read_text()
    wanted = "\n".join(line.lstrip() for line in (PROGRAMS / name).read_text().strip().splitlines())
    printed = "\n".join(line.lstrip() for line in page.splitlines())
    true(wanted in printed, f"{name} differs from reference page {number}")


def reference_folder():
    return Path(os.environ.get("STUNT_REFERENCE", ROOT.parent / "shared" / "reference"))


def main():
    report = Report("printed pages")
    names = sorted(path.name for path in PROGRAMS.iterdir() if path.suffix in RUNNERS)
    verdict = "pass" if reference_folder().is_dir() else SKIP
    with report.case("all", "-", verdict, "programs are what the pages print") as row:
        if verdict == SKIP:
            row.detail = f"no reference pages at {reference_folder()}"
        else:
            for name in names:
                compare_with_page(name)
    for scenario in (COMPLETED, FAILED):
        for stem in [stem for stem in PAGES if stem.startswith("lumenfall")]:
            for suffix in (".sh", ".mjs", ".py"):
                with report.case("lumenfall", scenario, what=stem + suffix) as row:
                    row.detail = lumenfall(stem, suffix, scenario)
        with report.case("fal", scenario, what="fal-text-to-video.sh") as row:
            row.detail = fal_curl(scenario)
        with report.case("fal", scenario, what="fal-text-to-video.py") as row:
            row.detail = fal_python(scenario)
        with report.case("uniall", scenario, what="uniall-submit.sh") as row:
            row.detail = uniall(scenario)
    with report.case("fal", "-", SKIP) as row:
        row.detail = "fal-text-to-video.mjs needs @fal-ai/client from npm; fetch_client.mjs stands in for it"


if __name__ == "__main__":
    main()
