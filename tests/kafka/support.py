"""What the tests against a real Kafka share: the program, its journals, and a consumer that is not ours."""
import json
import os
import pathlib
import signal
import subprocess
import time

import confluent_kafka

PATIENCE = 240  # seconds, for whatever must come


class Failed(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Failed(what)


class Place:
    """A folder with a journal and the configuration of its relay."""

    def __init__(self, program, writer, folder, cluster, name, **kafka):
        self.program, self.writer = program, writer
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir(parents=True)
        self.journal = str(self.folder / "journal")
        self.cluster = cluster
        self.prefix = name + "."
        self.config = self.folder / "fillwright.toml"
        settings = {"brokers": cluster.servers, "topic_prefix": self.prefix, "replication": 1, "min_in_sync": 1} | kafka
        lines = ["[kafka]"]
        for key, value in settings.items():
            lines.append(f"{key} = {json.dumps(value)}")
        self.config.write_text("\n".join(lines) + "\n")
        self.environment = dict(os.environ)

    def run(self, *arguments, **more):
        return subprocess.run([self.program, *arguments], capture_output=True, text=True, env=self.environment,
                              cwd=self.folder, timeout=PATIENCE, **more)

    def ensure(self):
        done = self.run("kafka", "ensure", "--config", str(self.config))
        check(done.returncode == 0, f"kafka ensure: {done.stderr}")
        return done

    def start_writer(self, events, per_second):
        if not pathlib.Path(self.journal).exists():  # a relay needs one to begin with
            subprocess.run([self.writer, self.journal, "100", "0"], check=True, stdout=subprocess.DEVNULL)
        return subprocess.Popen([self.writer, self.journal, str(events), str(per_second)], stdout=subprocess.DEVNULL)

    def write(self, events, per_second=0):
        check(self.start_writer(events, per_second).wait() == 0, "the writer of the journal failed")

    def start_relay(self):
        log = open(self.folder / "relay.log", "ab")
        return subprocess.Popen([self.program, "relay", "--journal", self.journal, "--config", str(self.config)],
                                stdout=log, stderr=log, env=self.environment, cwd=self.folder)

    def log(self):
        return (self.folder / "relay.log").read_text(errors="replace")

    def status(self):
        done = self.run("relay", "status", "--json", "--journal", self.journal, "--config", str(self.config))
        return json.loads(done.stdout) if done.stdout else {"problem": done.stderr}

    def wait_until_published(self, relay, patience=PATIENCE):
        """Until Kafka holds all that the journal has."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            check(relay.poll() is None, f"the relay ended with {relay.returncode}: {self.log()[-500:]}")
            status = self.status()
            if status.get("published") is not None and status["published"] == status["durable"] > 0:
                return status
            time.sleep(0.3)
        raise Failed(f"not all is published after {patience} s: {self.status()}; {self.log()[-500:]}")

    def stop(self, relay):
        relay.send_signal(signal.SIGTERM)
        check(relay.wait(timeout=60) == 0, f"the relay ended with {relay.returncode} on SIGTERM: {self.log()[-500:]}")

    def events(self):
        """What the journal holds, in order."""
        out = self.run("events", "--json", "--journal", self.journal)
        check(out.returncode == 0, f"events: {out.stderr}")
        return json.loads(out.stdout)


def read_topic(cluster, topic, isolation="read_committed"):
    """All records of a topic as a consumer sees them: (partition, key, value, headers), in order within a partition."""
    consumer = confluent_kafka.Consumer(cluster.client() | {
        "group.id": "the tests", "isolation.level": isolation, "enable.auto.commit": False,
        "enable.partition.eof": True, "auto.offset.reset": "earliest"})
    try:
        metadata = consumer.list_topics(topic, timeout=20).topics[topic]
        check(metadata.error is None, f"topic {topic}: {metadata.error}")
        partitions = list(metadata.partitions)
        consumer.assign([confluent_kafka.TopicPartition(topic, p, confluent_kafka.OFFSET_BEGINNING) for p in partitions])
        records, at_end = [], set()
        until = time.monotonic() + PATIENCE
        while len(at_end) < len(partitions):
            check(time.monotonic() < until, f"topic {topic} cannot be read to its end")
            for message in consumer.consume(5000, 1.0):
                if message.error():
                    if message.error().code() == confluent_kafka.KafkaError._PARTITION_EOF:
                        at_end.add(message.partition())
                    continue
                records.append((message.partition(), message.key().decode(), message.value(),
                                dict(message.headers() or [])))
        return records
    finally:
        consumer.close()


def snake_case(name):
    """order_filled of OrderFilled."""
    return "".join("_" * (at > 0) + letter.lower() if letter.isupper() else letter for at, letter in enumerate(name))


def check_published(place):
    """Every event of the journal once, in order within its stream, and nothing else. Returns how many."""
    expected = {}
    events = place.events()
    for event in events:
        expected.setdefault(event["stream"], []).append(event["type"])
    found, partition_of, ids = {}, {}, set()
    for partition, key, value, _ in read_topic(place.cluster, place.prefix + "events"):
        event = json.loads(value)
        check(event["id"] not in ids, f"event {event['id']} is there twice")
        ids.add(event["id"])
        check(partition_of.setdefault(key, partition) == partition, f"stream {key} is in two partitions")
        found.setdefault(key, []).append(event["type"])
    check(len(ids) == len(events), f"Kafka holds {len(ids)} events, the journal {len(events)}")
    check(found.keys() == expected.keys(), "Kafka holds other streams than the journal")
    for stream, types in expected.items():
        types = [f"com.fillwright.{snake_case(name)}.v1" for name in types]
        check(found[stream] == types, f"stream {stream}: {found[stream]}, expected {types}")
    check_states(place)
    return len(events)


def check_states(place):
    """The last value of each key is what the program says of the journal."""
    def last(kind):
        values = {}
        for _, key, value, _ in read_topic(place.cluster, place.prefix + kind):
            if value is None:
                values.pop(key, None)
            else:
                values[key] = json.loads(value)
        return values.values()

    def ask(verb):
        done = place.run(verb, "--json", "--journal", place.journal)
        check(done.returncode == 0, f"{verb}: {done.stderr}")
        return json.loads(done.stdout)

    def same(kind, found, wanted, of):
        found = sorted(json.dumps(of(row), sort_keys=True) for row in found)
        wanted = sorted(json.dumps(of(row), sort_keys=True) for row in wanted)
        check(found == wanted, f"the states of {kind} are not those of the journal")

    def unmarked(row):
        return {key: value for key, value in row.items() if key not in ("mark", "unrealised", "unrealised_percent")}

    same("orders", last("orders"), ask("orders"), lambda row: row)
    same("positions", last("positions"), ask("positions"), unmarked)
    same("P&L", last("pnl"), ask("pnl")["rows"], lambda row: row)
