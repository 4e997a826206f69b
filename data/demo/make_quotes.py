#!/usr/bin/env python3
"""Writes quotes.csv, the market of the demo's trading hour, beside this file.

    python3 data/demo/make_quotes.py

The same file comes out each time: the only chance in it is seeded. Each contract has a path of key
quotes, (minute, second after 09:30 New York, bid, ask), and is quoted every ten seconds. Between
two key quotes the market moves evenly, with a little noise where that changes no story; from a key
quote marked "hold" on, it stays where it is until the next one.
"""
import datetime
import pathlib
import random
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

OPEN = datetime.datetime(2026, 11, 20, 14, 30, tzinfo=datetime.timezone.utc)
EVERY = 10  # seconds between two quotes of one contract
FIRST, LAST = -20, 3600  # seconds after the opening


def cent(_):
    return Decimal("0.01")


def penny_class(price):
    """One cent below 3.00, five from there."""
    return Decimal("0.01") if price < 3 else Decimal("0.05")


def quarter(_):
    return Decimal("0.25")


HOLD = "hold"

# symbol, tick of a price, [(minute, second, bid, ask[, HOLD])]: what happens to it is told in
# README.md beside this file.
CONTRACTS = [
    ("SPY   261120C00685000", cent, [
        (0, -20, "1.84", "1.88"), (1, 0, "1.80", "1.86"), (1, 10, "1.79", "1.83"),
        (2, 0, "1.84", "1.88"), (8, 0, "2.20", "2.24"), (14, 0, "2.70", "2.74"),
        (20, 0, "3.20", "3.24"), (23, 50, "3.60", "3.64"), (24, 0, "3.66", "3.70"),
        (29, 50, "4.08", "4.12", HOLD), (30, 10, "4.10", "4.14"),
        (45, 0, "3.20", "3.24"), (60, 0, "3.40", "3.44")]),
    ("QQQ   261120P00610000", cent, [
        (0, -20, "2.14", "2.20"), (3, 50, "2.08", "2.16", HOLD), (4, 50, "2.06", "2.12"),
        (5, 30, "2.02", "2.08"), (8, 0, "1.82", "1.88"), (11, 50, "1.51", "1.57"),
        (12, 0, "1.48", "1.54"), (12, 10, "1.44", "1.50"), (12, 20, "1.42", "1.48"),
        (12, 30, "1.43", "1.49"), (30, 0, "0.90", "0.94"), (60, 0, "1.20", "1.24")]),
    ("IWM   261127C00250000", cent, [
        (0, -20, "0.95", "0.98"), (5, 50, "0.98", "1.00", HOLD), (6, 30, "0.98", "1.00"),
        (11, 0, "1.10", "1.12"), (16, 0, "1.24", "1.26", HOLD), (16, 10, "1.25", "1.27", HOLD), (16, 30, "1.25", "1.27"),
        (30, 0, "1.52", "1.54"), (40, 0, "1.39", "1.41", HOLD), (40, 10, "1.40", "1.42", HOLD), (40, 30, "1.40", "1.42"),
        (60, 0, "1.31", "1.33")]),
    ("NVDA  261218C00190000", penny_class, [
        (0, -20, "3.70", "3.85"), (9, 0, "3.80", "4.00", HOLD), (9, 30, "3.85", "4.05", HOLD),
        (10, 0, "3.85", "3.95", HOLD), (10, 20, "3.85", "4.00"), (17, 50, "3.45", "3.60"),
        (18, 0, "3.45", "3.55"), (18, 10, "3.40", "3.50"), (19, 0, "3.45", "3.55"),
        (44, 0, "4.50", "4.70", HOLD), (45, 40, "4.55", "4.75", HOLD), (46, 0, "4.60", "4.75"),
        (60, 0, "4.70", "4.85")]),
    ("TSLA  261127C00400000", penny_class, [
        (0, -20, "5.90", "6.10"), (14, 0, "6.30", "6.50"), (17, 0, "7.10", "7.30"),
        (60, 0, "8.00", "8.25")]),
    ("AAPL  261218C00280000", penny_class, [
        (0, -20, "3.00", "3.15"), (19, 0, "3.30", "3.45"), (60, 0, "3.55", "3.70")]),
    ("AMD   261127C00220000", penny_class, [
        (0, -20, "1.20", "1.26"), (25, 0, "1.38", "1.44"), (25, 10, "1.40", "1.46"),
        (25, 20, "1.44", "1.50"), (25, 30, "1.47", "1.53"), (25, 40, "1.50", "1.56"),
        (25, 50, "1.54", "1.60"), (26, 0, "1.58", "1.64"), (27, 0, "1.80", "1.86"),
        (60, 0, "2.10", "2.16")]),
    ("GOOGL 261127C00300000", penny_class, [
        (0, -20, "2.30", "2.38"), (11, 0, "2.36", "2.44", HOLD), (11, 10, "2.34", "2.40", HOLD),
        (14, 0, "2.56", "2.62", HOLD), (17, 0, "2.74", "2.80", HOLD), (20, 0, "2.92", "2.98", HOLD),
        (26, 0, "3.30", "3.40", HOLD), (33, 0, "3.10", "3.20", HOLD), (34, 0, "2.80", "2.86", HOLD),
        (34, 30, "2.64", "2.70", HOLD), (34, 40, "2.66", "2.72", HOLD), (36, 0, "2.60", "2.66"),
        (60, 0, "2.40", "2.46")]),
    ("NFLX  261218C01100000", penny_class, [(0, -20, "94.50", "95.50"), (60, 0, "96.00", "97.00")]),
    # First quoted after the call for it.
    ("META  261127C00700000", penny_class, [(50, 0, "5.10", "5.30"), (60, 0, "5.60", "5.80")]),
    ("MESZ26", quarter, [
        (0, -20, "6719.00", "6719.50"), (2, 30, "6720.25", "6720.75"), (2, 40, "6720.00", "6720.50"),
        (3, 0, "6721.00", "6721.50"), (12, 0, "6726.00", "6726.50"), (20, 50, "6730.50", "6731.00"),
        (21, 0, "6731.00", "6731.50"), (30, 0, "6733.00", "6733.50"), (37, 50, "6721.00", "6721.50"),
        (38, 0, "6720.50", "6721.00", HOLD), (38, 20, "6720.00", "6720.50"),
        (60, 0, "6715.00", "6715.50")]),
]

# No noise so near to a key quote, in seconds: the stories happen there.
QUIET = 90
# Displayed sizes that matter: (symbol's beginning, second) -> (bid size, ask size).
SIZES = {("NVDA", 600): (12, 2)}


def on_grid(value, tick_of, rounding):
    tick = tick_of(value)
    return (value / tick).to_integral_value(rounding) * tick


def quotes_of(symbol, tick_of, path, noise):
    """Yields (second, bid, ask): the key quotes exactly, what lies between on the tick grid."""
    keys = [(60 * key[0] + key[1], Decimal(key[2]), Decimal(key[3]), HOLD in key) for key in path]
    for second in range(max(FIRST, keys[0][0]), LAST + 1, EVERY):
        index = max(i for i, key in enumerate(keys) if key[0] <= second)
        start, bid, ask, holds = keys[index]
        if second != start and not holds and index + 1 < len(keys):
            end, next_bid, next_ask, _ = keys[index + 1]
            part = Decimal(second - start) / Decimal(end - start)
            bid += (next_bid - bid) * part
            ask += (next_ask - ask) * part
            nearest = min(second - start, end - second)
            shift = noise.choice([-1, 0, 0, 1]) if nearest > QUIET else 0
            bid += shift * tick_of(bid)
            ask += shift * tick_of(ask)
        yield second, on_grid(bid, tick_of, ROUND_FLOOR), on_grid(ask, tick_of, ROUND_CEILING)


def main():
    noise = random.Random(20261120)
    opening_ns = int(OPEN.timestamp()) * 10**9
    lines = []
    for place, (symbol, tick_of, path) in enumerate(CONTRACTS):
        for second, bid, ask in quotes_of(symbol, tick_of, path, noise):
            sizes = (noise.randrange(30, 120), noise.randrange(30, 120))
            sizes = SIZES.get((symbol.split()[0], second), sizes)
            # A tenth of a second between the contracts, so that no two quotes fall together.
            time = opening_ns + second * 10**9 + place * 10**8
            lines.append((time, f"{time},{symbol},{bid:.2f},{ask:.2f},{sizes[0]},{sizes[1]}\n"))
    lines.sort()
    text = "ts_ns,symbol,bid,ask,bid_size,ask_size\n" + "".join(line for _, line in lines)
    (pathlib.Path(__file__).parent / "quotes.csv").write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
