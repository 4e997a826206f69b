"""Real Kafka brokers for the tests: KRaft, on loopback, each a process of its own.

    python3 cluster.py LIBS FOLDER [--brokers N] [--secure]     starts them, prints where, waits for SIGINT

LIBS is the folder of jars that `mvn dependency:copy-dependencies` has filled (see pom.xml). With --secure
clients log in over TLS, by PLAIN or SCRAM, and have to show a certificate: FOLDER holds ca.pem, client.pem,
client.key; the user is "relay".
"""
import argparse
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import time

USER, PASSWORD = "relay", "relay-secret-of-the-tests"
STRANGER, STRANGERS_PASSWORD = "nobody", "nobody-may-do-anything"  # may log in, and nothing else
CLUSTER_ID = "fillwright-of-kafka--A"  # sixteen bytes, as Kafka writes them
# A compiler and a collector that cost little at the start, which these brokers do often.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def is_free(port):
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def free_ports(count):
    """None of those that the kernel gives to clients: one that knocks at a dead broker's port could get it itself."""
    lowest_of_clients = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    candidates = range(10_000, max(lowest_of_clients, 12_000))
    ports = []
    while len(ports) < count:
        port = random.choice(candidates)
        if port not in ports and is_free(port):
            ports.append(port)
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


SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


class Broker:
    def __init__(self, libs, folder, number, port, controller, voters, secure, brokers, data, options, flags):
        self.libs, self.folder, self.number, self.port, self.flags = libs, folder, number, port, flags
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
            "transaction.abort.timed.out.transaction.cleanup.interval.ms": 200,
            # A broker that was killed is taken back when its session is over, and not after nine seconds.
            "broker.session.timeout.ms": 3000,
            "broker.heartbeat.interval.ms": 500,
            "log.cleaner.dedupe.buffer.size": 16 << 20,
        }
        if secure:
            settings |= {
                "sasl.enabled.mechanisms": "SCRAM-SHA-256,SCRAM-SHA-512,PLAIN",
                "listener.name.client.scram-sha-256.sasl.jaas.config": SCRAM_LOGIN,
                "listener.name.client.scram-sha-512.sasl.jaas.config": SCRAM_LOGIN,
                "listener.name.client.plain.sasl.jaas.config":
                    "org.apache.kafka.common.security.plain.PlainLoginModule required "
                    f'user_{USER}="{PASSWORD}" user_{STRANGER}="{STRANGERS_PASSWORD}";',
                "ssl.keystore.type": "PEM",
                "ssl.keystore.location": folder.parent / "broker.store.pem",
                "ssl.truststore.type": "PEM",
                "ssl.truststore.location": folder.parent / "ca.pem",
                "listener.name.client.ssl.client.auth": "required",
                "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                # Brokers among themselves are anonymous.
                "super.users": f"User:{USER};User:ANONYMOUS",
            }
        settings |= options
        self.properties = folder / "server.properties"
        self.properties.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))

    def java(self, *arguments, memory="-Xmx512m"):
        return ["java", memory, *self.flags, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{self.libs}/*",
                *arguments]

    def format(self, secure):
        more = []
        for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512") if secure else ():
            more += ["--add-scram", f"{mechanism}=[name={USER},password={PASSWORD}]"]
        done = subprocess.run(self.java("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(self.properties),
                                        *more, memory="-Xmx128m"), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"the folder of broker {self.number} could not be formatted: {done.stderr[-2000:]}")

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
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"broker {self.number} did not come up: " + self.log()[-2000:])

    def restart(self):
        """Kafka 4.1 sometimes ends while it starts, when others already talk to it: then once more."""
        for is_last in (False, False, True):
            self.start()
            try:
                self.wait()
                return
            except RuntimeError as what:
                if is_last or self.process.poll() is None:
                    raise
                print(f"    started once more: {str(what)[-500:]}", flush=True)

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

    def __init__(self, libs, folder, brokers=1, secure=False, data=None, options=None, flags=QUICK):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.secure = secure
        self.mechanism = "PLAIN"  # how client() logs in, where it is secure
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
                                       brokers, data, options or {}, flags))
        self.servers = ",".join(f"127.0.0.1:{broker.port[0]}" for broker in self.brokers)

    def __enter__(self):
        try:
            for broker in self.brokers:
                broker.format(self.secure)
                broker.start()
            for broker in self.brokers:
                broker.wait()
        except BaseException:
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
        return plain | {"security.protocol": "SASL_SSL", "sasl.mechanism": self.mechanism, "sasl.username": USER,
                        "sasl.password": PASSWORD, "ssl.ca.location": str(self.folder / "ca.pem"),
                        "ssl.certificate.location": str(self.folder / "client.pem"),
                        "ssl.key.location": str(self.folder / "client.key")}


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
