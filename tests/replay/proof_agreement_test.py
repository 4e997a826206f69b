"""The program's proofs, checked by a checker that shares nothing with it: they agree on right ones,
and on every field that was changed. And the journal's heads, as a user meets them.

usage: proof_agreement_test.py PROGRAM DATA_FOLDER      (exit code 77: skipped)
"""

import copy
import json
import os
import pathlib
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

try:
    import nacl.signing  # noqa: F401
except ImportError:
    print("skipped: PyNaCl is not installed (python3-nacl)")
    sys.exit(77)

PROGRAM = sys.argv[1]
DATA = pathlib.Path(sys.argv[2])
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_proof  # noqa: E402


def fillwright(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=120)


class SignedHour(unittest.TestCase):
    """One recorded hour, traded with a signing key."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name)
        cls.key = cls.path / "key"
        made = fillwright("keys", "new", cls.key)
        assert made.returncode == 0, made.stderr
        cls.public_key = made.stdout.strip()
        cls.config = cls.path / "fillwright.toml"
        cls.config.write_text((DATA / "fillwright.toml").read_text() +
                              f'\n[data]\nsign_events = 50\n[secrets]\nsigning_key_file = "{cls.key}"\n')
        cls.journal = cls.path / "journal"
        done = cls.run_hour()
        assert done.returncode == 0, done.stderr
        cls.heads = cls.path / "journal.heads"
        cls.order = cls.some_order()

    @classmethod
    def run_hour(cls, *more):
        return fillwright("run", "--data", DATA, "--config", cls.config, "--journal", cls.journal,
                          "--speed", "0", *more)

    @classmethod
    def some_order(cls):
        events = fillwright("events", "--journal", cls.journal, "--type", "OrderCompleted",
                            "--json")
        return json.loads(events.stdout)[0]["stream"].split("/", 1)[1]


class Proofs(SignedHour):
    def prove(self):
        proof = self.path / "proof.json"
        made = fillwright("prove", self.order, "-o", proof, "--journal", self.journal)
        self.assertEqual(made.returncode, 0, made.stderr)
        return proof.read_text()

    def agree(self, text):
        """Whether the proof holds, of which both must think the same."""
        file = self.path / "tried.json"
        file.write_text(text)
        ours = fillwright("prove", "--check", file, "--key", self.public_key)
        theirs = True
        try:
            check_proof.check(text, check_proof.read_key(self.public_key))
        except (check_proof.Wrong, ValueError):
            theirs = False
        self.assertEqual(ours.returncode == 0, theirs, ours.stderr + text[:300])
        if not theirs:
            self.assertEqual(len(ours.stderr.splitlines()), 1, ours.stderr)
            self.assertEqual(ours.stdout, "")
        return theirs

    def test_both_take_a_right_proof_and_tell_the_same_events(self):
        text = self.prove()
        self.assertTrue(self.agree(text))
        (self.path / "right.json").write_text(text)
        ours = json.loads(fillwright("prove", "--check", self.path / "right.json", "--key",
                                     self.public_key, "--json").stdout)
        theirs = check_proof.check(text, check_proof.read_key(self.public_key))
        self.assertEqual([event["seq"] for event in ours["events"]],
                         [leaf["seq"] for leaf in theirs])
        events = json.loads(fillwright("events", "--journal", self.journal, "--stream",
                                       "order/" + self.order, "--json").stdout)
        self.assertEqual(ours["events"], events)

    def test_both_refuse_every_changed_field(self):
        text = self.prove()
        proof = json.loads(text)

        def written(value):
            return check_proof.written_again(value)

        self.assertEqual(written(proof), text)
        tried = 0
        changes = []
        for name in ["format", "order"]:
            changes.append(lambda p, name=name: p.__setitem__(name, p[name] + "x"))
        for name, value in proof["head"].items():
            other = value + 1 if isinstance(value, int) else value[:-1] + ("0" if value[-1] != "0" else "1")
            self.assertNotEqual(value, other)
            changes.append(lambda p, name=name, other=other: p["head"].__setitem__(name, other))
            changes.append(lambda p, name=name: p["head"].pop(name))
        for place, event in enumerate(proof["events"]):
            flipped = event["leaf"][:-1] + ("0" if event["leaf"][-1] != "0" else "1")
            changes.append(lambda p, place=place, flipped=flipped:
                           p["events"][place].__setitem__("leaf", flipped))
            if place + 1 < len(proof["events"]):  # fewer at the end is a shorter proof
                changes.append(lambda p, place=place: p["events"].pop(place))
            for step in range(len(event["path"])):
                changes.append(lambda p, place=place, step=step: p["events"][place]["path"]
                               .__setitem__(step, "00" * 32))
                if place == 0:
                    changes.append(lambda p, step=step: p["events"][0]["path"].pop(step))
        changes.append(lambda p: p["events"].reverse())
        changes.append(lambda p: p["events"].clear())
        for change in changes[:200]:
            changed = copy.deepcopy(proof)
            change(changed)
            self.assertNotEqual(changed, proof)
            self.assertFalse(self.agree(written(changed)))
            tried += 1
        self.assertGreater(tried, 30)
        self.assertFalse(self.agree(text.replace(',\n"events"', ',\n"more":1,\n"events"')))
        self.assertFalse(self.agree(text + " "))
        self.assertFalse(self.agree(text[:-20]))
        self.assertFalse(self.agree("nonsense"))

    def test_another_key_is_named(self):
        other = fillwright("keys", "new", self.path / "other").stdout.strip()
        self.prove()
        for verb in [["prove", "--check", self.path / "proof.json"],
                     ["verify", "--journal", self.journal, "--heads", self.heads]]:
            done = fillwright(*verb, "--key", other)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn("was signed with the key", done.stderr)

    def test_verify_with_heads_counts_them(self):
        found = fillwright("verify", "--journal", self.journal, "--heads", self.heads, "--key",
                           self.public_key, "--json")
        self.assertEqual(found.returncode, 0, found.stderr)
        self.assertEqual(json.loads(found.stdout)["signed_heads"],
                         len(self.heads.read_text().splitlines()))
        self.assertEqual(json.loads(found.stdout)["head_seq"],
                         json.loads(self.heads.read_text().splitlines()[-1])["seq"])

    def test_bad_input_is_one_sentence_and_writes_nothing(self):
        def refused(part, *arguments, code=1):
            before = sorted(self.path.iterdir())
            done = fillwright(*arguments)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn(part, done.stderr)
            self.assertEqual(sorted(self.path.iterdir()), before)

        out = self.path / "never.json"
        refused("there is no order", "prove", "w99-9", "-o", out, "--journal", self.journal)
        refused("is not there", "prove", self.order, "-o", out, "--journal", self.journal,
                "--heads", self.path / "missing")
        half = self.path / "half"
        half.write_bytes(self.heads.read_bytes()[:-30])
        refused("ends in half a line", "prove", self.order, "-o", out, "--journal", self.journal,
                "--heads", half)
        refused("ends in half a line", "verify", "--journal", self.journal, "--heads", half,
                "--key", self.public_key)
        refused("exists and is not overwritten", "keys", "new", self.key)
        loose = self.path / "loose"
        loose.write_bytes(self.key.read_bytes())
        loose.chmod(0o644)
        refused("chmod 600", "keys", "public", loose)
        refused("this is not a public key", "verify", "--journal", self.journal, "--heads",
                self.heads, "--key", self.key)
        refused("there is no such file", "prove", "--check", self.path / "none", "--key",
                self.public_key)
        refused("belong together", "verify", "--journal", self.journal, "--key", self.public_key,
                code=2)

    def test_a_key_is_its_owners_and_tells_its_public_key_again(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.key).st_mode), 0o600)
        self.assertEqual(fillwright("keys", "public", self.key).stdout.strip(), self.public_key)


class Lost(SignedHour):
    """What was signed and is not there any more: the service does not start."""

    def test_an_earlier_copy_of_the_journal_is_not_gone_on_with(self):
        copied = self.path / "copy"
        subprocess.run(["cp", "-r", self.journal, copied], check=True)
        self.assertEqual(self.run_hour().returncode, 0)
        subprocess.run(["rm", "-r", self.journal], check=True)
        copied.rename(self.journal)
        for _ in range(2):
            done = self.run_hour()
            self.assertEqual(done.returncode, 1)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn("durable events are missing", done.stderr)
        verified = fillwright("verify", "--journal", self.journal, "--heads", self.heads, "--key",
                              self.public_key)
        self.assertEqual(verified.returncode, 1)
        self.assertIn("durable events are missing", verified.stderr)
        self.assertEqual(fillwright("verify", "--journal", self.journal).returncode, 0)


class Running(unittest.TestCase):
    def test_orders_are_proven_and_heads_verified_beside_the_service_and_after_its_death(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            public_key = fillwright("keys", "new", path / "key").stdout.strip()
            config = path / "fillwright.toml"
            config.write_text((DATA / "fillwright.toml").read_text() +
                              f'\n[data]\nsign_events = 10\n[secrets]\nsigning_key_file = "{path / "key"}"\n')
            journal, heads, proof = path / "journal", path / "journal.heads", path / "proof.json"
            command = [PROGRAM, "run", "--data", str(DATA), "--config", str(config), "--journal",
                       str(journal), "--speed", "60"]
            service = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self.addCleanup(service.kill)
            self.addCleanup(service.stderr.close)
            deadline = time.monotonic() + 60
            proven = ""
            while not proven and time.monotonic() < deadline and service.poll() is None:
                events = fillwright("events", "--journal", journal, "--type", "OrderPlanned",
                                    "--json") if heads.exists() else None
                if events is None or events.returncode != 0 or events.stdout.strip() == "[]":
                    time.sleep(0.05)
                    continue
                order = json.loads(events.stdout)[0]["stream"].split("/", 1)[1]
                if fillwright("prove", order, "-o", proof, "--journal", journal).returncode == 0:
                    proven = order
            self.assertTrue(proven)
            self.assertIsNone(service.poll())
            checked = fillwright("prove", "--check", proof, "--key", public_key)
            self.assertEqual(checked.returncode, 0, checked.stderr)
            verified = fillwright("verify", "--journal", journal, "--heads", heads, "--key",
                                  public_key)
            self.assertEqual(verified.returncode, 0, verified.stderr)
            service.send_signal(signal.SIGKILL)
            service.wait()
            # As if the power had gone in the middle of a write: a header that promises more.
            log = max((journal / "db").glob("*.log"), key=lambda file: file.stat().st_size)
            whole = log.read_bytes()
            log.write_bytes(whole + b"\1\2\3\4" + (30_000).to_bytes(2, "little") + b"\1" + b"x" * 53)
            again = subprocess.run(command[:-1] + ["0"], stdin=subprocess.DEVNULL,
                                   capture_output=True, text=True, timeout=120)
            self.assertEqual(again.returncode, 0, again.stderr)
            dropped = json.loads(fillwright("events", "--journal", journal, "--type",
                                            "TailDropped", "--json").stdout)
            self.assertEqual(len(dropped), 1)
            self.assertLess(dropped[0]["event"]["after"], dropped[0]["seq"])
            verified = fillwright("verify", "--journal", journal, "--heads", heads, "--key",
                                  public_key, "--json")
            self.assertEqual(verified.returncode, 0, verified.stderr)
            self.assertEqual(json.loads(verified.stdout)["head_seq"],
                             json.loads(heads.read_text().splitlines()[-1])["seq"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
