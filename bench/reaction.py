#!/usr/bin/env python3
"""From a load step to the decision and to the new replica that serves, on the demo stack: Docktor by the target that the
stack says and by the strategy that is the default, beside the script that people write (docker stats every five seconds,
then `docker compose up --scale`), what the image takes by itself, and what others have published. And from a step that is
too small to be a burst. Arguments: the program docktor, the number of rounds. Needs DOCKER_HOST, the demo's images, LB_PORT
where it can be reached."""
import collections
import dataclasses
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

from figures import percentile
from goals import Goals
from project import Project

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
DEMO = pathlib.Path(__file__).resolve().parent.parent / "examples"
TARGET = "      targets: { cpu: 60% }\n"  # what makes the strategy of the demo's web service `target`

Rate = collections.namedtuple("Rate", "requests milliseconds")  # a second, the CPU time of each
LARGE = Rate(24, 30)  # 0.72 core: 2.4 times what two replicas carry at their target, 1.44 times what they may use
SMALL = Rate(165, 2)  # 0.33 core and what answering costs: 70 to 75 % of what two may use, and seldom throttled; no burst
QUIET = Rate(2, 30)


class Stack(Project):
    def __init__(self, strategy):
        self.strategy = strategy
        compose, balancer = ((DEMO / name).read_text(encoding="utf-8") for name in ("docker-compose.yaml", "lb.conf"))
        assert TARGET in compose, f"the demo's Compose file does not say {TARGET.strip()}"
        if strategy == "adaptive":
            compose = compose.replace(TARGET, "")
        super().__init__("reaction", {"docker-compose.yaml": compose, "lb.conf": balancer})
        self.run("docker compose up -d --wait")

    def start_times(self):
        return {one["Id"][:12]: one["State"]["StartedAt"]
                for one in json.loads(self.run("docker inspect " + " ".join(self.ids("web"))))}

    def put_load(self, rate):
        """Requests to the load balancer, for five minutes at most. Returns the container that they come from."""
        return self.run(f"docker run -d --network container:{self.ids('lb')[0]} docktor-demo/web:dev load "
                        f"http://127.0.0.1:80/cpu?ms={rate.milliseconds} {rate.requests} 300").strip()

    def end_load(self, container):
        self.run(f"docker rm -f {container}")


class Step:
    """A load that begins; notes when which replica first answered."""

    def __init__(self, stack, rate):
        self.first_answers, self.stopping = {}, threading.Event()
        self.begin = time.time()
        self.container = stack.put_load(rate)
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
        self.stack.end_load(self.container)


def instant(text):
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + (fraction or "0"))


Decided = collections.namedtuple("Decided", "at by")


class Docktor:
    def __init__(self, stack):
        self.stack = stack
        stack.run(f"{PROGRAM} daemon start")

    def check(self):
        """That it looks at the service by the strategy that is measured: `adaptive` goes by a target until it knows enough."""
        latest = json.loads(self.stack.run(f"{PROGRAM} why web --json"))["item"]["decision"]["recommendation"]
        assert latest["strategy"] == self.stack.strategy, f"its strategy is {latest['strategy']}, not {self.stack.strategy}"

    def decided(self, since):
        listed = json.loads(self.stack.run(f"{PROGRAM} decisions list --actions --json"))["decisions"]
        ups = [Decided(instant(d["decision"]["at"]), d["decision"]["trigger"]) for d in listed
               if d["decision"]["action"]["to"] > d["decision"]["action"]["from"]]
        return min((up for up in ups if up.at >= since), default=None)

    def end(self):
        self.stack.run(f"{PROGRAM} daemon stop")


class Script:
    """`docker stats --no-stream` every five seconds; above 60 % on average the count that HPA's rule gives, by Compose."""

    def __init__(self, stack):
        self.stack, self.ups, self.stopping = stack, [], threading.Event()
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
                self.ups.append(Decided(time.time(), "script"))
                self.stack.run(f"docker compose up -d --no-deps --no-recreate --scale web={wanted:.0f} web")

    def check(self):
        assert self.thread.is_alive(), "the script has ended"

    def decided(self, since):
        return min((up for up in self.ups if up.at >= since), default=None)

    def end(self):
        self.stopping.set()
        self.thread.join()


OwnStart = collections.namedtuple("OwnStart", "image whole")  # seconds to the first answer: from its start, from the command


def own_start(stack):
    """Of a container of the image, limited as the stack's are, with nothing else going on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    begin = time.time()
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
    return OwnStart(answered - started, answered - begin)


@dataclasses.dataclass
class Case:
    name: str
    scaler: type
    strategy: str
    rate: Rate = LARGE
    rounds: int = ROUNDS
    settling: int = 6  # seconds
    quiet: bool = False  # a little load meanwhile

    def held(self):
        """Whether it has to reach the goals."""
        return self.scaler is Docktor and self.rate == LARGE


CASES = (
    Case("Docktor, `target`", Docktor, "target"),
    Case("Docktor, `adaptive` (the default)", Docktor, "adaptive", settling=60, quiet=True),
    Case("Docktor, `target`, a smaller step", Docktor, "target", rate=SMALL, rounds=min(5, ROUNDS)),
    Case("script with docker stats, every 5 s", Script, "target"),
)

Row = collections.namedtuple("Row", "decided serving started by")  # seconds: from the step twice, from its start; by what


def one_round(case, scaler, stack):
    before = set(stack.start_times())
    step = Step(stack, case.rate)
    new, decided, deadline = [], None, time.time() + 60
    try:
        while not (new and decided) and time.time() < deadline:
            time.sleep(0.1)
            new = [at for replica, at in step.first_answers.items() if replica not in before]
            decided = new and scaler.decided(step.begin)
    finally:
        step.end()
    assert new and decided, f"{case.name}: no new replica served within a minute, or nothing had decided it"
    started = min(instant(at) for replica, at in stack.start_times().items() if replica not in before)
    serving = min(new)
    return Row(decided.at - step.begin, serving - step.begin, serving - started, decided.by)


def settle(case, stack, number):
    """Until what is measured knows the service, and then to another point of a second, and of the five between two looks, in
    each round. Returns the container that a quiet load comes from, if one does."""
    quiet = stack.put_load(QUIET) if case.quiet else None
    time.sleep(case.settling + number * 0.7 % 5)
    return quiet


def measure(case):
    """By rounds, and the image's own start times."""
    rows, own = [], []
    for number in range(case.rounds):
        stack = Stack(case.strategy)
        own.append(own_start(stack))
        scaler = case.scaler(stack)
        quiet = None
        try:
            quiet = settle(case, stack, number)
            scaler.check()
            rows.append(one_round(case, scaler, stack))
            row = rows[-1]
            print(f"  {case.name}, round {number + 1}: decided after {row.decided:.2f} s ({row.by}), new replica served after "
                  f"{row.serving:.2f} s, {row.started:.2f} s after its start; the image by itself {own[-1].image:.2f} s after its",
                  file=sys.stderr)
        finally:
            scaler.end()
            if quiet:
                stack.end_load(quiet)
            stack.down()
    return rows, own


# From the load to the scale-up in the evaluation of r-ushil/swarm-autoscaler (2024-06, ten rounds on another machine): mean, p95.
CITED = {"Reflex, CPU from cgroups every 5 s": (7.7, 10.0), "Kubernetes HPA with metrics-server": (26.5, 34.7)}


def print_row(case, rows, base):
    decided, serving = [row.decided for row in rows], [row.serving for row in rows]
    ratio = f"{statistics.mean(serving) / base:.2f}" if case.rate == LARGE else ""
    by = ", ".join(f"{name} {count}" for name, count in collections.Counter(row.by for row in rows).items())
    print(f"| {case.name} | {statistics.mean(decided):.2f} s | {percentile(decided, 95):.2f} s "
          f"| {statistics.mean(serving):.2f} s | {percentile(serving, 95):.2f} s | {ratio} "
          f"| {statistics.mean(row.started for row in rows):.2f} s | {by} |")


def print_beside(starts):
    """What the image takes by itself, and what is cited."""
    image, whole = [start.image for start in starts], [start.whole for start in starts]
    print(f"\nthe image by itself, {len(starts)} times: serves {statistics.median(image):.2f} s after its start in the median, "
          f"{min(image):.2f} to {max(image):.2f} s; {statistics.median(whole):.2f} s after `docker create` and `docker start`")
    for name, (mean, p95) in CITED.items():
        print(f"cited, not measured here: {name}: from the load to the scale-up {mean} s mean, {p95} s p95")


def hold(goals, name, rows, own):
    decided = [row.decided for row in rows]
    goals.at_most(f"{name}: decision, mean", statistics.mean(decided), 2.5, "s")
    goals.at_most(f"{name}: decision, 95th percentile", percentile(decided, 95), 4, "s")
    goals.at_most(f"{name}: new replica serves, mean (4 s and the {own:.2f} s of the image by itself)",
                  statistics.mean(row.serving for row in rows), 4 + own, "s")


def main():
    measured = [(case, *measure(case)) for case in CASES]
    starts = [start for _, _, starts in measured for start in starts]
    own = statistics.median(start.image for start in starts)
    base = next(statistics.mean(row.serving for row in rows) for case, rows, _ in measured if case.scaler is Script)
    print(f"load step to 2.4 times what two replicas carry at a target of 60 %, {ROUNDS} rounds; the smaller one to "
          f"{SMALL.requests} requests of {SMALL.milliseconds} ms a second; all times from the step")
    print("| | decision: mean | p95 | new replica serves: mean | p95 | ratio | of it from its start | decided by, in rounds |")
    print("|---|---|---|---|---|---|---|---|")
    for case, rows, _ in measured:
        print_row(case, rows, base)
    print_beside(starts)
    goals = Goals()
    for case, rows, _ in measured:
        if case.held():
            hold(goals, case.name, rows, own)
    goals.end()


main()
