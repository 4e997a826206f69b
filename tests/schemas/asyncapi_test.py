#!/usr/bin/env python3
"""The AsyncAPI document is valid; what the demo publishes, and an event of each type, are what it says.

    asyncapi_test.py PROGRAM MADE_EVENTS SOURCE_FOLDER FOLDER

The checker of AsyncAPI comes from npm, into FOLDER. Without npm or its registry the test is skipped
(exit 77), unless FILLWRIGHT_NPM is "required".
"""
import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
PACKAGES = ["package.json", "package-lock.json"]


def missing(why):
    print(why)
    sys.exit(1 if os.environ.get("FILLWRIGHT_NPM") == "required" else SKIPPED)


def install(source, folder):
    """What package-lock.json says, unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "installed.json"
    lock = source / "package-lock.json"
    if done.exists() and filecmp.cmp(done, lock, shallow=False):
        return
    for name in PACKAGES:
        shutil.copyfile(source / name, folder / name)
    npm = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if npm.returncode != 0:
        missing("npm ci failed:\n" + npm.stdout)
    shutil.copyfile(lock, done)


def main():
    program, made, source, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:5])
    if not shutil.which("npm") or not shutil.which("node"):
        missing("npm or node is not installed")
    schemas = source / "tests" / "schemas"
    install(schemas, folder)
    # Node looks for packages beside the script.
    shutil.copyfile(schemas / "validate.mjs", folder / "validate.mjs")
    with tempfile.TemporaryDirectory(dir=folder) as here:
        def output(*words):
            return subprocess.run(words, cwd=here, check=True, stdout=subprocess.PIPE).stdout

        output(program, "demo", "--quiet", "--speed", "0", "--data", source / "data" / "demo",
               "--journal", "journal")
        output(program, "schema", "export", "-o", "schemas")
        events = output(program, "events", "--cloud-events", "--journal", "journal") + output(made)
        checked = subprocess.run(["node", folder / "validate.mjs", "schemas/asyncapi.json"], cwd=here,
                                 input=events)
    return checked.returncode


sys.exit(main())
