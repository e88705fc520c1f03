#!/usr/bin/env python3
"""Whether real containers say what the simulator says: the demo's web service (a quarter of a core each) behind its load
balancer, a load that goes up and down as a trace does, compressed into minutes; flown by `target` with HPA's settings, by
`threshold` and by `adaptive`, one after the other on the same load, each by a daemon of its own.

    bench/real.py DOCKTOR [SECONDS] [TRACE.csv]

SECONDS (600) for each strategy, and half as much before it, in which all have two replicas' worth of quiet load to learn
from. Without TRACE a day with a burst that is made up. Needs DOCKER_HOST, the demo's images, LB_PORT where it can be
reached. Late: slower than 500 ms; lost: no 200. Cost: replica-seconds and, as in simbench, each late or lost request as
much as serving fifty, of what `target` has.
"""
import csv
import json
import math
import pathlib
import sys
import threading
import time

from project import Project

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 600
TRACE = sys.argv[3] if len(sys.argv) > 3 else None
DEMO = pathlib.Path(__file__).resolve().parent.parent / "examples"
MILLISECONDS = 20          # of CPU for each request
CAPACITY = 250 / MILLISECONDS  # requests a second that a replica with a quarter of a core serves at most
PARTS = 60                 # rates in a run
SETTINGS = {
    "target": "strategy: target\n      targets: { cpu: 65% }",
    "threshold": "strategy: threshold",
    "adaptive": "strategy: adaptive",
}


def made_up_day():
    wave = [0.45 - 0.35 * math.cos(2 * math.pi * i / PARTS) for i in range(PARTS)]
    return [1.0 if 38 <= i < 42 else level for i, level in enumerate(wave)]


def rates():
    """Requests a second, with a peak that five replicas serve at full load."""
    levels = made_up_day()
    if TRACE:
        with open(TRACE, encoding="utf-8") as file:
            rows = [float(row[1]) for row in list(csv.reader(file))[1:]]
        step = len(rows) / PARTS
        levels = [sum(rows[int(i * step):int((i + 1) * step)]) / max(1, int((i + 1) * step) - int(i * step))
                  for i in range(PARTS)]
    most = max(levels)
    return [max(0.5, 5 * CAPACITY * level / most) for level in levels]


def compose_file(strategy):
    text = (DEMO / "docker-compose.yaml").read_text(encoding="utf-8")
    assert "targets: { cpu: 60% }" in text, "the example has other settings by now"
    return text.replace("targets: { cpu: 60% }", SETTINGS[strategy])


class Replicas:
    """Counts those that run, once a second."""

    def __init__(self, project):
        self.project, self.seconds, self.changes, self.stopping = project, 0.0, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        last, at = None, time.monotonic()
        while not self.stopping.wait(1):
            count, now = len(self.project.ids("web")), time.monotonic()
            self.seconds += count * (now - at)
            self.changes += last is not None and count != last
            last, at = count, now

    def end(self):
        self.stopping.set()
        self.thread.join()


def load(project, steps, seconds):
    """On the network of the load balancer, so that nothing else is measured."""
    return json.loads(project.run(
        f"docker run --rm --network container:{project.ids('lb')[0]} docktor-demo/web:dev load "
        f"http://127.0.0.1:80/cpu?ms={MILLISECONDS} {','.join(f'{r:.2f}' for r in steps)} {seconds}", check=False))


def fly(strategy):
    project = Project(strategy, {"docker-compose.yaml": compose_file(strategy),
                                 "lb.conf": (DEMO / "lb.conf").read_text(encoding="utf-8")})
    project.run("docker compose up -d --wait")
    project.run(f"{PROGRAM} daemon start")
    try:
        load(project, [0.8 * CAPACITY], SECONDS // 2)
        replicas = Replicas(project)
        try:
            told = load(project, rates(), SECONDS)
        finally:
            replicas.end()
    finally:
        project.run(f"{PROGRAM} daemon stop")
        project.down()
    told.update(replica_seconds=replicas.seconds, changes=replicas.changes,
                cost=replicas.seconds + 50 * told["late_or_lost"] / CAPACITY)
    print(f"  {strategy}: {told}", file=sys.stderr)
    return told


def main():
    rows = {strategy: fly(strategy) for strategy in SETTINGS}
    base = rows["target"]["cost"]
    print(f"{TRACE or 'a made-up day'} in {SECONDS} s, five replicas' worth of requests at its peak")
    print("| strategy | late or lost | p99 | replica-seconds | changes | cost of target's |\n|---|---|---|---|---|---|")
    for name, row in rows.items():
        print(f"| {name} | {100 * row['late_or_lost'] / row['requests']:.1f} % | {row['latency_ms']['p99']:.0f} ms "
              f"| {row['replica_seconds']:.0f} | {row['changes']} | {row['cost'] / base:.2f} |")


main()
