"""Real Kafka brokers for the tests: KRaft, on loopback, each a process of its own.

    python3 cluster.py LIBS FOLDER [--brokers N] [--secure]     starts them, prints where, waits for SIGINT

LIBS is the folder of jars that `mvn dependency:copy-dependencies` has filled (see pom.xml). With --secure
clients speak SASL/SCRAM over TLS, and FOLDER holds ca.pem, client.pem, client.key; the user is "relay".
"""
import argparse
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

USER, PASSWORD = "relay", "relay-secret-of-the-tests"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_certificates(folder):
    """An authority, a broker's and a client's certificate, all of them for this folder alone."""
    def path(name):
        return str(folder / name)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=test authority",
            "-keyout", path("ca.key"), "-out", path("ca.pem"))
    (folder / "broker.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    for who in ("broker", "client"):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={who}", "-keyout", path(who + ".key"),
                "-out", path(who + ".csr"))
        openssl("x509", "-req", "-in", path(who + ".csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
                "-CAcreateserial", "-days", "3", "-extfile", path("broker.ext"), "-out", path(who + ".pem"))
    # Kafka reads a key and its certificates from one file.
    (folder / "broker.store.pem").write_bytes((folder / "broker.key").read_bytes() + (folder / "broker.pem").read_bytes()
                                              + (folder / "ca.pem").read_bytes())


class Broker:
    def __init__(self, libs, folder, number, port, controller, voters, secure, brokers, data, options):
        self.libs, self.folder, self.number, self.port = libs, folder, number, port
        self.data = data or folder / "data"
        self.process = None
        kind = "SASL_SSL" if secure else "PLAINTEXT"
        copies = min(3, brokers)
        settings = {
            "process.roles": "broker,controller",
            "node.id": number,
            "controller.quorum.voters": voters,
            "listeners": f"CLIENT://127.0.0.1:{port[0]},INNER://127.0.0.1:{port[1]},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"CLIENT://127.0.0.1:{port[0]},INNER://127.0.0.1:{port[1]}",
            "listener.security.protocol.map": f"CLIENT:{kind},INNER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "INNER",
            "log.dirs": self.data,
            "offsets.topic.replication.factor": copies,
            "transaction.state.log.replication.factor": copies,
            "transaction.state.log.min.isr": min(2, copies),
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.num.partitions": 4,
            "group.initial.rebalance.delay.ms": 0,
            "auto.create.topics.enable": "false",
            # An open transaction whose time is over ends within a second, and not within ten.
            "transaction.abort.timed.out.transaction.cleanup.interval.ms": 1000,
            "log.cleaner.dedupe.buffer.size": 16 << 20,
        }
        if secure:
            settings |= {
                "sasl.enabled.mechanisms": "SCRAM-SHA-256,PLAIN",
                "listener.name.client.scram-sha-256.sasl.jaas.config":
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.client.plain.sasl.jaas.config":
                    "org.apache.kafka.common.security.plain.PlainLoginModule required "
                    f'user_{USER}="{PASSWORD}" user_nobody="nobody-may-do-anything";',
                "ssl.keystore.type": "PEM",
                "ssl.keystore.location": folder.parent / "broker.store.pem",
                "ssl.truststore.type": "PEM",
                "ssl.truststore.location": folder.parent / "ca.pem",
                "ssl.client.auth": "requested",
            }
        settings |= options
        self.properties = folder / "server.properties"
        self.properties.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))

    def java(self, *arguments, memory="-Xmx512m"):
        return ["java", memory, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{self.libs}/*", *arguments]

    def format(self, cluster_id, secure):
        more = ["--add-scram", f"SCRAM-SHA-256=[name={USER},password={PASSWORD}]"] if secure else []
        subprocess.run(self.java("kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(self.properties), *more,
                                 memory="-Xmx128m"), check=True, capture_output=True)

    def start(self):
        with open(self.folder / "broker.log", "ab") as log:
            self.process = subprocess.Popen(self.java("kafka.Kafka", str(self.properties)), stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL)

    def wait(self, patience=240):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"broker {self.number} ended: " + self.log()[-2000:])
            try:
                socket.create_connection(("127.0.0.1", self.port[0]), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"broker {self.number} did not come up: " + self.log()[-2000:])

    def restart(self):
        """Kafka 4.1 sometimes ends while it starts, when others already talk to it: then once more."""
        for attempt in range(3):
            self.start()
            try:
                return self.wait()
            except RuntimeError:
                if self.process.poll() is None or attempt == 2:
                    raise

    def log(self):
        return (self.folder / "broker.log").read_text(errors="replace")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)


class Cluster:
    """Starts on entering, ends (with SIGKILL: nothing of it is to be kept) on leaving."""

    def __init__(self, libs, folder, brokers=1, secure=False, data=None, options=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.secure = secure
        if secure:
            make_certificates(self.folder)
        ports = free_ports(3 * brokers)
        controllers = ports[2 * brokers:]
        voters = ",".join(f"{i + 1}@127.0.0.1:{controllers[i]}" for i in range(brokers))
        self.brokers = []
        for i in range(brokers):
            place = self.folder / f"broker{i + 1}"
            place.mkdir()
            self.brokers.append(Broker(libs, place, i + 1, (ports[2 * i], ports[2 * i + 1]), controllers[i], voters, secure,
                                       brokers, data, options or {}))
        self.servers = ",".join(f"127.0.0.1:{broker.port[0]}" for broker in self.brokers)

    def __enter__(self):
        out = subprocess.run(self.brokers[0].java("kafka.tools.StorageTool", "random-uuid", memory="-Xmx128m"), check=True,
                             capture_output=True, text=True).stdout
        for broker in self.brokers:
            broker.format(out.split()[-1], self.secure)
            broker.start()
        try:
            for broker in self.brokers:
                broker.wait()
        except RuntimeError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for broker in self.brokers:
            if broker.process and broker.process.poll() is None:
                broker.go_on()
                broker.kill()

    def client(self):
        """What a confluent-kafka client needs to reach it."""
        plain = {"bootstrap.servers": self.servers}
        if not self.secure:
            return plain
        return plain | {"security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-256", "sasl.username": USER,
                        "sasl.password": PASSWORD, "ssl.ca.location": str(self.folder / "ca.pem")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("libs")
    parser.add_argument("folder")
    parser.add_argument("--brokers", type=int, default=1)
    parser.add_argument("--secure", action="store_true")
    given = parser.parse_args()
    if pathlib.Path(given.folder).exists():
        shutil.rmtree(given.folder)
    with Cluster(given.libs, given.folder, given.brokers, given.secure) as cluster:
        print(cluster.servers, flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    sys.exit(main())
