"""What the tests against a real Kafka share: the program, its journals, and a consumer that is not ours."""
import functools
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


def wait_for(what, holds, patience=PATIENCE, every=0.05):
    """Asks `holds` until it says something true, and returns that. `what` may be a function, too: asked at the end."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = holds()
        if found:
            return found
        time.sleep(every)
    raise Failed(f"waited {patience} s for {what() if callable(what) else what}")


class Place:
    """A folder with a journal and the configuration of its relay. `end` leaves no process of it behind."""

    def __init__(self, program, writer, folder, cluster, name, **kafka):
        self.program, self.writer = program, writer
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir(parents=True)
        self.journal = str(self.folder / "journal")
        self.cluster = cluster
        self.config = self.folder / "fillwright.toml"
        settings = {"brokers": cluster.servers, "topic_prefix": name + ".", "replication": 1, "min_in_sync": 1} | kafka
        self.prefix = settings["topic_prefix"]
        lines = ["[kafka]"]
        for key, value in settings.items():
            lines.append(f"{key} = {json.dumps(value)}")
        self.config.write_text("\n".join(lines) + "\n")
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("FILLWRIGHT_")}
        self.processes = []

    def start(self, *command, **more):
        process = subprocess.Popen([str(word) for word in command], cwd=self.folder, env=self.environment, **more)
        self.processes.append(process)
        return process

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()

    def run(self, *arguments, **more):
        return subprocess.run([self.program, *(str(word) for word in arguments)], capture_output=True, text=True,
                              env=self.environment, cwd=self.folder, timeout=PATIENCE, check=False, **more)

    def ask(self, *arguments):
        """What the program says of the journal, as JSON."""
        done = self.run(*arguments, "--json", "--journal", self.journal)
        check(done.returncode == 0, f"{arguments}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def ensure(self):
        done = self.run("kafka", "ensure", "--config", self.config)
        check(done.returncode == 0, f"kafka ensure: {done.stderr}")
        return done

    def write(self, events):
        writer = self.start(self.writer, self.journal, events, 0, stdout=subprocess.DEVNULL)
        check(writer.wait(timeout=PATIENCE) == 0, "the writer of the journal failed")

    def start_writer(self, per_second):
        """Writes until `stop_writer`."""
        if not pathlib.Path(self.journal).exists():  # a relay needs one to begin with
            self.write(100)
        return self.start(self.writer, self.journal, 1 << 40, per_second, stdout=subprocess.DEVNULL)

    def stop_writer(self, writer):
        check(writer.poll() is None, "the writer of the journal ended by itself")
        writer.send_signal(signal.SIGTERM)
        check(writer.wait(timeout=PATIENCE) == 0, "the writer of the journal failed")

    def start_relay(self):
        with open(self.folder / "relay.log", "ab") as log:
            return self.start(self.program, "relay", "--journal", self.journal, "--config", self.config, stdout=log,
                              stderr=log)

    def log(self):
        return (self.folder / "relay.log").read_text(errors="replace")

    def check_runs(self, relay):
        check(relay.poll() is None, f"the relay ended with {relay.returncode}: {self.log()[-500:]}")

    def told(self, relay):
        """What this relay wrote last of itself; nothing yet: {}."""
        self.check_runs(relay)
        try:
            status = json.loads(pathlib.Path(self.journal + ".relay").read_text())
        except FileNotFoundError:
            return {}
        return status if status["process_id"] == relay.pid else {}

    def wait_until_it_publishes(self, relay, events=1):
        """Until this relay itself has published so many."""
        wait_for(lambda: f"the relay to publish {events} events: {self.told(relay)}; {self.log()[-500:]}",
                 lambda: self.told(relay).get("events", 0) >= events)

    def status(self):
        """How far all is, by Kafka's word."""
        done = self.run("relay", "status", "--json", "--journal", self.journal, "--config", self.config)
        return json.loads(done.stdout) if done.stdout else {"problem": done.stderr}

    def wait_until_published(self, relay):
        """Until Kafka holds all that the journal has."""
        def has_published():
            told = self.told(relay)
            if not told.get("published") or told["published"] != told["durable"]:
                return None
            status = self.status()
            return status if status.get("published") == status.get("durable") else None
        return wait_for(lambda: f"all to be published: {self.status()}; {self.log()[-500:]}", has_published)

    def stop(self, relay):
        relay.send_signal(signal.SIGTERM)
        check(relay.wait(timeout=60) == 0, f"the relay ended with {relay.returncode} on SIGTERM: {self.log()[-500:]}")


def assigned(cluster, topic, where, **settings):
    """A consumer of all partitions of a topic, from `where` on; and how many these are."""
    consumer = confluent_kafka.Consumer(cluster.client() | {"group.id": "the tests", "enable.auto.commit": False} | settings)
    metadata = consumer.list_topics(topic, timeout=20).topics[topic]
    check(metadata.error is None, f"topic {topic}: {metadata.error}")
    consumer.assign([confluent_kafka.TopicPartition(topic, number, where) for number in metadata.partitions])
    return consumer, len(metadata.partitions)


def read_topic(cluster, topic, isolation="read_committed"):
    """All records of a topic as a consumer sees them: (partition, key, value, headers), in order within a partition."""
    consumer, partitions = assigned(cluster, topic, confluent_kafka.OFFSET_BEGINNING,
                                    **{"isolation.level": isolation, "enable.partition.eof": True})
    try:
        records, at_end = [], set()
        until = time.monotonic() + PATIENCE
        while len(at_end) < partitions:
            check(time.monotonic() < until, f"topic {topic} cannot be read to its end")
            for message in consumer.consume(1000, 0.1):
                if message.error() is None:
                    records.append((message.partition(), message.key().decode(), message.value(),
                                    dict(message.headers() or [])))
                elif message.error().code() == confluent_kafka.KafkaError._PARTITION_EOF:
                    at_end.add(message.partition())
        return records
    finally:
        consumer.close()


@functools.cache
def type_of(name):
    """com.fillwright.order_filled.v1 of OrderFilled."""
    words = "".join("_" * (at > 0) + letter.lower() if letter.isupper() else letter for at, letter in enumerate(name))
    return f"com.fillwright.{words}.v1"


def cloud_event(value, headers):
    """Of a record in either content mode."""
    if headers["content-type"].startswith(b"application/cloudevents"):
        return json.loads(value)
    event = {name[3:]: text.decode() for name, text in headers.items() if name.startswith("ce_")}
    return event | {"data": json.loads(value)}


def as_published(event):
    """What a CloudEvent must say of this event of the journal."""
    return {"subject": event["stream"], "version": str(event["version"]), "type": type_of(event["type"]),
            "time": event["event_time"], "recordtime": event["record_time"], "correlation": str(event["correlation"]),
            "causation": str(event["causation"]) if event["causation"] else None,
            "principal": event["principal"] or None, "data": event["event"]}


def mistake_of(event, key, journal, seen, last_of):
    """What is wrong with a record, given those before it; None: nothing."""
    seq = int(event["seq"])
    if seq in seen:
        return f"event {seq} is there twice"
    if seq not in journal:
        return f"event {seq} is not in the journal: {event}"
    wanted = as_published(journal[seq])
    differing = [name for name, value in wanted.items() if event.get(name) != value]
    if differing:
        return f"event {seq}: {differing} are not as in the journal: {event}; expected {wanted}"
    if key != event["subject"] or not event["id"].endswith(f"-{seq}"):
        return f"event {seq} has the key {key}, the stream {event['subject']} and the id {event['id']}"
    if last_of.get(key, 0) >= seq:
        return f"stream {key}: event {seq} comes after {last_of[key]}"
    return None


def check_published(place):
    """Every event of the journal once, as it is there, in the order of its stream, and nothing else. Returns how many."""
    journal = {event["seq"]: event for event in place.ask("events")}
    partition_of, last_of, seen = {}, {}, set()
    for partition, key, value, headers in read_topic(place.cluster, place.prefix + "events"):
        event = cloud_event(value, headers)
        mistake = mistake_of(event, key, journal, seen, last_of)
        if mistake:
            raise Failed(mistake)
        if partition_of.setdefault(key, partition) != partition:
            raise Failed(f"stream {key} is in two partitions")
        last_of[key] = int(event["seq"])
        seen.add(last_of[key])
    missing = sorted(journal.keys() - seen)
    check(not missing, f"{len(missing)} of {len(journal)} events are not there: {missing[:10]}")
    check_states(place)
    return len(journal)


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

    def same(kind, wanted, of):
        found = sorted(json.dumps(of(row), sort_keys=True) for row in last(kind))
        wanted = sorted(json.dumps(of(row), sort_keys=True) for row in wanted)
        differing = next((pair for pair in zip(found, wanted) if pair[0] != pair[1]), "")
        check(found == wanted, f"{len(found)} states of {kind}, {len(wanted)} in the journal: {differing}")

    def unmarked(row):
        return {key: value for key, value in row.items() if key not in ("mark", "unrealised", "unrealised_percent")}

    same("orders", place.ask("orders"), lambda row: row)
    same("positions", place.ask("positions"), unmarked)
    same("pnl", place.ask("pnl")["rows"], lambda row: row)
