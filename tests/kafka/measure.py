#!/usr/bin/python3
"""How fast the relay is, and how late: beside a bare producer of the same records, broker on the same cores.

    measure.py PROGRAM WRITER LIBS FOLDER [EVENTS]

Run by `deploy/test-kafka measure`; docs/performance.md keeps what it prints.
"""
import calendar
import json
import pathlib
import re
import subprocess
import sys
import time

import confluent_kafka

from broker_test import FOLDER, LIBS, WRITER, end_places, place_of, resident_mib
from cluster import Cluster
from support import assigned, check, check_published

EVENTS = int(sys.argv[5]) if len(sys.argv) > 5 else 1_000_000
BATCH = 20_000  # the relay's
TURNS = 3
PACE, WARMING, SECONDS = 10_000, 3, 27


def catching_up(cluster, bare, turn):
    """Returns how many times as fast as the bare producer the relay is that comes just before it."""
    place = place_of(cluster, f"behind{turn}")
    place.ensure()
    place.write(EVENTS)
    relay = place.start_relay()
    first = last = None
    # From when the first transaction is there to when the last is: starting up is not what is measured.
    while last is None:
        time.sleep(0.05)
        status = place.told(relay)
        published = status.get("published") or 0
        if first is None and published > 0:
            first = (time.monotonic(), published)
        if first and published == status["durable"]:
            last = (time.monotonic(), published)
    memory = resident_mib(relay)
    place.stop(relay)
    rate = (last[1] - first[1]) / (last[0] - first[0])
    out = subprocess.run([bare, cluster.servers, place.prefix, f"bare{turn}.", str(BATCH)], check=True, capture_output=True,
                         text=True).stdout.strip()
    bare_rate = float(re.search(r"([0-9.]+) events/s", out).group(1))
    print(f"catching up: {last[1]} events, {rate:,.0f} events/s, {memory} MiB at most")
    print(f"a bare producer: {out}: {rate / bare_rate:.2f}", flush=True)
    return rate / bare_rate


def seconds_since(stamp):
    """Since a time such as 2026-11-30T01:02:03.123456789Z."""
    whole = time.strptime(stamp[:19], "%Y-%m-%dT%H:%M:%S")
    return time.time() - (calendar.timegm(whole) + float("0" + stamp[19:-1]))


def lags_of(consumer):
    """Of every tenth event for some seconds, after others that are not counted."""
    lags, seen = [], 0
    begin = time.monotonic()
    while time.monotonic() < begin + WARMING + SECONDS:
        # Each as it comes: a call that gathers many has the first of them wait for the last.
        message = consumer.poll(0.02)
        if message is None or message.error() is not None:
            continue
        seen += 1
        if seen % 10 == 0 and time.monotonic() > begin + WARMING:
            lags.append(seconds_since(json.loads(message.value())["time"]))
    check(lags, "nothing came")
    return sorted(lags)


def lag(cluster):
    """From an event's time to a read_committed consumer's having it, at a steady pace."""
    place = place_of(cluster, "steady")
    place.ensure()
    place.write(100)
    relay = place.start_relay()
    place.wait_until_published(relay)
    consumer, _ = assigned(cluster, place.prefix + "events", confluent_kafka.OFFSET_END,
                           **{"isolation.level": "read_committed", "fetch.wait.max.ms": 10})
    consumer.poll(1.0)
    writer = place.start_writer(PACE)
    lags = lags_of(consumer)
    consumer.close()
    place.stop_writer(writer)
    place.wait_until_published(relay)
    print(f"lag memory: {resident_mib(relay)} MiB")
    place.stop(relay)
    print(f"lag at {PACE} events/s, of {len(lags)}: p50 {lags[len(lags) // 2] * 1000:.0f} ms, "
          f"p99 {lags[len(lags) * 99 // 100] * 1000:.0f} ms, at most {lags[-1] * 1000:.0f} ms (budget 50, 100)",
          flush=True)
    check_published(place)


def main():
    bare = str(pathlib.Path(WRITER).parent / "fillwright_bare_producer")
    try:
        with Cluster(LIBS, FOLDER / "brokers", flags=()) as cluster:
            lag(cluster)
            # In turns: the machine is not equally fast at all times, nor is a broker that has just started.
            ratios = sorted(catching_up(cluster, bare, turn) for turn in range(TURNS))
            print(f"ratio: {ratios[TURNS // 2]:.2f}, median of {TURNS} (budget 0.7)", flush=True)
    finally:
        end_places()


if __name__ == "__main__":
    main()
