#!/usr/bin/env python3
"""What it costs to watch 50 containers for two minutes: Docktor, which reads each every second, beside `docker stats` and a
poller like metrics-server (each container once in 15 seconds, by the engine). Then how long a start and a question take.
Arguments: the program docktor, the number of containers, the seconds. Needs DOCKER_HOST and the demo's images."""
import collections
import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time

from figures import percentile
from goals import Goals
from project import Project

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
CONTAINERS = int(sys.argv[2]) if len(sys.argv) > 2 else 50
SECONDS = int(sys.argv[3]) if len(sys.argv) > 3 else 120
IDLE_SECONDS = 30
STARTS, QUESTIONS = 20, 100
SERVICES = 10
WINDOW = min(60, SECONDS)  # of the readings that are counted
LEAST = WINDOW - 5  # of each replica in it, a second between two
FILES = "the kernel's files"  # in the words of `docktor status`
SOCKET = os.environ["DOCKER_HOST"].removeprefix("unix://")
TICKS = os.sysconf("SC_CLK_TCK")


class Stack(Project):
    """They have nothing to do, so that Docktor would take away what is above their minimum."""

    def __init__(self):
        each = CONTAINERS // SERVICES
        services = "".join(f"  s{i}:\n    image: docktor-demo/web:dev\n    stop_grace_period: 1s\n"
                           f"    x-docktor: {{min: {each}}}\n    deploy: {{replicas: {each}}}\n" for i in range(SERVICES))
        super().__init__("footprint", {"compose.yaml": "services:\n" + services})
        self.run("docker compose up -d")
        self.all = self.ids()
        self.watched = None  # by the daemon, while it was measured

    def check(self, when):
        """That all are there, and the same ones as in the beginning."""
        ids = self.ids()
        assert len(ids) == CONTAINERS, f"{when} {len(ids)} containers run, not {CONTAINERS}"
        assert set(ids) == set(self.all), f"{when} other containers run than in the beginning"


def cpu_seconds(pid):
    """Its own and that of its children which have ended: 14 to 17 in man 5 proc_pid_stat, of which 3 is the first here."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / TICKS


def own_mib(pid):
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_")) / 1024


def engine_pids():
    """dockerd and its containerd: what asks them costs them."""
    listed = subprocess.run(["ss", "-xlpn"], capture_output=True, text=True, check=True).stdout
    dockerd = next(line for line in listed.splitlines() if SOCKET in line)
    pid = int(dockerd.split("pid=")[1].split(",")[0])
    family = [pid]
    for name in ("containerd", "dockerd"):
        for status in pathlib.Path("/proc").glob("[0-9]*/comm"):
            if status.read_text(encoding="utf-8").strip() == name and int(status.parent.name) not in family:
                if str(pathlib.Path(SOCKET).parent) in (status.parent / "cmdline").read_text(encoding="utf-8"):
                    family.append(int(status.parent.name))
    return family


class Pages:
    """The most own pages of a process, looked at once a second."""

    def __init__(self, pid):
        self.pid, self.most, self.stopping = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.stopping.wait(1):
            self.most = max(self.most, own_mib(self.pid))

    def end(self):
        self.stopping.set()
        self.thread.join()
        return self.most


def watch(pid, engine):
    """Cores of its own, cores of the engine, and the most MiB of own pages, from its start on."""
    pages = Pages(pid)
    time.sleep(10)  # settled
    before, before_engine = cpu_seconds(pid), sum(map(cpu_seconds, engine))
    time.sleep(SECONDS)
    cpu, engines = cpu_seconds(pid) - before, sum(map(cpu_seconds, engine)) - before_engine
    return cpu / SECONDS, engines / SECONDS, pages.end()


Watched = collections.namedtuple("Watched", "replicas way fewest")


def watched(stack):
    """What the daemon says that it watches: how many replicas, which way they are read, and how often that one was which
    was read the least."""
    replicas = json.loads(stack.run(f"{PROGRAM} metrics --window {WINDOW}s --json"))["replicas"]
    way = json.loads(stack.run(f"{PROGRAM} status --json"))["readings_from"]
    return Watched(len(replicas), way, min((replica["readings"] for replica in replicas), default=0))


def docktor(stack, engine):
    stack.run(f"{PROGRAM} daemon start")
    pid = json.loads(stack.run(f"{PROGRAM} status --json"))["daemon"]["pid"]
    figures = watch(pid, engine)
    stack.watched = watched(stack)
    stack.run(f"{PROGRAM} daemon stop")
    return figures


def docker_stats(stack, engine):
    process = subprocess.Popen(["docker", "stats", *stack.all], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    figures = watch(process.pid, engine)
    process.kill()
    process.wait()
    return figures


POLLER = """
import http.client, json, socket, sys, time
class Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(sys.argv[1])
while True:
    begin = time.monotonic()
    for one in sys.argv[2:]:
        connection = Connection("engine")
        connection.request("GET", f"/containers/{one}/stats?stream=false&one-shot=true")
        json.loads(connection.getresponse().read())
        connection.close()
    time.sleep(max(0, 15 - (time.monotonic() - begin)))
"""


def poller(stack, engine):
    process = subprocess.Popen([sys.executable, "-c", POLLER, SOCKET, *stack.all])
    figures = watch(process.pid, engine)
    process.kill()
    process.wait()
    return figures


def milliseconds(call):
    begin = time.monotonic()
    call()
    return 1000 * (time.monotonic() - begin)


def start_times(stack):
    """Of the daemon, which is ended after each."""
    took = []
    for _ in range(STARTS):
        took.append(milliseconds(lambda: stack.run(f"{PROGRAM} daemon start")))
        stack.run(f"{PROGRAM} daemon stop")
    return took


def status_times(stack):
    stack.run(f"{PROGRAM} daemon start")
    took = [milliseconds(lambda: stack.run(f"{PROGRAM} status")) for _ in range(QUESTIONS)]
    stack.run(f"{PROGRAM} daemon stop")
    return took


def report_times(stack):
    """Prints them; the medians of a start and of a question."""
    starts, statuses = start_times(stack), status_times(stack)
    listed = [milliseconds(lambda: stack.run("docker compose ps")) for _ in range(STARTS)]
    base = statistics.median(listed)
    print("\n| | median | p95 | ratio to `docker compose ps` |\n|---|---|---|---|")
    for name, took in (("`docker compose ps`", listed), ("`docktor daemon start`, to the first look", starts),
                       ("`docktor status`", statuses)):
        median = statistics.median(took)
        print(f"| {name} | {median:.0f} ms | {percentile(took, 95):.0f} ms | {median / base:.2f} |")
    return statistics.median(starts), statistics.median(statuses)


def main():
    stack = Stack()
    try:
        engine = engine_pids()
        idle = sum(map(cpu_seconds, engine))
        time.sleep(IDLE_SECONDS)
        idle = (sum(map(cpu_seconds, engine)) - idle) / IDLE_SECONDS
        print(f"{len(stack.all)} containers, {SECONDS} s each; the engine alone takes {100 * idle:.2f} % of a core")
        print("| | of a core | the engine's part | own pages, the most | ratio of all CPU |\n|---|---|---|---|---|")
        base = None
        for name, kind in (("`docker stats`, every second", docker_stats), ("poller, every 15 s", poller),
                           ("Docktor, every second", docktor)):
            stack.check("before " + name)
            own, theirs, pages = kind(stack, engine)
            stack.check("after " + name)
            theirs = max(0, theirs - idle)
            base = base or own + theirs
            print(f"| {name} | {100 * own:.2f} % | {100 * theirs:.2f} % | {pages:.0f} MiB | {(own + theirs) / base:.3f} |", flush=True)
        start, status = report_times(stack)
        goals = Goals()
        goals.say(f"replicas that Docktor watched to the end: {stack.watched.replicas} of {CONTAINERS}",
                  stack.watched.replicas == CONTAINERS)
        goals.say(f"they are read from {stack.watched.way}; wanted: {FILES}", stack.watched.way == FILES)
        goals.say(f"readings of each replica in the last {WINDOW} s: {stack.watched.fewest} of {LEAST} at least",
                  stack.watched.fewest >= LEAST)
        goals.at_most("Docktor's CPU", 100 * own, 0.5, "% of a core")
        goals.at_most("Docktor's own pages", pages, 40, "MiB")
        goals.at_most("`docktor daemon start`, to the first look, median", start, 300, "ms")
        goals.at_most("`docktor status`, median", status, 30, "ms")
        goals.end()
    finally:
        stack.down()


main()
