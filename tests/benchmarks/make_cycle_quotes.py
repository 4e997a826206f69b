#!/usr/bin/env python3
"""Writes the quotes that price_walk_cycle is measured with, from a seed: the same every time.

    make_cycle_quotes.py [--instruments 100] [--quotes 10000] [--seed 1] > quotes.csv

Each instrument is quoted once a second, 10 ms after the one before it; spreads are 2 to 10 ticks, the
mid moves by -2 to +2 ticks; a tick is 0.01.
"""
import argparse
import random
import sys

START = 1795186800_000_000_000  # 2026-11-20 10:00 in New York
TICK = 10_000_000  # of 10^-9


def symbol(number):
    """AAA, AAB, ... in order."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[number // 676 % 26] + letters[number // 26 % 26] + letters[number % 26]


def cents(ticks):
    return f"{ticks // 100}.{ticks % 100:02d}"


def quotes(instruments, count, seed):
    """(ts_ns, symbol, bid, ask, bid size, ask size), prices in ticks, by time."""
    chance = random.Random(seed)
    mids = [chance.randint(9_000, 11_000) for _ in range(instruments)]
    names = [symbol(i) for i in range(instruments)]
    for second in range(count):
        for i in range(instruments):
            mids[i] = max(2_000, mids[i] + chance.randint(-2, 2))
            spread = chance.randint(2, 10)
            bid = mids[i] - spread // 2
            yield (START + second * 1_000_000_000 + i * 10_000_000, names[i], bid, bid + spread,
                   chance.randint(1, 20), chance.randint(1, 20))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--instruments", type=int, default=100)
    arguments.add_argument("--quotes", type=int, default=10_000, help="of each")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    write = sys.stdout.write
    write("ts_ns,symbol,bid,ask,bid_size,ask_size\n")
    for time, name, bid, ask, bid_size, ask_size in quotes(given.instruments, given.quotes,
                                                          given.seed):
        write(f"{time},{name},{cents(bid)},{cents(ask)},{bid_size},{ask_size}\n")


if __name__ == "__main__":
    main()
