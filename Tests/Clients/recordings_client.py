"""Recordings, opened by what HAR files are for.

Every file that `stuntdouble redact` makes of other tools' files, and every one in Recordings/, is valid by the published
JSON Schema of HAR 1.2 (har-schema, which Debian carries), by our schema of our own members, and is read by haralyzer.
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

from harness.double import binary
from harness.needs import ROOT, debian_files
from harness.report import Report, equal, true

PROVIDER = "openai"
FOREIGN = sorted((ROOT / "Tests" / "Fixtures" / "recordings").glob("*.har"))
SHIPPED = sorted((ROOT / "Recordings").glob("**/*.har"))
OURS = json.loads((ROOT / "Contracts" / "meta" / "recording.schema.json").read_text())


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


def judge(report, validator, file, name):
    with report.case(PROVIDER, name) as row:
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


def main():
    report = Report(f"haralyzer {version('haralyzer')}")
    validator = published()
    with report.case("-", "a file that is wrong is refused"):
        true(list(validator.iter_errors({"log": {"version": "1.2", "entries": []}})), "nothing was said")
    with tempfile.TemporaryDirectory() as temporary:
        for file in FOREIGN:
            judge(report, validator, redacted(file, Path(temporary)), f"redacted {file.name}")
    for file in SHIPPED:
        judge(report, validator, file, str(file.relative_to(ROOT)))


main()
