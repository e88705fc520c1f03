#!/usr/bin/env python3
"""From a load step to the decision and to the new replica that serves, on the demo stack with default settings: Docktor
beside the script that people write (docker stats every five seconds, then `docker compose up --scale`). Arguments: the
program docktor, the number of rounds. Needs DOCKER_HOST, the demo's images, LB_PORT where it can be reached."""
import datetime
import json
import os
import pathlib
import socket
import statistics
import sys
import threading
import time
import urllib.request

from goals import Goals
from project import Project

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
DEMO = pathlib.Path(__file__).resolve().parent.parent / "examples"
RATE, MILLISECONDS = 24, 30  # requests a second, the CPU time of each: 0.72 core, 2.4 times what two replicas carry at their target


class Stack(Project):
    def __init__(self):
        super().__init__("reaction", {name: (DEMO / name).read_text(encoding="utf-8")
                                      for name in ("docker-compose.yaml", "lb.conf")})
        self.run("docker compose up -d --wait")

    def start_times(self):
        return {one["Id"][:12]: one["State"]["StartedAt"]
                for one in json.loads(self.run("docker inspect " + " ".join(self.ids("web"))))}


class Load:
    """Requests to the load balancer; notes when which replica first answered."""

    def __init__(self, stack):
        self.first_answers, self.stopping = {}, threading.Event()
        self.begin = time.time()
        self.container = stack.run(f"docker run -d --network container:{stack.ids('lb')[0]} docktor-demo/web:dev load "
                                   f"http://127.0.0.1:80/cpu?ms={MILLISECONDS} {RATE} 300").strip()
        self.stack, self.threads = stack, [threading.Thread(target=self.ask) for _ in range(2)]
        for thread in self.threads:
            thread.start()

    def ask(self):
        url = f"http://127.0.0.1:{os.environ.get('LB_PORT', '8080')}/"
        while not self.stopping.is_set():
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    self.first_answers.setdefault(answer.read().decode().strip(), time.time())
            except OSError:
                pass
            time.sleep(0.02)

    def end(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        self.stack.run(f"docker rm -f {self.container}")


def instant(text):
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + (fraction or "0"))


class Docktor:
    name = "Docktor"

    def __init__(self, stack):
        self.stack = stack
        stack.run(f"{PROGRAM} daemon start")

    def decided(self, since):
        listed = json.loads(self.stack.run(f"{PROGRAM} decisions list --actions --json"))["decisions"]
        ups = [instant(d["decision"]["at"]) for d in listed if d["decision"]["action"]["to"] > d["decision"]["action"]["from"]]
        return min((at for at in ups if at >= since), default=None)

    def end(self):
        self.stack.run(f"{PROGRAM} daemon stop")


class Script:
    """`docker stats --no-stream` every five seconds; above 60 % on average the count that HPA's rule gives, by Compose."""
    name = "script with docker stats, every 5 s"

    def __init__(self, stack):
        self.stack, self.at, self.stopping = stack, [], threading.Event()
        self.thread = threading.Thread(target=self.loop)
        self.thread.start()

    def loop(self):
        due = time.monotonic()
        while True:
            due += 5
            if self.stopping.wait(max(0, due - time.monotonic())):
                return
            ids = self.stack.ids("web")
            used = [float(line.rstrip("%")) / 25 for line in  # of the limit, a quarter of a core
                    self.stack.run("docker stats --no-stream --format {{.CPUPerc}} " + " ".join(ids)).split()]
            wanted = min(10, max(2, -(-sum(used) // 0.6)))
            if wanted > len(ids):
                self.at.append(time.time())
                self.stack.run(f"docker compose up -d --no-deps --no-recreate --scale web={wanted:.0f} web")

    def decided(self, since):
        return min((at for at in self.at if at >= since), default=None)

    def end(self):
        self.stopping.set()
        self.thread.join()


def own_start(stack):
    """Seconds from the start of a container of the image, limited as the stack's are, to its first answer, with nothing
    else going on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    container = stack.run(f"docker create --cpus 0.25 --memory 128m -p 127.0.0.1:{port}:8080 docktor-demo/web:dev").strip()
    starter = threading.Thread(target=stack.run, args=(f"docker start {container}",))
    starter.start()
    answered, deadline = None, time.time() + 30
    while answered is None and time.time() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
                answer.read()
                answered = time.time()
        except OSError:
            time.sleep(0.005)
    starter.join()
    started = instant(json.loads(stack.run(f"docker inspect {container}"))[0]["State"]["StartedAt"])
    stack.run(f"docker rm -f {container}")
    assert answered, "a container of the image does not answer within 30 s"
    return answered - started


def one_round(scaler, stack):
    before = set(stack.start_times())
    load = Load(stack)
    deadline = time.time() + 60
    while time.time() < deadline:
        new = [at for replica, at in load.first_answers.items() if replica not in before]
        if new and scaler.decided(load.begin):
            break
        time.sleep(0.1)
    load.end()
    assert new, f"{scaler.name}: no new replica served within a minute"
    started = min(instant(at) for replica, at in stack.start_times().items() if replica not in before)
    decided, serving = scaler.decided(load.begin), min(new)
    return decided - load.begin, serving - load.begin, serving - started


def measure(kind):
    """By rounds: to the decision, to the new replica that serves, from its start to that; and the image's own start times."""
    rows, own = [], []
    for number in range(ROUNDS):
        stack = Stack()
        own.append(own_start(stack))
        scaler = kind(stack)
        time.sleep(6 + number % 5)  # settled, and at any point of a period
        try:
            rows.append(one_round(scaler, stack))
            print(f"  {kind.name}, round {number + 1}: decided after {rows[-1][0]:.2f} s, new replica served after "
                  f"{rows[-1][1]:.2f} s, {rows[-1][2]:.2f} s after its start; the image by itself {own[-1]:.2f} s after its",
                  file=sys.stderr)
        finally:
            scaler.end()
            stack.down()
    return rows, own


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main():
    measured = {kind.name: measure(kind) for kind in (Docktor, Script)}
    own = statistics.median(start for _, starts in measured.values() for start in starts)
    base = statistics.mean(row[1] for row in measured[Script.name][0])
    print(f"load step to 2.4 times what two replicas carry, {ROUNDS} rounds, all times from the step")
    print("| | decision: mean | p95 | new replica serves: mean | p95 | ratio | of it from its start |\n|---|---|---|---|---|---|---|")
    for name, (rows, _) in measured.items():
        decided, serving, started = zip(*rows)
        print(f"| {name} | {statistics.mean(decided):.2f} s | {percentile(decided, .95):.2f} s | {statistics.mean(serving):.2f} s "
              f"| {percentile(serving, .95):.2f} s | {statistics.mean(serving) / base:.2f} | {statistics.mean(started):.2f} s |")
    print(f"| the image by itself, from its start to its first answer | | | | | | {own:.2f} s |")
    decided, serving, _ = zip(*measured[Docktor.name][0])
    goals = Goals()
    goals.at_most("decision, mean", statistics.mean(decided), 2.5, "s")
    goals.at_most("decision, 95th percentile", percentile(decided, .95), 4, "s")
    goals.at_most("new replica serves, mean (4 s and the image's own start)", statistics.mean(serving), 4 + own, "s")
    goals.end()


main()
