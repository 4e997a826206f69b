"""price_walk_cycle, against a plain reference of its rules: the same prices at the same times, and the
same fills.

usage: price_walk_cycle_test.py PROGRAM SOURCE_FOLDER
"""
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path += [str(SOURCE / "tests/benchmarks"), str(SOURCE / "tests/replay")]
import make_cycle_quotes  # noqa: E402
import price_walk_reference  # noqa: E402

EPOCH = datetime.datetime(1970, 1, 1)


def nanoseconds(text):
    seconds, fraction = text.rstrip("Z").split(".")
    since = datetime.datetime.fromisoformat(seconds) - EPOCH
    return (since.days * 86_400 + since.seconds) * 10**9 + int(fraction.ljust(9, "0"))


def ticks(text):
    whole, _, cents = text.partition(".")
    return int(whole) * 100 + int(cents.ljust(2, "0"))


class Cycle(unittest.TestCase):
    def compare(self, instruments, count, seed):
        quotes = list(make_cycle_quotes.quotes(instruments, count, seed))
        expected = price_walk_reference.trade(quote[:4] for quote in quotes)
        with tempfile.TemporaryDirectory() as folder:
            tape = pathlib.Path(folder, "quotes.csv")
            cents = make_cycle_quotes.cents
            tape.write_text("".join(f"{time},{symbol},{cents(bid)},{cents(ask)},{bids},{asks}\n"
                                    for time, symbol, bid, ask, bids, asks in quotes))
            journal = pathlib.Path(folder, "journal")
            config = SOURCE / "data/price_walk_cycle/fillwright.toml"
            done = subprocess.run([PROGRAM, "backtest", "--workflow", "price_walk_cycle", "--config",
                                   config, "--tape", tape, "--journal", journal], text=True,
                                  capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stderr, "")

            def events(kind):
                told = subprocess.run([PROGRAM, "events", "--journal", journal, "--type", kind,
                                       "--json"], text=True, capture_output=True, check=True)
                return json.loads(told.stdout)

            symbols = {f"i{one['event']['instrument']}": one["event"]["symbol"]
                       for one in events("InstrumentDefined")}
            sides = {one["event"]["order_id"]: one["event"]["side"]
                     for one in events("OrderPlanned")}
            prices, fills = ({symbol: [] for symbol in symbols.values()} for _ in range(2))
            for one in events("PriceStepped"):
                order = one["stream"].split("/")[1]
                step = one["event"]
                prices[symbols[order.split("-")[0]]].append(
                    (nanoseconds(step["at"]), sides[order], ticks(step["to"])))
            for one in events("OrderFilled"):
                fill = one["event"]
                fills[symbols[one["stream"].split("/")[1].split("-")[0]]].append(
                    (nanoseconds(fill["at"]), fill["side"], ticks(fill["price"])))
        self.assertEqual(set(prices), set(expected))
        for symbol, instrument in expected.items():
            self.assertEqual(prices[symbol], instrument.prices, symbol)
            self.assertEqual(fills[symbol], instrument.fills, symbol)
        return sum(len(one.fills) for one in expected.values())

    def test_prices_and_fills_are_those_of_the_plain_rules(self):
        self.assertGreater(self.compare(3, 600, 1), 60)

    def test_with_other_seeds_too(self):
        for seed in range(2, 6):
            self.compare(2, 150, seed)


unittest.main(argv=sys.argv[:1])
