"""Kills the service with SIGKILL again and again while it trades the demo's recorded hour, lets it
finish, and judges what is left by the paper broker's own log.

usage: kill_test.py PROGRAM DATA_FOLDER [SEED]      (exit code 77: skipped)

Without a seed ten services are killed, 200 times in all.

Moments are chosen by a seed and by progress, never by the clock: each run is killed once journal
and broker log have grown by so many bytes, some of them before it has said a word.
"""

import collections
import decimal
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

SERVICES = 10
KILLS = 20  # of each
SPEED = "1500"  # slow enough that a moment lies within the run, on any machine


class Wrong(Exception):
    pass


class Progress:
    """Bytes that journal and broker have ever written; the store removes old files of its log."""

    def __init__(self, journal):
        self.journal = journal
        self.sizes = {}

    def look(self):
        book = pathlib.Path(f"{self.journal}.broker/messages.jsonl")
        for file in [book, *self.journal.glob("db/*.log")]:
            try:
                self.sizes[file] = max(self.sizes.get(file, 0), file.stat().st_size)
            except FileNotFoundError:
                pass
        return sum(self.sizes.values())


def start(program, data, journal, speed):
    return subprocess.Popen([program, "run", "--data", data, "--journal", journal, "--speed", speed],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def run_and_kill(program, data, journal, progress, moment):
    """Returns whether it was killed; false when it had finished before the moment came."""
    before = progress.look()
    process = start(program, data, journal, SPEED)
    while process.poll() is None and progress.look() - before < moment:
        time.sleep(0.0005)
    was_running = process.poll() is None
    process.kill()
    errors = process.communicate()[1].decode(errors="replace")
    if not was_running and process.returncode != 0:
        raise Wrong(f"a run ended with {process.returncode}: {errors}")
    return was_running


def ask(program, journal, *verb):
    done = subprocess.run([program, *verb, "--journal", journal, "--json"], capture_output=True)
    if done.returncode != 0:
        raise Wrong(f"{verb} exited {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


def check(is_right, what):
    if not is_right:
        raise Wrong(what)


def judge_messages(book, started):
    """What the broker received: durable before it came, and one live order per intent at most."""
    seen = {}
    live = collections.defaultdict(set)
    for line in book:
        if line["line"] == "message":
            own = line["client_order_id"]
            asked = {key: line[key] for key in ("kind", "replaces", "order_id", "symbol", "side",
                                                "effect", "type", "limit", "quantity")}
            check(seen.setdefault(own, asked) == asked, f"{own} was sent as two different requests")
            check(own in started, f"{own} came to the broker, but the journal has no intent of it")
            if line["outcome"] != "accepted":
                continue
            order = live[line["order_id"]]
            if line["kind"] in ("replace", "cancel"):
                order.discard(line["replaces"])
            if line["kind"] in ("submit", "replace"):
                order.add(own)
            check(len(order) <= 1, f"order {line['order_id']} has two live orders: {order}")
        elif line["line"] not in ("book", "instrument", "fill"):
            for order in live.values():
                order.discard(line.get("client_order_id"))


def judge_fills(book, events, positions):
    """Every fill of the broker once in the journal, and nothing else; the same is held."""
    theirs = collections.Counter()
    held = collections.Counter()
    for line in book:
        for fill in line.get("executions", []):
            theirs[fill["execution_id"]] += 1
            quantity = decimal.Decimal(fill["quantity"])
            held[fill["symbol"]] += quantity if fill["side"] == "buy" else -quantity
    ours = collections.Counter(event["event"]["execution_id"] for event in events
                               if event["type"] == "OrderFilled")
    check(ours == theirs, f"fills differ: ours {ours - theirs}, theirs {theirs - ours}")
    check(len(theirs) >= 5, "hardly anything was traded: nothing was tested")
    ours_held = collections.Counter()
    for position in positions:
        ours_held[position["symbol"]] += decimal.Decimal(position["quantity"])
    both = set(held) | set(ours_held)
    check(all(held[symbol] == ours_held[symbol] for symbol in both),
          f"positions differ: ours {ours_held}, theirs {held}")


def judge_walks(events):
    """A walk goes on where it was: its rungs count upwards, whatever happened between two."""
    rungs = collections.defaultdict(list)
    for event in events:
        if event["type"] == "PriceStepped":
            rungs[event["stream"]].append(event["event"]["rung"])
    for order, numbers in rungs.items():
        check(numbers == list(range(1, len(numbers) + 1)), f"{order} walked the rungs {numbers}")
    check(any(len(numbers) > 1 for numbers in rungs.values()), "no order walked")


def judge_alerts(events, lines):
    """Every alert of the file is in the journal once, and started one workflow at most."""
    received = collections.Counter()
    edits = collections.Counter()
    workflows = collections.Counter()
    for event in events:
        if event["type"] == "MessageReceived":
            received[event["event"]["message_id"]] += 1
        elif event["type"] == "MessageEdited":
            edits[event["stream"]] += 1
        elif event["type"] == "WorkflowStarted":
            workflows[event["event"]["message"], event["event"]["instrument"]] += 1
    records = [json.loads(line) for line in lines if line.strip()]
    messages = {record["message_id"] for record in records if "message_id" in record}
    check(messages <= set(received), f"never received: {messages - set(received)}")
    check(set(received.values()) == {1}, f"received twice: {received}")
    check(set(workflows.values()) == {1}, f"two workflows of one alert: {workflows}")
    expected = sum(1 for record in records if "edit_of" in record)
    check(sum(edits.values()) == expected, f"{expected} edits were received as {dict(edits)}")


def judge(program, journal, data):
    verified = subprocess.run([program, "verify", "--journal", journal], capture_output=True)
    check(verified.returncode == 0, "verify: " + verified.stdout.decode() + verified.stderr.decode())
    events = ask(program, journal, "events")
    log = pathlib.Path(f"{journal}.broker/messages.jsonl").read_text()
    book = [json.loads(line) for line in log.splitlines()]
    started = {event["event"]["client_order_id"] for event in events
               if event["type"] == "AttemptStarted"}
    judge_messages(book, started)
    judge_fills(book, events, ask(program, journal, "positions"))
    judge_walks(events)
    judge_alerts(events, (data / "alerts.jsonl").read_text().splitlines())
    faults = {"ActorCrashed", "ActorQuarantined", "AlarmRaised"}
    check(not [event for event in events if event["type"] in faults], "an actor crashed")
    adopted = {"fill_missing", "order_ended", "message_found", "message_absent"}
    held = [event for event in events
            if event["type"] == "DifferenceFound" and event["event"]["rule"] not in adopted]
    check(not held, f"the books differed: {held}")
    return events


def kill_service(program, data, seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        journal = pathlib.Path(folder) / "journal"
        progress = Progress(journal)
        kills = 0
        # Short and long runs: while starting, between two steps, and after much was done.
        while kills < KILLS:
            moment = chance.choice((0, chance.randint(1, 900), chance.randint(900, 6000)))
            if not run_and_kill(program, data, journal, progress, moment):
                break
            kills += 1
        last = start(program, data, journal, "0")
        errors = last.communicate()[1].decode(errors="replace")
        check(last.returncode == 0, f"the last run ended with {last.returncode}: {errors}")
        events = judge(program, journal, data)
        check(kills == KILLS, f"only {kills} runs were killed; the moments are too late")
        print(f"seed {seed}: {kills} kills, {len(events)} events, the broker's log agrees", flush=True)


def main():
    program, data = sys.argv[1], pathlib.Path(sys.argv[2])
    seeds = [int(sys.argv[3])] if len(sys.argv) > 3 else range(1, SERVICES + 1)
    if not (data / "alerts.jsonl").exists() or not (data / "quotes.csv").exists():
        print(f"skipped: there is no recorded hour in {data}")
        return 77
    for seed in seeds:
        kill_service(program, data, seed)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Wrong as wrong:
        print(f"FAILED: {wrong}", file=sys.stderr)
        sys.exit(1)
