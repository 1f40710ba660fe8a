"""Recordings, opened by what HAR files are for.

Every file that `stuntdouble redact` makes of other tools' files, and every one in Recordings/, is valid by the published
JSON Schema of HAR 1.2 (har-schema, which Debian carries), by our schema of our own members, and is read by haralyzer.
Chromium's developer tools import each of ours, and show what stands in it.
"""

import json
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import jsonschema
from haralyzer import HarParser
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT6

from harness import browser
from harness.double import binary
from harness.needs import ROOT, debian_files
from harness.report import SKIP, Report, equal, true

PROVIDER = "openai"
FOREIGN = sorted((ROOT / "Tests" / "Fixtures" / "recordings").glob("*.har"))
SHIPPED = sorted((ROOT / "Recordings").glob("**/*.har"))
OURS = json.loads((ROOT / "Contracts" / "meta" / "recording.schema.json").read_text())

# What the network panel does with a file that is dropped on it.
TOOLS = "devtools://devtools/bundled/devtools_app.html"
IMPORT = """(async () => {
  const { HARFormat, Importer } = await import('./models/har/har.js');
  const { log } = new HARFormat.HARRoot(%s);
  return Promise.all(Importer.Importer.requestsFromHARLog(log).map(async request => {
    const content = await request.requestContentData();
    return [request.requestMethod, request.url(), request.statusCode, await request.requestFormData() ?? null,
      content.isTextContent ? content.text : content.base64];
  }));
})().catch(error => `${error}`)"""


def published():
    """The validator of HAR 1.2: schemas that refer to each other by file name."""
    folder = debian_files("node-har-schema") / "usr/share/nodejs/har-schema/lib"
    schemas = {file.name: json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))}
    true("har.json" in schemas, f"no har.json in {sorted(schemas)}")
    resources = []
    for name, schema in schemas.items():
        resources += [(uri, Resource(schema, DRAFT6)) for uri in (name, f"{name}#")]
    registry = Registry().with_resources(resources)
    return jsonschema.Draft6Validator({"$ref": "har.json#"}, registry=registry)


def redacted(file, folder):
    output = folder / file.name
    done = subprocess.run(
        [binary(), "redact", file, "--provider", PROVIDER, "--to", output], capture_output=True, text=True
    )
    equal(done.returncode, 0, f"exit code ({done.stderr[-300:]})")
    return output


def judge(report, validator, file, provider, name):
    with report.case(provider, name) as row:
        document = json.loads(file.read_text())
        equal([error.message for error in validator.iter_errors(document)], [], "complaints of HAR's schema")
        own = jsonschema.Draft202012Validator(OURS).iter_errors(document)
        equal([error.message for error in own], [], "complaints of our schema")
        parser = HarParser(document)
        entries = document["log"]["entries"]
        equal(len(parser.har_data["entries"]), len(entries), "entries that haralyzer reads")
        for page in parser.pages:
            equal(len(page.entries), len(entries), "entries of haralyzer's page")
        row.detail = f"{len(entries)} entries, {len(parser.pages)} pages"


def expected(entry):
    """What the developer tools have to show of an entry."""
    posted, content = entry["request"].get("postData", {}), entry["response"]["content"]
    return [entry["request"]["method"], entry["request"]["url"], entry["response"]["status"], posted.get("text"),
            content.get("text", "")]


def judge_by_developer_tools(files):
    report = Report("chromium developer tools")
    if not browser.program():
        with report.case("-", "import", SKIP, "no Chromium here"):
            return
    with browser.Browser() as chromium:
        page = chromium.open(TOOLS, 1000, 700)
        # They are nobody's API: another release may keep it elsewhere.
        if page.evaluate("import('./models/har/har.js').then(har => !har.Importer, () => true)", waits=True):
            with report.case("-", "import", SKIP, "this release keeps its HAR importer elsewhere"):
                return
        for file in files:
            with report.case(file.parent.name, str(file.relative_to(ROOT))) as row:
                text = file.read_text()
                shown = page.evaluate(IMPORT % json.dumps(json.loads(text)), waits=True)
                equal(shown, [expected(entry) for entry in json.loads(text)["log"]["entries"]], "what is shown")
                row.detail = f"{len(shown)} requests"


def main():
    report = Report(f"haralyzer {version('haralyzer')}")
    validator = published()
    with report.case("-", "a file that is wrong is refused"):
        true(list(validator.iter_errors({"log": {"version": "1.2", "entries": []}})), "nothing was said")
    with tempfile.TemporaryDirectory() as temporary:
        for file in FOREIGN:
            judge(report, validator, redacted(file, Path(temporary)), PROVIDER, f"redacted {file.name}")
    for file in SHIPPED:
        judge(report, validator, file, file.parent.name, str(file.relative_to(ROOT)))
    judge_by_developer_tools(SHIPPED)


main()
