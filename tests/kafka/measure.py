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

from broker_test import FOLDER, LIBS, PROGRAM, WRITER, resident_mib
from cluster import Cluster
from support import Place, check, check_published

EVENTS = int(sys.argv[5]) if len(sys.argv) > 5 else 1_000_000
BATCH = 20_000  # the relay's
PACE, SECONDS = 10_000, 30


def catching_up(cluster, bare):
    place = Place(PROGRAM, WRITER, FOLDER, cluster, "behind")
    place.ensure()
    place.write(EVENTS)
    relay = place.start_relay()
    first = last = None
    # From when the first transaction is there to when the last is: starting up is not what is measured.
    while last is None:
        time.sleep(0.05)
        try:
            status = json.loads((pathlib.Path(place.journal + ".relay")).read_text())
        except (OSError, ValueError):
            continue
        check(relay.poll() is None, place.log())
        published = status["published"] or 0
        if first is None and published > 0:
            first = (time.monotonic(), published)
        if published == status["durable"] and first:
            last = (time.monotonic(), published)
    memory = resident_mib(relay)
    place.stop(relay)
    rate = (last[1] - first[1]) / (last[0] - first[0])
    out = subprocess.run([bare, cluster.servers, place.prefix, "bare.", str(BATCH)], check=True, capture_output=True,
                         text=True).stdout.strip()
    bare_rate = float(re.search(r"([0-9.]+) events/s", out).group(1))
    print(f"catching up: {last[1]} events, {rate:,.0f} events/s, {memory} MiB at most")
    print(f"a bare producer: {out}")
    print(f"ratio: {rate / bare_rate:.2f} (budget 0.7)", flush=True)


def lag(cluster):
    """From an event's time to a read_committed consumer's having it, at a steady pace."""
    place = Place(PROGRAM, WRITER, FOLDER, cluster, "steady")
    place.ensure()
    place.write(100)
    relay = place.start_relay()
    place.wait_until_published(relay)
    topic = place.prefix + "events"
    consumer = confluent_kafka.Consumer(cluster.client() | {
        "group.id": "lag", "isolation.level": "read_committed", "enable.auto.commit": False, "fetch.wait.max.ms": 10})
    partitions = list(consumer.list_topics(topic, timeout=10).topics[topic].partitions)
    consumer.assign([confluent_kafka.TopicPartition(topic, p, confluent_kafka.OFFSET_END) for p in partitions])
    consumer.poll(1.0)
    writer = place.start_writer(PACE * SECONDS, PACE)
    lags, seen = [], 0
    warm = time.monotonic() + 3
    while writer.poll() is None:
        for message in consumer.consume(1000, 0.02):
            now = time.time()
            seen += 1
            if message.error() or seen % 10 or time.monotonic() < warm:
                continue
            stamp = json.loads(message.value())["time"]  # 2026-11-30T01:02:03.123456789Z
            whole = time.strptime(stamp[:19], "%Y-%m-%dT%H:%M:%S")
            lags.append(now - (calendar.timegm(whole) + float("0" + stamp[19:-1])))
    consumer.close()
    place.wait_until_published(relay)
    print(f"lag memory: {resident_mib(relay)} MiB")
    place.stop(relay)
    lags.sort()
    print(f"lag at {PACE} events/s, of {len(lags)}: p50 {lags[len(lags) // 2] * 1000:.0f} ms, "
          f"p99 {lags[len(lags) * 99 // 100] * 1000:.0f} ms, at most {lags[-1] * 1000:.0f} ms (budget 50, 100)",
          flush=True)
    check_published(place)


def main():
    bare = str(pathlib.Path(WRITER).parent / "fillwright_bare_producer")
    with Cluster(LIBS, FOLDER / "brokers") as cluster:
        lag(cluster)
        catching_up(cluster, bare)


if __name__ == "__main__":
    main()
