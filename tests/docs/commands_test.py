#!/usr/bin/env python3
"""Runs the commands that README.md, docs/operating.md and docs/analytics.md show.

    commands_test.py PROGRAM SOURCE_FOLDER

Every fenced block marked `console` is run: its lines that begin with "$ " in order, in one temporary
folder, beside journals that the demo has written there (./journal and ./demo-journal). A line that ends with a
backslash goes on in the next. `console exits=1` says how each command of the block ends; without it,
with 0. Blocks marked otherwise (`sh`, `text`) are read by people only. Commands that fetch, install
or build are left out, for the test runs inside what they make.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PAGES = ["README.md", "docs/operating.md", "docs/analytics.md"]
LEFT_OUT = re.compile(r"^(\./deploy/|deploy/|git |cd |sudo |apt)")
PATIENCE = 60  # seconds a command


def blocks(text):
    """(line, exit code, commands) of each console block."""
    for match in re.finditer(r"^```console([^\n]*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        code = re.search(r"exits=(\d+)", match[1])
        lines = re.sub(r"\\\n", "", match[2]).splitlines()
        commands = [line[2:] for line in lines if line.startswith("$ ")]
        yield text.count("\n", 0, match.start()) + 1, int(code[1]) if code else 0, commands


def run(command, folder, environment):
    try:
        return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None


def main():
    program, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    pages = [source / page for page in PAGES if (source / page).exists()]
    ran = failed = 0
    with tempfile.TemporaryDirectory(prefix="fillwright-docs-") as folder:
        # Both ways in which a page may call the program.
        for name in ["build/fillwright", "bin/fillwright"]:
            link = pathlib.Path(folder, name)
            link.parent.mkdir()
            link.symlink_to(program)
        for name in ["data", "docs"]:
            pathlib.Path(folder, name).symlink_to(source / name)
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith("FILLWRIGHT_")}
        environment["PATH"] = folder + "/bin:" + environment["PATH"]

        # ./demo-journal is what `./deploy/run` leaves behind.
        demo = run("fillwright demo --quiet --speed 0 --data data/demo --journal journal && fillwright demo --quiet --speed 0",
                   folder, environment)
        if demo is None or demo.returncode != 0:
            print("the demo failed:", demo.stdout if demo else f"not over after {PATIENCE} s")
            return 1
        for page in pages:
            for line, code, commands in blocks(page.read_text(encoding="utf-8")):
                for command in commands:
                    if LEFT_OUT.match(command):
                        print(f"left out: {command}")
                        continue
                    ran += 1
                    ended = run(command, folder, environment)
                    if ended is not None and ended.returncode == code:
                        continue
                    failed += 1
                    how = f"exit {ended.returncode}" if ended else f"not over after {PATIENCE} s"
                    print(f"{page.name}, block of line {line}: {how}, expected {code}: {command}")
                    print(ended.stdout if ended else "")
    print(f"{ran} commands, {failed} failed")
    return 1 if failed or ran == 0 else 0


sys.exit(main())
