#!/usr/bin/env python3
"""Runs the walk in each program that is installed and prints a table.

    compare.py [--python PYTHON] [--program build/fillwright] QUOTES.CSV
"""
import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE.parents[2] / "data/price_walk_cycle/fillwright.toml"


def ours(program, quotes):
    with tempfile.TemporaryDirectory(dir=".") as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run([program, "backtest", "--workflow", "price_walk_cycle", "--config", CONFIG,
                               "--tape", quotes, "--journal", f"{folder}/journal", "--json"],
                              capture_output=True, text=True, check=True)
        elapsed = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        report = json.loads(done.stdout)
        subprocess.run([program, "verify", "--journal", f"{folder}/journal"], check=True,
                       capture_output=True)
    with open(quotes, encoding="ascii") as file:
        count = sum(1 for _ in file) - 1
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"name": "Fillwright, reading, journal and report", "quotes": count, "seconds": elapsed,
            "processor_seconds": used, "fills": report["performance"]["fills"],
            "rungs": report["execution"]["rungs_sent"]}


def peer(python, script, quotes):
    done = subprocess.run([python, str(HERE / script), quotes], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        print(f"{script}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--python", default=sys.executable)
    arguments.add_argument("--program", default="build/fillwright")
    arguments.add_argument("quotes")
    given = arguments.parse_args()
    results = [ours(given.program, given.quotes), peer(given.python, "hftbacktest_walk.py", given.quotes),
               peer(given.python, "nautilus_walk.py", given.quotes)]
    print("| what | quotes/s | quotes/s of processor time | fills | rungs |\n|---|---|---|---|---|")
    for one in filter(None, results):
        print(f"| {one['name']} | {one['quotes'] / one['seconds']:,.0f} | "
              f"{one['quotes'] / one['processor_seconds']:,.0f} | {one['fills']:,} | {one['rungs']:,} |")


main()
