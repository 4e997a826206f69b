"""Tapes from outside: made, recorded, told about and traded on; what is wrong with one is one
sentence, and nothing is written.

usage: tape_test.py PROGRAM DATA_FOLDER
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile

PROGRAM = sys.argv[1]
DATA = pathlib.Path(sys.argv[2])
HEADER = "ts_ns,symbol,bid,ask,bid_size,ask_size\n"


def fillwright(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


class Tape(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.tape = self.path / "day.tape"

    def import_csv(self, source, *more):
        return fillwright("tape", "import", "--format", "csv", "-o", self.tape, source, *more)

    def write(self, name, text):
        path = self.path / name
        path.write_text(text)
        return path

    # One sentence on standard error, nothing on standard output, no file.
    def assert_refused(self, done, *words, code=1):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual([path for path in self.path.iterdir() if "tape" in path.name], [])

    def test_what_is_on_a_tape_is_told(self):
        done = self.import_csv(DATA / "quotes.csv")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        info = json.loads(fillwright("tape", "info", self.tape, "--json").stdout)
        of_csv = json.loads(fillwright("tape", "info", DATA / "quotes.csv", "--json").stdout)
        for what in ["quotes", "first", "last", "faults"]:
            self.assertEqual(info[what], of_csv[what])
        self.assertEqual(info["format"], "compact, version 1")
        self.assertEqual([one["symbol"] for one in info["instruments"]],
                         [one["symbol"] for one in of_csv["instruments"]])
        self.assertLess(info["bytes"], of_csv["bytes"] / 8)
        self.assertIn("quotes as they were given (CSV)", fillwright("tape", "info", self.tape).stdout)

    def test_a_run_on_either_kind_of_tape_comes_to_the_same(self):
        self.assertEqual(self.import_csv(DATA / "quotes.csv").returncode, 0)
        told = []
        for tape in [DATA / "quotes.csv", self.tape]:
            journal = self.path / ("journal" + tape.suffix)
            done = fillwright("run", "--data", DATA, "--tape", tape, "--journal", journal, "--speed", "0")
            self.assertEqual(done.returncode, 0, done.stderr)
            told.append([fillwright(verb, "--journal", journal, "--json").stdout
                         for verb in ["orders", "positions", "pnl", "refusals"]])
        self.assertEqual(told[0], told[1])
        self.assertGreater(len(json.loads(told[0][0])), 5)

    def test_explain_draws_with_either_kind(self):
        self.assertEqual(self.import_csv(DATA / "quotes.csv").returncode, 0)
        journal = self.path / "journal"
        fillwright("run", "--data", DATA, "--journal", journal, "--speed", "0")
        order = json.loads(fillwright("orders", "--journal", journal, "--json").stdout)[0]["order_id"]
        pictures = []
        for tape in [DATA / "quotes.csv", self.tape]:
            svg = self.path / "walk.svg"
            done = fillwright("explain", order, "--journal", journal, "--svg", svg, "--tape", tape)
            self.assertEqual(done.returncode, 0, done.stderr)
            pictures.append(svg.read_text())
        self.assertEqual(pictures[0], pictures[1])

    def test_bad_lines_end_an_import_or_are_left_out_and_counted(self):
        bad = self.write("bad.csv", HEADER + "1000,SPY,1,2,3,4\n2000,SPY,1,2,3\n3000,SPY,1,x,3,4\n"
                                             "500,SPY,3,2,3,4\n4000,SPY,0,2,0,4\n5000,SP")
        self.assert_refused(self.import_csv(bad), "bad.csv, line 3: half_a_line", "nothing was written")
        done = self.import_csv(bad, "--leave-out", "--json")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(len(done.stderr.splitlines()), 3)
        self.assertEqual(json.loads(done.stdout)["faults"],
                         {"half_a_line": 2, "bad_number": 1, "bad_symbol": 0, "out_of_order": 1,
                          "crossed": 1, "zero": 1})
        self.assertEqual(json.loads(done.stdout)["quotes"], 3)
        info = json.loads(fillwright("tape", "info", self.tape, "--json").stdout)
        self.assertEqual(info["faults"], json.loads(done.stdout)["faults"])

    def test_what_cannot_be_imported_is_one_sentence(self):
        empty = self.path / "empty"
        empty.mkdir()
        self.assert_refused(self.import_csv(empty), "there is no file below", "empty")
        self.assert_refused(self.import_csv(self.path / "nowhere"), "nowhere")
        self.assert_refused(self.import_csv(self.write("none.csv", HEADER)), "there is no quote")
        unknown = self.write("unknown.csv", "1000,spy!,1,2,3,4\n")
        self.assert_refused(self.import_csv(unknown), "bad_symbol", "spy!")
        bomb = self.path / "equity/usa/minute/goog/20151224_quote.zip"
        self.assert_refused(fillwright("tape", "import", "--format", "lean", "-o", self.tape, bomb),
                            "20151224_quote.zip")
        self.assertEqual(fillwright("tape", "import", "--format", "xls", "-o", self.tape, "x").returncode, 2)

    # A day of one stock as LEAN keeps it.
    def write_lean(self, bars):
        lean = self.path / "lean"
        for name, text in {"market-hours/market-hours-database.json":
                           '{"entries": {"Equity-usa-[*]": {"dataTimeZone": "America/New_York"}}}',
                           "symbol-properties/symbol-properties-database.csv":
                           "market,symbol,type,,,,\nusa,[*],equity,,USD,1,0.01,1\n"}.items():
            (lean / name).parent.mkdir(parents=True)
            (lean / name).write_text(text)
        day = lean / "equity/usa/minute/goog/20151224_quote.zip"
        day.parent.mkdir(parents=True)
        with zipfile.ZipFile(day, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("20151224_goog_minute_quote.csv", bars)
        return lean

    def import_lean(self, lean):
        return fillwright("tape", "import", "--format", "lean", "--seed", "7", "-o", self.tape, lean)

    def test_a_path_within_bars_is_said_to_be_invented_wherever_it_is_used(self):
        bar = "34200000,7480000,7490000,7470000,7485000,200,7482000,7493000,7471000,7486000,100\n"
        invented = "path invented within bars, seed 7"
        done = self.import_lean(self.write_lean(bar))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(invented, done.stdout)
        self.assertIn(invented, fillwright("tape", "info", self.tape).stdout)
        done = fillwright("run", "--tape", self.tape, "--journal", self.path / "journal", "--speed", "0")
        self.assertEqual(done.returncode, 0)
        self.assertIn(invented, done.stderr)

    def test_a_zip_bomb_is_named(self):
        self.assert_refused(self.import_lean(self.write_lean("0" * (20 << 20))), "20151224_quote.zip",
                            "20151224_goog_minute_quote.csv", "a zip bomb?", "nothing was written")

    def test_a_tape_is_never_written_over(self):
        self.assertEqual(self.import_csv(DATA / "quotes.csv").returncode, 0)
        before = self.tape.read_bytes()
        done = self.import_csv(DATA / "quotes.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn("exists already", done.stderr)
        self.assertEqual(self.tape.read_bytes(), before)

    def test_damage_is_one_sentence_with_its_offset(self):
        self.assertEqual(self.import_csv(DATA / "quotes.csv").returncode, 0)
        whole = self.tape.read_bytes()
        half = whole[:len(whole) // 2]
        flipped = bytearray(whole)
        flipped[1000] ^= 4
        for name, changed in {"half": half, "flipped": bytes(flipped), "later": b"FWT\x02" + whole[4:]}.items():
            self.tape.write_bytes(changed)
            journal = self.path / ("journal of " + name)
            for done in [fillwright("tape", "info", self.tape),
                         fillwright("run", "--tape", self.tape, "--journal", journal, "--speed", "0")]:
                self.assertEqual(done.returncode, 1, name)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertRegex(done.stderr, "day.tape, offset [0-9]+: ")
                self.assertEqual(done.stdout, "")

    def test_a_recording_that_is_stopped_is_a_tape_and_one_that_is_killed_is_none(self):
        command = [PROGRAM, "tape", "record", "--seconds", "600", "-o", self.tape, "SPY", "QQQ"]
        for number in [signal.SIGINT, signal.SIGKILL]:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            self.addCleanup(process.kill)
            # Each is quoted once a second: by now both were.
            with self.assertRaises(subprocess.TimeoutExpired):
                process.wait(timeout=2.5)
            process.send_signal(number)
            if number == signal.SIGKILL:
                self.assertNotEqual(process.wait(), 0)
                self.assertFalse(self.tape.exists())
                continue
            self.assertEqual(process.wait(), 0)
            info = json.loads(fillwright("tape", "info", self.tape, "--json").stdout)
            self.assertEqual([one["symbol"] for one in info["instruments"]], ["QQQ", "SPY"])
            self.tape.unlink()

    def test_a_recording_of_nothing_known_or_no_time_is_refused(self):
        def record(*words):
            return fillwright("tape", "record", "-o", self.tape, *words)
        self.assert_refused(record("--seconds", "1", "spy"), "\"spy\"")
        self.assert_refused(record("--seconds", "1", "SPY200117C00300000"), "has it expired?")
        self.assert_refused(record("--seconds", "0", "SPY"), "--seconds", code=2)
        self.assert_refused(record("--until", "2026-01-01T00:00:00", "SPY"), "no time with a zone", code=2)
        self.assert_refused(record("--until", "2001-01-01T00:00:00Z", "SPY"), "over already", code=2)
        self.assertEqual(record("SPY").returncode, 2)
        self.assertEqual(record("--seconds", "1").returncode, 2)


unittest.main(argv=sys.argv[:1])
