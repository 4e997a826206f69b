"""The commands that docs/analytics.md shows for reading the topics, run as they stand there but for where Kafka is."""
import json
import os
import pathlib
import re
import subprocess
import sys

from cluster import PASSWORD, USER
from support import PATIENCE, check

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGE = SOURCE / "docs" / "analytics.md"


def shown(start):
    """The command of the page that begins so, with all of its lines."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    commands = [command for block in blocks for command in re.split(r"(?<!\\)\n(?! )", block) if command.startswith(start)]
    check(len(commands) == 1, f"{PAGE.name} shows {len(commands)} commands that begin with {start!r}; expected one")
    return commands[0]


def run_shown(place, start, changes):
    """What such a command prints, run beside the place's journal with these words in place of those of the page."""
    command = shown(start)
    for words, instead in changes.items():
        check(words in command, f"{PAGE.name} does not say {words!r} in {command!r}")
        command = command.replace(words, instead)
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=place.folder, env=environment_of(place),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False)
    check(done.returncode == 0, f"{command}: exit {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.stdout


def environment_of(place):
    """The program and a Python with Debian's confluent_kafka on the path, the page's own folder `docs` beside the journal."""
    commands = place.folder / "bin"
    if not commands.exists():
        commands.mkdir()
        (commands / "python3").symlink_to(sys.executable)
        (commands / "fillwright").symlink_to(pathlib.Path(place.program).resolve())
        (place.folder / "docs").symlink_to(SOURCE / "docs")
    return place.environment | {"PATH": f"{commands}:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}


def record_demo(place):
    """The journal of a recorded trading hour, with positions and P&L."""
    done = place.run("demo", "--quiet", "--speed", "0", "--data", SOURCE / "data" / "demo", "--journal", place.journal)
    check(done.returncode == 0, f"the demo failed: {done.stderr}")


def without_password(place):
    return {"localhost:9092": place.cluster.servers}


def with_password(place):
    """Whose brokers want a certificate, too."""
    words = place.cluster.client()
    more = [f"{name}={words[name]}" for name in ("ssl.ca.location", "ssl.certificate.location", "ssl.key.location")]
    return {"broker:9093": place.cluster.servers, "sasl.username=me": f"sasl.username={USER}",
            "sasl.password=secret": f"sasl.password={PASSWORD}",
            "sasl.mechanism=PLAIN": f"sasl.mechanism={words['sasl.mechanism']}", "ssl.ca.location=kafka-ca.pem": " -X ".join(more)}


def check_kcat_reads_events(place, start, changes):
    """Every event in a line: its key, and the CloudEvent."""
    lines = run_shown(place, start, changes).splitlines()
    events = place.ask("events")
    check(len(lines) == len(events), f"kcat prints {len(lines)} events, the journal has {len(events)}")
    found = {(key, json.loads(value)["seq"]) for key, value in (line.split("\t") for line in lines)}
    check(found == {(event["stream"], str(event["seq"])) for event in events}, "kcat prints other events than the journal has")


def check_kcat_reads_orders(place):
    """The last line of each key is how that order stands."""
    lines = run_shown(place, "kcat -b localhost:9092 -C -t fillwright.orders", without_password(place)).splitlines()
    last = {}
    for line in lines:
        key, headers, value = line.split("\t")
        check("ce_seq=" in headers, f"kcat prints no header ce_seq: {line}")
        last[key] = json.loads(value)
    check(sorted(row["order_id"] for row in last.values()) == sorted(row["order_id"] for row in place.ask("orders")),
          "kcat prints other orders than the journal has")


def check_rebuilt(place, host, changes, what, more=""):
    """Positions, or profit and loss, rebuilt from the topic alone are what the program says."""
    start = f"docs/analytics/positions_and_pnl.py {what} --kafka {host}"
    found = json.loads(run_shown(place, start, changes | {f"{what} --kafka": f"{what} {more} --kafka"}))
    wanted = place.ask(what)
    check(wanted and found == wanted, f"{what} as rebuilt from the topic are not what the program says: {found}")


def check_sqlite(place):
    """Fills of each instrument, counted in SQL."""
    check(run_shown(place, "fillwright events --cloud-events --type OrderFilled", {}) == "", "a command printed too much")
    wanted = {}
    for event in place.ask("events", "--type", "OrderFilled"):
        instrument = str(event["event"]["instrument"])
        wanted[instrument] = wanted.get(instrument, 0) + 1
    lines = run_shown(place, "sqlite3 :memory:", {}).splitlines()
    found = {instrument: int(count) for instrument, count in (line.split("\t") for line in lines)}
    check(wanted and found == wanted, f"SQLite counts the fills {found}, the journal has {wanted}")


def check_taken_in(place):
    """`project` makes a folder of the topic that says of positions what the journal does, of one order as much."""
    check("take" in run_shown(place, "fillwright project --from kafka", {}), "it did not say what it took in")
    found = json.loads(run_shown(place, "fillwright positions --journal projected", {}))
    check(found == place.ask("positions"), f"positions of what was taken in: {found}")
    check("w3-1" in run_shown(place, "fillwright explain w3-1 --journal projected", {}), "the order is not explained")


def check_page(place):
    """All of the page that needs no password; the place publishes under the prefix that it shows."""
    check_kcat_reads_events(place, "kcat -b localhost:9092 -C -t fillwright.events", without_password(place))
    check_kcat_reads_orders(place)
    check_rebuilt(place, "localhost:9092", without_password(place), "positions")
    check_taken_in(place)
    check_sqlite(place)


def check_page_with_password(place):
    check_kcat_reads_events(place, "kcat -b broker:9093 -C -t fillwright.events", with_password(place))
    check_rebuilt(place, "broker:9093", with_password(place), "pnl")
