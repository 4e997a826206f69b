"""`backtest` and `what-if` from outside, on the demo's recorded hour.

usage: backtest_test.py PROGRAM SOURCE_FOLDER
"""
import html.parser
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
DEMO = SOURCE / "data/demo"


def fillwright(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, **more)


def backtest(journal, *more, tape=DEMO / "quotes.csv", alerts=DEMO / "alerts.jsonl", **how):
    return fillwright("backtest", "--tape", tape, "--alerts", alerts, "--config",
                      DEMO / "fillwright.toml", "--journal", journal, *more, **how)


def head(journal):
    return json.loads(fillwright("verify", "--journal", journal, "--json").stdout)["head_hash"]


class Page(html.parser.HTMLParser):
    """Its tags, its text, and what would be fetched."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.fetched, self.open = [], "", [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.fetched += [value for name, value in attributes
                         if name in ("src", "href", "action", "data") or name.startswith("on")]
        if tag not in ("meta", "line", "rect", "circle", "polyline", "polygon"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        self.text += data


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)

    def assert_refused(self, done, *words):
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class Backtest(WithFolder):
    def test_the_same_inputs_make_the_same_journal_wherever_they_lie(self):
        first = self.path / "first"
        self.assertEqual(backtest(first).returncode, 0)
        elsewhere = self.path / "elsewhere" / "deep"
        elsewhere.mkdir(parents=True)
        for name in ["quotes.csv", "alerts.jsonl", "fillwright.toml"]:
            shutil.copy(DEMO / name, elsewhere / name)
        environment = dict(os.environ, TZ="Asia/Tokyo", USER="somebody")
        done = fillwright("backtest", "--tape", "quotes.csv", "--alerts", "alerts.jsonl", "--config",
                          "fillwright.toml", "--journal", "second", cwd=elsewhere,
                          env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(head(first), head(elsewhere / "second"))

    def test_another_input_makes_another_journal(self):
        hashes = set()
        for name, more in [("a", []), ("b", ["--policy", "fast"]), ("c", ["--policy", "ladder"])]:
            self.assertEqual(backtest(self.path / name, *more).returncode, 0)
            hashes.add(head(self.path / name))
        self.assertEqual(len(hashes), 3)

    def test_every_verb_works_on_its_journal(self):
        journal = self.path / "journal"
        self.assertEqual(backtest(journal).returncode, 0)
        for verb in ["orders", "positions", "pnl", "refusals", "audit", "verify"]:
            done = fillwright(verb, "--journal", journal)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(fillwright("explain", "w3-1", "--journal", journal).returncode, 0)

    def test_with_a_key_its_end_is_signed_and_an_order_of_it_can_be_proven(self):
        shutil.copytree(DEMO, self.path / "demo")
        public = self.path / "key.pub"
        public.write_text(fillwright("keys", "new", self.path / "key").stdout)
        config = self.path / "demo/fillwright.toml"
        config.write_text(config.read_text() + f'[secrets]\nsigning_key_file = "{self.path}/key"\n')

        def signed(journal):
            return fillwright("backtest", "--tape", DEMO / "quotes.csv", "--alerts",
                              DEMO / "alerts.jsonl", "--config", config, "--journal", journal)
        journal, proof = self.path / "journal", self.path / "proof.json"
        self.assertEqual(signed(journal).returncode, 0)
        heads = self.path / "journal.heads"
        self.assertEqual(len(heads.read_text().splitlines()), 1)
        done = fillwright("verify", "--journal", journal, "--heads", heads, "--key", public)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = fillwright("prove", "w3-1", "--journal", journal, "-o", proof)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = fillwright("prove", "--check", proof, "--key", public)
        self.assertEqual(done.returncode, 0, done.stderr)
        shutil.rmtree(journal)
        self.assert_refused(signed(journal), "journal.heads is there already")
        self.assertFalse(journal.exists())

    def test_without_a_key_there_is_no_proof_and_it_says_what_is_missing(self):
        journal = self.path / "journal"
        self.assertEqual(backtest(journal).returncode, 0)
        done = fillwright("prove", "w3-1", "--journal", journal, "-o", self.path / "proof.json")
        self.assert_refused(done, "journal.heads is not there", "fillwright keys new")

    def test_the_report_agrees_with_what_the_journal_says(self):
        journal = self.path / "journal"
        done = backtest(journal, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        pnl = json.loads(fillwright("pnl", "--journal", journal, "--json").stdout)
        performance = report["performance"]
        self.assertEqual(report["journal_sha256"], head(journal))
        self.assertEqual(performance["fees"], pnl["total"]["fees"])
        self.assertEqual(len(report["fills"]), performance["fills"])
        orders = json.loads(fillwright("orders", "--journal", journal, "--json").stdout)
        self.assertEqual(report["execution"]["orders"], len(orders))
        rungs = report["execution"]["rungs"]
        self.assertEqual(sum(rung["sent"] for rung in rungs), report["execution"]["rungs_sent"])

    def test_several_policies_stand_side_by_side(self):
        done = backtest(self.path / "both", "--compare", "fast,patient")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout.splitlines()[0], r"fast +patient")
        alone = self.path / "alone"
        self.assertEqual(backtest(alone, "--policy", "fast").returncode, 0)
        self.assertEqual(head(alone), head(self.path / "both-fast"))

    def test_wrong_input_is_one_sentence_and_nothing_is_written(self):
        journal = self.path / "journal"
        half = self.path / "half.csv"
        half.write_text((DEMO / "quotes.csv").read_text()[:5000] + "\n17951849811000")
        empty = self.path / "empty.csv"
        empty.write_text("ts_ns,symbol,bid,ask,bid_size,ask_size\n")
        self.assert_refused(backtest(journal, "--policy", "bogus"), "bogus", "fast", "ladder")
        self.assert_refused(backtest(journal, "--workflow", "bogus"), "bogus", "price_walk_cycle")
        self.assert_refused(backtest(journal, "--compare", "fast,bogus"), "bogus", "fast")
        self.assert_refused(backtest(journal, "--compare", "fast,fast"), "twice")
        self.assert_refused(backtest(journal, "--workflow", "price_walk_cycle"), "--alerts")
        self.assert_refused(backtest(journal, tape=half), "line", "half_a_line")
        self.assert_refused(backtest(journal, tape=empty), "no quotes")
        self.assert_refused(backtest(journal, tape=self.path / "none.csv"), "none.csv")
        self.assert_refused(backtest(journal, tape=self.path), "is a folder", "tape import")
        os.mkfifo(self.path / "pipe")
        self.assert_refused(backtest(journal, tape=self.path / "pipe"), "pipe is no file")
        (self.path / "pipe").unlink()
        self.assert_refused(backtest(journal, alerts=self.path / "none.jsonl"), "none.jsonl")
        self.assert_refused(backtest(self.path / "no" / "journal"), "no folder")
        self.assertEqual(sorted(each.name for each in self.path.iterdir()),
                         ["empty.csv", "half.csv"])
        self.assertEqual(backtest(journal).returncode, 0)
        before = head(journal)
        self.assert_refused(backtest(journal), "there already")
        self.assertEqual(head(journal), before)


class Html(WithFolder):
    HOSTILE = "<script>alert('&\"1')</script><img src=x onerror=alert(1)>\u202e"

    def test_text_from_callers_is_escaped_and_nothing_is_fetched(self):
        alerts = self.path / "alerts.jsonl"
        hostile = {"sent_at": "2026-11-20T09:31:00-05:00", "channel": "options-room",
                   "author": self.HOSTILE, "message_id": "h1", "text": "BTO " + self.HOSTILE}
        alerts.write_text((DEMO / "alerts.jsonl").read_text() + json.dumps(hostile) + "\n")
        file = self.path / "page.html"
        done = backtest(self.path / "journal", "--html", file, alerts=alerts)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = file.read_text()
        page = Page(text)
        self.assertEqual(page.fetched, [])
        self.assertFalse({"script", "img", "link", "iframe", "object"} & set(page.tags))
        self.assertEqual(page.open, [])
        self.assertNotIn("\u202e", text)
        self.assertIn("<script>alert(", page.text)
        for part in ["Performance", "Equity", "By rung", "Walks against the quote", "Fills",
                     "Refused"]:
            self.assertIn(part, page.text)
        self.assertIn("svg", page.tags)


class WhatIf(WithFolder):
    def setUp(self):
        super().setUp()
        self.journal = self.path / "journal"
        self.assertEqual(backtest(self.journal).returncode, 0)

    def test_its_own_policy_run_again_does_what_was_recorded(self):
        table = json.loads(fillwright("what-if", self.journal, "--all", "--json").stdout)
        self.assertGreater(table["orders"], 5)
        self.assertEqual(table["as_recorded"], table["orders"])
        self.assertEqual(table["without_quotes"], 0)
        means = [float(row["mean"]) for row in table["policies"]]
        self.assertEqual(means, sorted(means, reverse=True))
        for row in table["policies"]:
            self.assertLessEqual(float(row["interval_low"]), float(row["mean"]))
            self.assertGreaterEqual(float(row["interval_high"]), float(row["mean"]))
        self.assertIn("cannot tell what our own order", table["caveat"])

    def test_another_policy_walks_otherwise_and_the_money_between_is_told(self):
        same = json.loads(fillwright("what-if", self.journal, "--order", "w3-1", "--policy",
                                     "discovery", "--json").stdout)
        self.assertEqual(same["difference"], "0")
        other = json.loads(fillwright("what-if", self.journal, "--order", "w3-1", "--policy", "fast",
                                      "--json").stdout)
        self.assertTrue(other["is_own_as_recorded"])
        self.assertNotEqual(other["own"]["walk"], other["other"]["walk"])
        text = fillwright("what-if", self.journal, "--order", "w3-1", "--policy", "fast").stdout
        self.assertIn("fast instead of discovery would have come to", text)

    def test_wrong_input_is_one_sentence(self):
        def ask(*more):
            return fillwright("what-if", self.journal, *more)
        self.assert_refused(ask("--order", "w99-1", "--policy", "fast"), "w99-1")
        self.assert_refused(ask("--order", "w3-1", "--policy", "bogus"), "bogus", "ladder")
        self.assert_refused(ask("--order", "w3-1"), "--policy")
        self.assert_refused(ask("--policy", "fast"), "--all")
        self.assert_refused(ask("--all", "--since", "2030-01-01T00:00:00Z"), "no order")
        self.assert_refused(ask("--order", "w3-1", "--policy", "fast", "--tape",
                                self.path / "none.csv"), "none.csv")
        others = self.path / "others.csv"
        others.write_text("1795184980000000000,AAPL,1.84,1.88,86,104\n")
        self.assert_refused(ask("--order", "w3-1", "--policy", "fast", "--tape", others),
                            "no quotes of")
        self.assert_refused(fillwright("what-if", self.path / "none", "--all"), "none")

    def test_without_its_tape_it_says_so(self):
        pathlib.Path(f"{self.journal}.tape").unlink()
        self.assert_refused(fillwright("what-if", self.journal, "--all", cwd=self.path),
                            "quotes.csv", "--tape")


unittest.main(argv=sys.argv[:1])
