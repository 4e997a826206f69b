#!/usr/bin/env python3
"""A reader who knows the published events alone comes to what the program itself says.

    analytics_test.py PROGRAM MADE_JOURNAL SOURCE_FOLDER
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM, MAKER, SOURCE = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
READER = SOURCE / "docs" / "analytics" / "positions_and_pnl.py"


def output(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, **more).stdout


class Analytics(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.demo = pathlib.Path(cls.folder.name, "demo")
        output(PROGRAM, "demo", "--quiet", "--speed", "0", "--data", SOURCE / "data" / "demo",
               "--journal", cls.demo, cwd=cls.folder.name)
        cls.key = pathlib.Path(cls.folder.name, "key")
        cls.key.write_text("a key of the house\n")
        cls.key.chmod(0o600)

    def fillwright(self, *words):
        return output(PROGRAM, *words, cwd=self.folder.name)

    def events(self, journal, *words):
        return self.fillwright("events", "--cloud-events", "--journal", journal, *words)

    def check(self, journal):
        events = self.events(journal)
        for what in ["positions", "pnl"]:
            ours = json.loads(self.fillwright(what, "--json", "--journal", journal))
            theirs = json.loads(output(sys.executable, READER, what, input=events))
            self.assertEqual(theirs, ours, f"{what} of {journal}")
            self.assertTrue(ours)

    def test_the_demo_is_rebuilt_from_its_events(self):
        self.check(self.demo)

    def test_corrections_futures_spreads_and_whatever_else_are_rebuilt(self):
        for seed in range(1, 5):
            journal = pathlib.Path(self.folder.name, f"made-{seed}")
            output(MAKER, journal, seed)
            self.check(journal)

    def test_the_data_of_each_event_is_what_events_json_says(self):
        lines = self.events(self.demo).decode().splitlines()
        ours = json.loads(self.fillwright("events", "--json", "--journal", self.demo))
        self.assertEqual(len(lines), len(ours))
        for line, event in zip(lines, ours):
            told = json.loads(line)
            self.assertEqual(told["data"], event["event"])
            self.assertEqual((told["seq"], told["version"], told["subject"], told["recordtime"]),
                             (str(event["seq"]), str(event["version"]), event["stream"],
                              event["record_time"]))
            self.assertEqual((told["time"], told["correlation"], told.get("causation", "0")),
                             (event["event_time"], str(event["correlation"]), str(event["causation"])))
            self.assertEqual(told.get("principal", ""), event["principal"])
        self.assertEqual(len({json.loads(line)["id"] for line in lines}), len(lines))

    def test_with_a_key_no_caller_is_named(self):
        named = [json.loads(line) for line in self.events(self.demo).decode().splitlines()]
        hidden = self.events(self.demo, "--author-key", self.key).decode()
        callers = {event["data"]["author"] for event in named
                   if event["type"] == "com.fillwright.message_received.v1"}
        self.assertGreater(len(callers), 5)
        for caller in callers:
            found = re.search(rf"\b{re.escape(caller)}\b", hidden)
            # The texts of messages are told as they were said, and one may greet another.
            if found:
                line = next(line for line in hidden.splitlines() if found[0] in line)
                event = json.loads(line)
                event["data"].pop("text", None)
                self.assertIsNone(re.search(rf"\b{re.escape(caller)}\b", json.dumps(event)), line)
        hashes = {json.loads(line)["data"]["author"] for line in hidden.splitlines()
                  if '"com.fillwright.message_received.v1"' in line}
        self.assertEqual(len(hashes), len(callers))
        self.assertEqual(hidden, self.events(self.demo, "--author-key", self.key).decode())
        # Who it was does not matter to what it came to.
        positions = json.loads(output(sys.executable, READER, "positions", input=hidden.encode()))
        ours = json.loads(self.fillwright("positions", "--json", "--journal", self.demo))
        for row in positions + ours:
            row.pop("caller")
        self.assertEqual(positions, ours)

    def test_bad_input_is_refused_in_a_sentence(self):
        for words, part in [(["--author-key", "no-such-file"], "no-such-file"),
                            (["--json"], "excludes")]:
            ended = subprocess.run([PROGRAM, "events", "--cloud-events", "--journal", self.demo, *words],
                                   capture_output=True, text=True, cwd=self.folder.name)
            self.assertNotEqual(ended.returncode, 0)
            self.assertEqual(ended.stdout, "")
            self.assertIn(part, ended.stderr)
        a_file = pathlib.Path(self.folder.name, "file")
        a_file.write_text("")
        ended = subprocess.run([PROGRAM, "schema", "export", "-o", a_file], capture_output=True, text=True)
        self.assertEqual((ended.returncode, ended.stdout, len(ended.stderr.splitlines())), (1, "", 1))


unittest.main(argv=sys.argv[:1])
