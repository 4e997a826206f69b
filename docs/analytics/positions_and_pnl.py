#!/usr/bin/env python3
"""Positions or profit and loss from the published events alone, as JSON.

    positions_and_pnl.py positions|pnl --kafka localhost:9092 [--topic fillwright.events] [-X NAME=VALUE …]
    fillwright events --cloud-events | positions_and_pnl.py positions|pnl

Reads a topic to its end (structured or binary CloudEvents), or lines of structured CloudEvents from
standard input. -X gives librdkafka settings: -X security.protocol=SASL_SSL -X sasl.username=…
Needs confluent-kafka (Debian: python3-confluent-kafka) for --kafka only.
"""
import argparse
import json
import sys

from books import Books


def events_of_lines(lines):
    for line in lines:
        yield json.loads(line)


def event_of_message(message):
    """A CloudEvent in either content mode of the Kafka protocol binding."""
    headers = dict(message.headers() or [])
    if headers.get("content-type", b"").startswith(b"application/cloudevents"):
        return json.loads(message.value())
    event = {name[3:]: value.decode() for name, value in headers.items() if name.startswith("ce_")}
    if message.value():
        event["data"] = json.loads(message.value())
    return event


def events_of_topic(brokers, topic, settings):
    """To the end of each partition. Only what was committed: a relay that failed half-way left
    records behind that are none."""
    try:
        from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
    except ImportError:
        sys.exit(f"{sys.executable} has no confluent_kafka, with which --kafka is read; "
                 "Debian: apt install python3-confluent-kafka, and /usr/bin/python3")
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "positions-and-pnl",
                         "isolation.level": "read_committed", "enable.auto.commit": False,
                         "enable.partition.eof": True, **settings})
    known = consumer.list_topics(topic, timeout=10).topics[topic]
    if known.error is not None:
        sys.exit(f"topic {topic}: {known.error}")
    waiting = set(known.partitions)
    consumer.assign([TopicPartition(topic, number, OFFSET_BEGINNING) for number in waiting])
    while waiting:
        message = consumer.poll(10)
        if message is None:
            sys.exit(f"topic {topic}: nothing came for 10 s, and its end was not reached")
        if message.error() is None:
            yield event_of_message(message)
        elif message.error().code() == KafkaError._PARTITION_EOF:
            waiting.discard(message.partition())
        else:
            sys.exit(f"topic {topic}: {message.error()}")
    consumer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["positions", "pnl"])
    parser.add_argument("--kafka", metavar="HOST:PORT", help="brokers; without it: standard input")
    parser.add_argument("--topic", default="fillwright.events")
    parser.add_argument("-X", dest="settings", action="append", default=[], metavar="NAME=VALUE",
                        type=lambda text: text.split("=", 1))
    asked = parser.parse_args()
    if asked.kafka:
        events = events_of_topic(asked.kafka, asked.topic, dict(asked.settings))
    else:
        events = events_of_lines(sys.stdin)
    # Partitions keep the order of a stream, `seq` has the order of everything.
    needed = {}
    sources = set()
    for event in events:
        sources.add(event["source"])
        if event["type"] in Books.TYPES and "data" in event:
            needed[int(event["seq"])] = event
    if len(sources) > 1:
        sys.exit("these are events of several journals: " + ", ".join(sorted(sources)))
    books = Books()
    for seq in sorted(needed):
        books.apply(needed[seq])
    json.dump(books.positions_json() if asked.what == "positions" else books.pnl_json(), sys.stdout)
    print()


main()
