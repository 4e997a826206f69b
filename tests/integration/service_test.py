"""The service from outside: it stops in order, shares its journal with nobody, survives a full
disk, and says in one line what is wrong with its input.

usage: service_test.py PROGRAM DATA_FOLDER      (exit code 77: skipped)
"""

import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv[1]
DATA = pathlib.Path(sys.argv[2])


def fillwright(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, **more)


def events(journal, kind):
    done = fillwright("events", "--journal", journal, "--type", kind, "--json")
    return [event["event"] for event in json.loads(done.stdout)]


class Service(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.journal = self.path / "journal"

    def run_hour(self, *more, **how):
        return fillwright("run", "--data", DATA, "--journal", self.journal, "--speed", "0", *more,
                          **how)

    def assert_sound(self):
        self.assertEqual(fillwright("verify", "--journal", self.journal).returncode, 0)

    def start_and_wait_for_orders(self):
        process = subprocess.Popen([PROGRAM, "run", "--data", DATA, "--journal", self.journal,
                                    "--speed", "100"], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        book = pathlib.Path(f"{self.journal}.broker/messages.jsonl")
        while process.poll() is None and not (book.exists() and '"submit"' in book.read_text()):
            time.sleep(0.01)
        self.assertIsNone(process.poll())
        return process

    def test_sigterm_stops_in_order_and_a_restart_goes_on(self):
        process = self.start_and_wait_for_orders()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0)
        self.assertEqual([stop["reason"] for stop in events(self.journal, "RunStopped")],
                         ["SIGTERM"])
        self.assertEqual(events(self.journal, "RunStopped")[0]["run_id"],
                         events(self.journal, "RunStarted")[0]["run_id"])
        self.assert_sound()
        self.assertEqual(self.run_hour().returncode, 0)
        self.assertEqual(len(events(self.journal, "RunStarted")), 2)
        self.assert_sound()

    def test_a_second_process_on_the_same_journal_is_refused(self):
        first = self.start_and_wait_for_orders()
        second = self.run_hour()
        self.assertEqual(second.returncode, 1)
        self.assertEqual(len(second.stderr.splitlines()), 1, second.stderr)
        self.assertIn("in use by another process", second.stderr)
        first.send_signal(signal.SIGTERM)
        self.assertEqual(first.wait(), 0)

    def test_a_full_disk_stops_the_service_and_a_restart_goes_on(self):
        def limit_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        full = self.run_hour(preexec_fn=limit_files, restore_signals=False)
        self.assertEqual(full.returncode, 74, full.stderr)
        self.assertIn("journal write failed", full.stderr)
        self.assert_sound()
        self.assertEqual(self.run_hour().returncode, 0)
        self.assert_sound()
        received = [message["message_id"] for message in events(self.journal, "MessageReceived")]
        self.assertEqual(len(received), len(set(received)))

    def test_a_full_disk_of_the_broker_stops_the_service_with_one_line(self):
        process = self.start_and_wait_for_orders()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0)
        log = pathlib.Path(f"{self.journal}.broker/messages.jsonl")
        limit = 20_000_000
        padding = b" " * (limit - log.stat().st_size - 100)
        log.write_bytes(log.read_bytes()[:-1] + padding + b"\n")

        def limit_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        full = self.run_hour(preexec_fn=limit_files, restore_signals=False)
        self.assertEqual(full.returncode, 74, full.stderr)
        self.assertEqual(len(full.stderr.splitlines()), 1, full.stderr)
        self.assertIn("paper broker: writing", full.stderr)
        self.assertIn("messages.jsonl", full.stderr)
        self.assert_sound()
        log.write_bytes(log.read_bytes().replace(padding, b""))
        self.assertEqual(self.run_hour().returncode, 0)
        self.assert_sound()

    def test_orders_are_left_working_or_taken_back_as_configured(self):
        def working():
            done = fillwright("orders", "--journal", self.journal, "--json")
            return [order for order in json.loads(done.stdout) if order["state"] == "working"]
        self.assertEqual(self.run_hour().returncode, 0)
        self.assertGreater(len(working()), 0)
        self.journal = self.path / "second"
        taken = self.run_hour(env={**os.environ,
                                   "FILLWRIGHT_ACCOUNT_CANCELS_ORDERS_ON_STOP": "true"})
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.assertIn("service", [one["by"] for one in events(self.journal, "CancelRequested")])
        self.assertEqual(working(), [])
        self.assert_sound()

    def test_unreadable_alerts_are_recorded_once_and_the_others_are_followed(self):
        data = self.path / "data"
        data.mkdir()
        for name in ("quotes.csv", "fillwright.toml"):
            (data / name).write_bytes((DATA / name).read_bytes())
        alerts = (DATA / "alerts.jsonl").read_bytes()
        (data / "alerts.jsonl").write_bytes(b'{"text":\n' + alerts + b"\xff\xfe\n[]\n")
        for _ in range(2):
            done = fillwright("run", "--data", data, "--journal", self.journal, "--speed", "0")
            self.assertEqual(done.returncode, 0, done.stderr)
        refused = [line["line"] for line in events(self.journal, "InputRefused")]
        count = alerts.count(b"\n")
        self.assertEqual(refused, [1, count + 2, count + 3])
        self.assertGreater(len(events(self.journal, "OrderFilled")), 5)

    def test_a_message_that_comes_twice_is_refused_as_a_duplicate(self):
        config = self.path / "fillwright.toml"
        config.write_text('[alerts]\nusers = ["ann"]\nchannels = ["calls"]\n')
        sent_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"channel": "calls", "author": "ann", "message_id": "7",
                           "text": "good morning", "sent_at": sent_at}) + "\n"
        done = subprocess.run([PROGRAM, "run", "--config", config, "--journal", self.journal],
                              input=line + line, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([refused["reason"] for refused in events(self.journal, "AlertRefused")],
                         ["talk", "duplicate_message"])

    def test_wrong_input_ends_it_with_a_line_that_names_the_place(self):
        header, *quotes = (DATA / "quotes.csv").read_text().splitlines(keepends=True)
        tapes = {
            "line 2": header + "x,SPY,1,2,3,4\n",
            "line 3": header + quotes[-1] + quotes[0],
            "half_a_line": header + quotes[0] + quotes[1][:9],
            "line 1": "time,price\n" + quotes[0],
            "empty": "",
        }
        for place, text in tapes.items():
            tape = self.path / "tape.csv"
            tape.write_text(text)
            done = self.run_hour("--tape", tape)
            self.assertEqual(done.returncode, 1, place)
            self.assertIn("tape.csv", done.stderr)
            if place != "empty":
                self.assertIn(place, done.stderr)

    def test_a_missing_folder_and_a_broken_configuration_are_named(self):
        done = fillwright("run", "--data", self.path / "nowhere", "--journal", self.journal)
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere", done.stderr)
        for text in ("[alerts", "[alerts]\nusrs = {}\n", "[size]\npercent = 'x'\n", "\xff"):
            broken = self.path / "broken.toml"
            broken.write_text(text, encoding="latin-1")
            done = fillwright("run", "--config", broken, "--journal", self.journal)
            self.assertEqual(done.returncode, 1, text)
            self.assertIn("broken.toml", done.stderr)
        self.assertFalse(self.journal.exists())


if __name__ == "__main__":
    if not (DATA / "alerts.jsonl").exists() or not (DATA / "quotes.csv").exists():
        print(f"skipped: there is no recorded hour in {DATA}")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
