"""Third-party judges of the contracts and of what the double makes of them.

openapi-spec-validator reads every OpenAPI document; schemathesis asks the double what each document allows and
forbids, by every door, and follows jobs from answer to answer (its stateful phase). Neither may find anything:
no answer outside its document, and no 5xx, since no scenario asks for one.
"""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator

from harness.needs import ROOT
from harness.report import Report, equal, true

URL = os.environ["STUNT_URL"]
PROVIDERS = ROOT / "Contracts" / "providers"
OUTPUT = ROOT / ".build" / "judges"
EXAMPLES = os.environ.get("STUNT_JUDGE_EXAMPLES", "25")
SECONDS_MAX = 170
AT_ONCE = 2
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def documents(provider):
    return sorted(provider.glob("openapi*.json"))


def validate(report, provider):
    """Each document by itself, with its references to the others of the folder."""
    for file in documents(provider):
        with report.case(provider.name, file.name) as row:
            document = json.loads(file.read_text())
            found = OpenAPIV31SpecValidator(document, base_uri=file.as_uri()).iter_errors()
            equal([error.message for error in found], [], "errors")
            operations = sum("operationId" in one for item in document["paths"].values() for one in item.values())
            row.detail = f"{operations} operations"


def doors(provider):
    """The documents split by the local address that their operations have: name, address and document."""
    for file in documents(provider):
        document = json.loads(file.read_text())
        groups = {}
        for path, item in document["paths"].items():
            for server in item.get("servers") or document["servers"]:
                groups.setdefault(local_address(provider.name, server), []).append(path)
        for address, paths in groups.items():
            part = copy.deepcopy(document)
            part["paths"] = {path: without_servers(document["paths"][path]) for path in paths}
            yield f"{address} {file.name}", address, without_timeouts(part)


def local_address(name, server):
    door, base = server.get("x-stunt-door", ""), server["url"].split("://", 1)[1].partition("/")[2].strip("/")
    return "/" + "/".join(part for part in (name, door, base) if part)


def without_servers(item):
    return {name: value for name, value in item.items() if name != "servers"}


def without_timeouts(node):
    """The same without the parameters by which a client asks for a time-out: the 504 that comes is asked for."""
    if isinstance(node, list):
        return [without_timeouts(one) for one in node if not is_timeout(one)]
    if isinstance(node, dict):
        return {name: without_timeouts(value) for name, value in node.items()}
    return node


def is_timeout(node):
    name = node.get("name", node.get("$ref", "")) if isinstance(node, dict) else ""
    return isinstance(name, str) and "timeout" in name.lower() and ("in" in node or "/parameters/" in name)


def key_field(provider):
    """The field with a key as the provider's clients send it; the key is the exercises' own."""
    rule = json.loads((provider / "behavior.json").read_text())["authentication"]
    exercises = sorted((provider / "exercises").glob("*.json"))
    key = next(key for file in exercises if (key := json.loads(file.read_text()).get("key")))
    return f"{rule['field']}: {' '.join(part for part in (rule.get('scheme'), key) if part)}"


def run(provider, name, address, document):
    """One run of schemathesis against one door; its report, and what it printed."""
    folder = OUTPUT / name.strip("/").replace("/", "-").replace(" ", "-").removesuffix(".json")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in documents(provider):  # references between documents go by file name
        shutil.copy(file, folder / file.name)
    (folder / "judged.json").write_text(json.dumps(document))
    command = [Path(sys.executable).with_name("schemathesis"), "run", "judged.json", "--url", URL + address]
    command += ["--header", key_field(provider), "--phases", "examples,coverage,fuzzing,stateful"]
    command += ["--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", "1", "--generation-deterministic"]
    command += ["--no-color", "--warnings", "off", "--request-timeout", "20"]
    command += ["--report", "json", "--report-json-path", "report.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS_MAX)
    (folder / "output.txt").write_text(done.stdout + done.stderr)
    true((folder / "report.json").exists(), f"exit code {done.returncode}: {(done.stderr or done.stdout)[-400:]}")
    return json.loads((folder / "report.json").read_text()), done.stdout


def judge(job):
    try:
        return run(*job)
    except Exception as error:  # reported with its row
        return error


def figures(result, output):
    cases, operations = result["test_cases"], result["operations"]
    links = re.search(r"API Links:\s+(\d+) covered / (\d+) selected", output)
    text = f"{operations['tested']} operations, {cases['generated']} cases, {cases['unique_failures']} failures"
    return text + (f", {links[1]} of {links[2]} links followed" if links else "")


def main():
    report = Report(f"openapi-spec-validator {version('openapi-spec-validator')}")
    providers = sorted(folder for folder in PROVIDERS.iterdir() if (folder / "behavior.json").exists())
    for provider in providers:
        validate(report, provider)
    report = Report(f"schemathesis {version('schemathesis')}")
    jobs = [(provider, *door) for provider in providers for door in doors(provider)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (provider, name, *_), found in zip(jobs, pool.map(judge, jobs)):
            with report.case(provider.name, name) as row:
                if isinstance(found, Exception):
                    raise found
                result, output = found
                row.detail = figures(result, output)
                failure = re.search(r"= FAILURES =+\n(.*?)\n=+ ", output, re.DOTALL)
                equal(result["exit_code"], 0, f"{failure[1][:1500] if failure else 'exit code'}")
                true(result["complete"], "it did not end by itself")


if __name__ == "__main__":
    main()
