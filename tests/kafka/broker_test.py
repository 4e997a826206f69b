#!/usr/bin/python3
"""The relay against a real Kafka: killed, fenced, cut off, out of time, out of disk; exactly once all the same.

    broker_test.py PROGRAM WRITER LIBS FOLDER [CASE...]

Run by deploy/test-kafka. The last line is "N passed, N failed, N skipped".
"""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time
import traceback

import confluent_kafka

import reading
from cluster import PASSWORD, STRANGER, STRANGERS_PASSWORD, USER, Cluster
from support import PATIENCE, Failed, Place, check, check_published, cloud_event, read_topic, wait_for

PROGRAM, WRITER, LIBS = sys.argv[1:4]
FOLDER = pathlib.Path(sys.argv[4])
# Before 2.6.1 librdkafka's SCRAM does not keep to RFC 5802, which brokers have insisted on since 4.0.
SCRAM_LIBS = LIBS if confluent_kafka.libversion()[1] >= 0x020601ff else str(pathlib.Path(LIBS).parent / "3.9.1")
CHANCE = random.Random(int(os.environ.get("FILLWRIGHT_SEED", "1")))
MEMORY_MIB = 200  # of a relay, however far behind
PLACES = []


class Skipped(Exception):
    pass


def place_of(cluster, name, **kafka):
    PLACES.append(Place(PROGRAM, WRITER, FOLDER, cluster, name, **kafka))
    return PLACES[-1]


def end_places():
    while PLACES:
        PLACES.pop().end()


def is_instrumented():
    """A sanitizer's own memory is no measure."""
    return b"__asan_init" in subprocess.run(["nm", "-D", PROGRAM], capture_output=True, check=False).stdout


def resident_mib(process):
    found = re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{process.pid}/status").read_text())
    return int(found.group(1)) // 1024


def check_memory(process):
    mib = resident_mib(process)
    print(f"    the relay's memory was {mib} MiB at most", flush=True)
    if not is_instrumented():
        check(mib <= MEMORY_MIB, f"the relay took {mib} MiB")


def killed_again_and_again(cluster):
    """200,000 events and more are written while the relay is killed 20 times and the broker 3 times."""
    place = place_of(cluster, "killed")
    place.ensure()
    writer = place.start_writer(4_000)
    broker_kills = {5, 11, 16}
    relay = place.start_relay()
    for kill in range(1, 21):
        time.sleep(CHANCE.uniform(0.3, 2.5))
        place.check_runs(relay)
        relay.kill()
        relay.wait()
        relay = place.start_relay()
        if kill in broker_kills:
            time.sleep(CHANCE.uniform(0.5, 2.0))
            cluster.brokers[0].kill()
            time.sleep(CHANCE.uniform(0.1, 1.0))
            cluster.brokers[0].restart()
    wait_for("200,000 events", lambda: place.told(relay).get("durable", 0) >= 200_000)
    place.stop_writer(writer)
    place.wait_until_published(relay)
    check_memory(relay)
    place.stop(relay)
    events = check_published(place)
    cut = len(read_topic(cluster, place.prefix + "events", "read_uncommitted")) - events
    print(f"    {events} events; {cut} were sent within transactions that were cut", flush=True)
    check(cut > 0, "no transaction was cut: the test shows nothing")


def two_at_once(cluster):
    """Of two relays the one that was started last goes on; the other says so and ends with 5."""
    place = place_of(cluster, "two")
    place.ensure()
    writer = place.start_writer(2_000)
    older = place.start_relay()
    place.wait_until_it_publishes(older)
    newer = place.start_relay()
    code = older.wait(timeout=PATIENCE)
    check(code == 5, f"the older ended with {code}: {place.log()}")
    check("another relay (" in place.log() and "has taken over this journal" in place.log(),
          f"it did not say that it was fenced: {place.log()}")
    place.wait_until_it_publishes(newer)
    place.stop_writer(writer)
    place.wait_until_published(newer)
    place.stop(newer)
    check_published(place)


def broker_stands_still(cluster):
    """A broker that stops answering for 40 s: the relay waits, says so once, and goes on."""
    place = place_of(cluster, "still", transaction_timeout="10s")
    place.ensure()
    writer = place.start_writer(4_000)
    relay = place.start_relay()
    place.wait_until_it_publishes(relay)
    cluster.brokers[0].pause()
    time.sleep(40)
    cluster.brokers[0].go_on()
    wait_for(lambda: f"the relay to go on: {place.log()}", lambda: "Kafka answers again after" in place.log())
    place.stop_writer(writer)
    place.wait_until_published(relay)
    check_memory(relay)
    place.stop(relay)
    log = place.log()
    check(log.count("events wait in the journal until it goes on") == 1, f"it did not say once that it waits: {log}")
    check(log.count("Kafka answers again after") == 1, f"it did not say once that it goes on: {log}")
    check_published(place)


def out_of_time(cluster):
    """A relay that stands still within a transaction until Kafka gives it up: it finds out and goes on."""
    place = place_of(cluster, "late", transaction_timeout="1s")
    place.ensure()
    writer = place.start_writer(1_500)
    relay = place.start_relay()
    place.wait_until_it_publishes(relay)
    for _ in range(20):
        time.sleep(CHANCE.uniform(0.1, 0.5))
        relay.send_signal(signal.SIGSTOP)
        time.sleep(2)  # the transaction's second, and until the broker looks
        relay.send_signal(signal.SIGCONT)
        place.wait_until_it_publishes(relay, place.told(relay)["events"] + 1)
        if place.told(relay)["aborts"] >= 3:
            break
    place.stop_writer(writer)
    counters = place.wait_until_published(relay)["relay"]
    print(f"    {counters['aborts']} transactions undone, {counters['fences']} of them called fenced", flush=True)
    check(counters["aborts"] >= 3, "hardly a transaction ran out of time: the test shows nothing")
    place.stop(relay)
    check_published(place)


def stops_while_kafka_is_dead(cluster):
    """SIGTERM ends a relay in order and soon, also when Kafka does not answer."""
    place = place_of(cluster, "stops")
    place.ensure()
    place.write(5_000)
    relay = place.start_relay()
    place.wait_until_published(relay)
    cluster.brokers[0].pause()
    try:
        place.write(2_000)
        time.sleep(1)  # now it is in the midst of a transaction
        before = time.monotonic()
        place.stop(relay)
        took = time.monotonic() - before
        check(took < 15, f"it took {took:.0f} s to stop")
    finally:
        cluster.brokers[0].go_on()
    again = place.start_relay()
    place.wait_until_published(again)
    place.stop(again)
    check_published(place)


def says_what_is_wrong(cluster):
    """Missing topics, wrong topics, no Kafka: one sentence each, and nothing published."""
    place = place_of(cluster, "wrong")
    place.write(100)

    def refused(words, *arguments):
        done = place.run(*arguments)
        check(done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1 and words in done.stderr,
              f"{arguments}: exit {done.returncode}: {done.stderr}")

    relay = ["relay", "--journal", place.journal, "--config", str(place.config)]
    refused("there is no topic wrong.events", *relay)
    folder = place.folder / "projected"
    refused("has no topic wrong.events", "project", "--from", "kafka", "--config", str(place.config), "--into", str(folder))
    refused("nothing was taken in yet", "orders", "--journal", str(folder))
    place.ensure()
    check("is as it should be" in place.ensure().stdout, "ensure does not see what it made")
    place.environment["FILLWRIGHT_KAFKA_PARTITIONS"] = "7"
    refused("topic wrong.events has partitions: 6; expected 7", "kafka", "ensure", "--config", str(place.config))
    del place.environment["FILLWRIGHT_KAFKA_PARTITIONS"]
    place.environment["FILLWRIGHT_KAFKA_REPLICATION"] = "3"
    place.environment["FILLWRIGHT_KAFKA_TOPIC_PREFIX"] = "other."
    refused("kafka.replication is 3", "kafka", "ensure", "--config", str(place.config))
    place.environment["FILLWRIGHT_KAFKA_BROKERS"] = ""
    refused("kafka.brokers is empty", *relay)
    check(read_topic(cluster, "wrong.events") == [], "something was published")


def service_publishes(cluster):
    """`fillwright run` with [kafka] publishes what it does while it does it, its last event included."""
    place = place_of(cluster, "service")
    place.ensure()
    place.config.write_text(place.config.read_text() + '[market]\nalways_open = true\n'
                            '[alerts]\nusers = ["stdin"]\nchannels = ["stdin"]\n'
                            '[secrets]\nsigning_key_file = "key"\n')
    check(place.run("keys", "new", place.folder / "key").returncode == 0, "no signing key could be made")
    service = place.start(PROGRAM, "run", "--config", place.config, "--journal", place.journal, stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    service.stdin.write("BTO SPY 680c 12/18\n")
    service.stdin.flush()

    def has_filled():
        check(service.poll() is None, f"the service ended with {service.returncode}")
        return place.run("events", "--journal", place.journal, "--type", "OrderFilled").stdout

    wait_for("the service to fill the order", has_filled, every=0.3)
    wait_for("the fill to be published while the service runs", lambda: place.status()["published"] > 10, every=0.3)
    service.send_signal(signal.SIGTERM)
    _, said = service.communicate(timeout=60)
    check(service.returncode == 0, f"the service ended with {service.returncode}: {said}")
    check(check_published(place) > 10, f"the service did next to nothing: {said}")
    # The last head is signed when all is over: whoever publishes next publishes it.
    relay = place.start_relay()
    wait_for("the last head to be published", lambda: place.told(relay).get("heads"))
    place.stop(relay)
    heads = [cloud_event(value, headers)["data"] for _, _, value, headers in read_topic(cluster, "service.heads")]
    signed = pathlib.Path(place.journal + ".heads").read_text().splitlines()
    check(heads == [json.loads(line) for line in signed], f"heads: {heads}; signed: {signed}")


def read_elsewhere(cluster):
    """What docs/analytics.md shows: kcat, and a reader that rebuilds positions and P&L; in both modes of CloudEvents."""
    for name, kafka in (("page", {"topic_prefix": "fillwright."}), ("binary", {"mode": "binary"})):
        place = place_of(cluster, name, **kafka)
        reading.record_demo(place)
        publish_all(place)
        check_published(place)
        if name == "page":
            reading.check_page(place)
        else:
            reading.check_rebuilt(place, "localhost:9092", reading.without_password(place), "positions",
                                  "--topic binary.events")


def taken_in_again(cluster):
    """`project` takes a published journal in, killed again and again: every question has the journal's answers."""
    place = place_of(cluster, "again")
    folder = place.folder / "projected"
    taking = ["project", "--from", "kafka", "--config", place.config, "--into", folder]

    def check_answers():
        done = place.run(*taking)
        check(done.returncode == 0, f"project: exit {done.returncode}: {done.stderr}")
        for question in ("orders", "positions", "pnl", "refusals", "events"):
            ours = place.run(question, "--json", "--journal", place.journal)
            theirs = place.run(question, "--json", "--journal", folder)
            check(theirs.returncode == 0 and theirs.stdout == ours.stdout,
                  f"{question} has another answer: {theirs.stderr}{theirs.stdout[:200]}, the journal {ours.stdout[:200]}")

    place.write(30_000)
    publish_all(place)
    for _ in range(8):
        process = place.start(PROGRAM, *taking, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(CHANCE.uniform(0.1, 1.5))
        process.kill()
        process.wait()
    check_answers()
    place.write(500)
    publish_all(place)
    check_answers()


def publish_all(place):
    place.ensure()
    relay = place.start_relay()
    place.wait_until_published(relay)
    place.stop(relay)


def mount_small_disk(disk):
    if os.geteuid() != 0:
        raise Skipped("a full disk needs root, to mount a small one")
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], capture_output=True, check=False)
    if done.returncode != 0:
        raise Skipped(f"a small disk could not be mounted: {done.stderr.decode().strip()}")


def fill_but(disk, left):
    """What else lies on that disk takes all of the room but so many bytes."""
    free = os.statvfs(disk)
    (disk / "something").write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - left)))


def disk_is_full(_):
    """The broker's disk is full: it dies, gets room, and comes back."""
    disk = FOLDER / "small-disk"
    mount_small_disk(disk)
    try:
        options = {"log.index.size.max.bytes": 1 << 20, "log.segment.bytes": 4 << 20}
        with Cluster(LIBS, FOLDER / "brokers-full", data=disk / "data", options=options) as cluster:
            place = place_of(cluster, "full", transaction_timeout="5s", partitions=2, state_partitions=1)
            place.ensure()
            place.write(60_000)
            fill_but(disk, 3 << 20)
            relay = place.start_relay()
            cluster.brokers[0].process.wait(timeout=PATIENCE)
            check("No space left on device" in cluster.brokers[0].log(), "the disk was not full")
            wait_for(lambda: f"the relay to say that it waits: {place.log()}",
                     lambda: "events wait in the journal until it goes on" in place.log())
            subprocess.run(["mount", "-o", "remount,size=512m", str(disk)], check=True)
            cluster.brokers[0].restart()
            place.wait_until_published(relay)
            place.stop(relay)
            check_published(place)
    finally:
        end_places()
        subprocess.run(["umount", "-l", str(disk)], check=False)


def three_brokers(_):
    """Of three brokers one is killed after the other while events go through."""
    with Cluster(LIBS, FOLDER / "brokers-three", brokers=3) as cluster:
        place = place_of(cluster, "three", replication=3, min_in_sync=2)
        place.ensure()
        writer = place.start_writer(1_500)
        relay = place.start_relay()
        place.wait_until_it_publishes(relay)
        for broker in cluster.brokers:
            time.sleep(CHANCE.uniform(0.1, 1))
            broker.kill()
            # Two are enough to go on.
            place.wait_until_it_publishes(relay, place.told(relay)["events"] + 1_500)
            broker.restart()
        place.stop_writer(writer)
        place.wait_until_published(relay)
        place.stop(relay)
        check_published(place)


def check_logging_in(cluster, mechanism):
    """A wrong password is said, the right one is never shown, and all is published; by the place that is returned."""
    cluster.mechanism = mechanism.upper().replace("_", "-")
    folder = cluster.folder
    place = place_of(cluster, mechanism, topic_prefix="fillwright.", security="sasl_tls", sasl_mechanism=mechanism,
                     sasl_user=USER, tls_authority=str(folder / "ca.pem"), tls_certificate=str(folder / "client.pem"),
                     tls_key=str(folder / "client.key"))
    reading.record_demo(place)
    wrong = "a-wrong-password-of-ours"
    place.environment["KAFKA_SASL_PASSWORD"] = wrong
    done = place.run("kafka", "ensure", "--config", place.config)
    check(done.returncode == 1 and "uthentication failed" in done.stderr and wrong not in done.stderr,
          f"a wrong password: exit {done.returncode}: {done.stderr}")
    place.environment["KAFKA_SASL_PASSWORD"] = PASSWORD
    shown = place.run("config", "check", place.config)
    check(PASSWORD not in shown.stdout + shown.stderr, "the password was shown")
    publish_all(place)
    check(PASSWORD not in place.log(), "the password is in the log")
    check_published(place)
    return place


def secured(_):
    """A password over TLS, and certificates of both sides; a wrong password and missing rights are said."""
    with Cluster(LIBS, FOLDER / "brokers-secured", secure=True) as cluster:
        place = check_logging_in(cluster, "plain")
        reading.check_page_with_password(place)
        if SCRAM_LIBS != LIBS:
            place.environment["FILLWRIGHT_KAFKA_SASL_MECHANISM"] = "scram_sha_256"
            done = place.run("kafka", "ensure", "--config", place.config)
            check(done.returncode == 1 and "cannot log in by SCRAM at Kafka 4.0 or newer" in done.stderr,
                  f"SCRAM with this librdkafka: exit {done.returncode}: {done.stderr}")
            del place.environment["FILLWRIGHT_KAFKA_SASL_MECHANISM"]
        place.environment |= {"FILLWRIGHT_KAFKA_SASL_USER": STRANGER, "KAFKA_SASL_PASSWORD": STRANGERS_PASSWORD}
        for arguments in (["kafka", "ensure"], ["relay", "--journal", place.journal]):
            done = place.run(*arguments, "--config", place.config)
            check(done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
                  and ("uthoriz" in done.stderr or "may not see it" in done.stderr),
                  f"no rights: {arguments}: exit {done.returncode}: {done.stderr}")


def secured_by_scram(_):
    """SCRAM over TLS: the password does not cross the line."""
    with Cluster(SCRAM_LIBS, FOLDER / "brokers-scram", secure=True) as cluster:
        check_logging_in(cluster, "scram_sha_256")


ON_ONE = [says_what_is_wrong, read_elsewhere, taken_in_again, two_at_once, out_of_time, service_publishes, stops_while_kafka_is_dead,
          killed_again_and_again, broker_stands_still]
ALONE = [secured, secured_by_scram, three_brokers, disk_is_full]


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    wanted = set(sys.argv[5:])
    known = {case.__name__ for case in ON_ONE + ALONE}
    if wanted - known:
        sys.exit(f"there is no case {wanted - known}; there are {', '.join(sorted(known))}")
    counts = {"pass": 0, "fail": 0, "skip": 0}

    def run(case, cluster):
        if wanted and case.__name__ not in wanted:
            return
        begin = time.monotonic()
        print(f"  {case.__name__}: {case.__doc__}", flush=True)
        try:
            case(cluster)
            outcome = "pass"
        except Skipped as why:
            outcome = "skip"
            print(f"    {why}")
        except Exception as what:  # pylint: disable=broad-except
            outcome = "fail"
            print(f"    {what}")
            if not isinstance(what, Failed):
                traceback.print_exc()
        finally:
            end_places()
        counts[outcome] += 1
        print(f"  {outcome}: {case.__name__}, {time.monotonic() - begin:.0f} s", flush=True)

    if not wanted or wanted & {case.__name__ for case in ON_ONE}:
        with Cluster(LIBS, FOLDER / "brokers-one") as cluster:
            for case in ON_ONE:
                run(case, cluster)
    for case in ALONE:
        run(case, None)
    print(f"{counts['pass']} passed, {counts['fail']} failed, {counts['skip']} skipped")
    return 1 if counts["fail"] or counts["skip"] or not counts["pass"] else 0


if __name__ == "__main__":
    sys.exit(main())
