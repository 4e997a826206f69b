"""The operator's verbs against the real process: 25 orders cancelled, a kill -9 in the middle, a
service that does not run, and files that are no requests.

usage: operator_service_test.py PROGRAM
"""

import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv[1]
PATIENCE = 60  # seconds for anything

CONFIGURATION = """
[account]
[alerts]
users = ["ann"]
channels = ["calls"]
[size]
sizer = "fixed_contracts"
contracts = 1
[risk]
max_open_positions = 1000
max_per_symbol_percent = 0
[paper]
latency = "{latency}"
latency_jitter = "0ms"
[market]
always_open = true
[data]
alert_file = "{alerts}"
standard_input = false
"""


def fillwright(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=PATIENCE)


class Operator(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.journal = self.path / "journal"
        self.requests = self.path / "journal.requests"
        self.alerts = self.path / "alerts.jsonl"
        self.alerts.touch()
        self.config = self.path / "fillwright.toml"
        self.configure("75ms")
        self.called = 0

    def configure(self, latency):
        self.config.write_text(CONFIGURATION.format(alerts=self.alerts, latency=latency))

    def start(self):
        process = subprocess.Popen([PROGRAM, "run", "--config", self.config, "--journal",
                                    self.journal], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, what, is_there):
        end = time.monotonic() + PATIENCE
        while not is_there():
            self.assertLess(time.monotonic(), end, f"{what} did not come")
            time.sleep(0.02)

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 0)

    def verb(self, *words):
        """Of the operator, with --json: the exit code and the object."""
        done = fillwright(*words, "--journal", self.journal, "--config", self.config, "--json")
        self.assertTrue(done.stdout, done.stderr)
        return done.returncode, json.loads(done.stdout)

    def events(self, kind):
        done = fillwright("events", "--journal", self.journal, "--type", kind, "--json")
        return [event["event"] for event in json.loads(done.stdout)] if done.stdout else []

    def orders(self, state):
        done = fillwright("orders", "--journal", self.journal, "--json")
        if done.returncode != 0:
            return []
        return [order["order_id"] for order in json.loads(done.stdout) if order["state"] == state]

    def call(self, count):
        """Orders that rest far below the market."""
        sent_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with self.alerts.open("a") as file:
            for _ in range(count):
                self.called += 1
                file.write(json.dumps({
                    "channel": "calls", "author": "ann", "message_id": str(self.called),
                    "text": f"BTO SPY {500 + self.called}c 12/18 @ 0.05", "sent_at": sent_at}) + "\n")

    def call_and_rest(self, count):
        self.call(count)
        self.wait_for("all orders", lambda: len(self.orders("working")) == count)

    def test_25_orders_are_cancelled_by_a_running_service(self):
        process = self.start()
        self.call_and_rest(25)
        begin = time.monotonic()
        code, answer = self.verb("cancel", "all", "--why", "the news")
        took = time.monotonic() - begin
        print(f"cancel all of 25 orders: {took * 1000:.0f} ms, the command's start included")
        self.assertEqual(code, 0, answer)
        self.assertEqual([target["outcome"] for target in answer["targets"]], ["cancelled"] * 25)
        self.assertLess(took, 5)
        self.assertEqual(list(self.requests.glob("*.json")), [])
        self.assertEqual({one["why"] for one in self.events("CancelRequested")}, {"the news"})
        self.stop(process)
        self.assertEqual(fillwright("verify", "--journal", self.journal).returncode, 0)

    def test_a_cancel_all_goes_on_after_kill_9(self):
        self.configure("1500ms")  # so that it is caught in the middle
        process = self.start()
        self.call_and_rest(25)
        asking = subprocess.Popen([PROGRAM, "cancel", "all", "--journal", self.journal, "--id", "r1",
                                   "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  text=True)
        self.addCleanup(asking.wait)
        self.addCleanup(asking.kill)
        self.wait_for("the request", lambda: self.events("OperatorAsked"))
        process.kill()
        process.wait()
        self.assertEqual(self.events("OperationDone"), [])
        self.assertEqual(self.orders("cancelled"), [])
        process = self.start()
        answer = json.loads(asking.communicate(timeout=PATIENCE)[0])
        self.assertEqual(asking.returncode, 0, answer)
        self.assertEqual([target["outcome"] for target in answer["targets"]], ["cancelled"] * 25)
        self.assertEqual(len(self.events("OperatorAsked")), 1)
        self.assertEqual(self.orders("working"), [])
        # The same request again is the same request.
        code, again = self.verb("cancel", "all", "--id", "r1")
        self.assertEqual((code, again), (0, answer))
        self.stop(process)
        self.assertEqual(fillwright("verify", "--journal", self.journal).returncode, 0)

    def test_what_is_no_request_is_refused_and_set_aside(self):
        process = self.start()
        self.wait_for("the start", lambda: self.events("GateOpened"))
        self.requests.mkdir(mode=0o700)
        (self.requests / "bad.json").write_text("{")
        (self.requests / "open.json").write_text("{}")
        (self.requests / "open.json").chmod(0o666)
        self.wait_for("the refusals", lambda: len(list(self.requests.glob("*.refused"))) == 2)
        self.assertEqual({one["source"] for one in self.events("InputRefused")},
                         {"requests:bad.json", "requests:open.json"})
        self.assertEqual(self.verb("heartbeat")[0], 0)
        self.stop(process)

    def test_without_a_service_the_verbs_do_it_themselves(self):
        process = self.start()
        self.call_and_rest(3)
        self.stop(process)
        self.assertEqual(self.verb("pause")[0], 0)
        code, answer = self.verb("cancel", "all")
        self.assertEqual(code, 0, answer)
        self.assertEqual(answer["succeeded"], 3)
        self.assertEqual(self.verb("kill", "on")[0], 0)
        self.assertEqual(self.verb("flatten", "all")[1]["outcome"], "failed")
        self.assertEqual(self.verb("kill", "off")[0], 0)
        self.assertEqual(self.verb("cancel", "w9-9")[0], 1)
        process = self.start()
        self.call(1)
        self.wait_for("the refusal", lambda: any(
            failed["reason"] == "paused" for failed in self.events("StepFailed")))
        self.assertEqual(self.verb("resume")[0], 0)
        self.stop(process)

    def test_a_wait_that_ends_says_that_the_request_stays(self):
        process = self.start()
        self.wait_for("the start", lambda: self.events("GateOpened"))
        process.send_signal(signal.SIGSTOP)
        try:
            code, answer = self.verb("pause", "--wait", "1", "--id", "r1")
            self.assertEqual(code, 3)
            self.assertEqual(answer["outcome"], "waiting")
            self.assertIn("stays valid", answer["detail"])
        finally:
            process.send_signal(signal.SIGCONT)
        self.assertEqual(self.verb("pause", "--id", "r1")[0], 0)
        self.stop(process)

    def test_a_comparison_tells_each_difference_on_a_line(self):
        process = self.start()
        self.wait_for("the start", lambda: self.events("GateOpened"))
        self.stop(process)
        code, answer = self.verb("reconcile")
        self.assertEqual((code, answer["differences"]), (0, []))
        # Another broker, with other cash.
        shutil.rmtree(self.path / "journal.broker")
        self.config.write_text(self.config.read_text().replace("[paper]", "[paper]\ncash = 50000"))
        code, answer = self.verb("reconcile")
        self.assertEqual(code, 1, answer)
        self.assertEqual([(one["subject"], one["rule"], one["theirs"])
                          for one in answer["differences"]],
                         [("cash", "cash_unexplained", "50000")])
        done = fillwright("reconcile", "--journal", self.journal, "--config", self.config)
        self.assertEqual(done.returncode, 1, done.stderr)
        lines = [line.split() for line in done.stdout.splitlines()]
        self.assertIn(["cash", "100000", "50000", "cash", "unexplained"], lines)

    def test_there_must_be_a_journal(self):
        done = fillwright("cancel", "all", "--journal", self.path / "nowhere")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no journal", done.stderr)
        self.assertFalse((self.path / "nowhere").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
