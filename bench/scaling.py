#!/usr/bin/env python3
"""The ways to scale a service of a Compose project, side by side on a real engine: how long each takes, and what else it
does to the project. Prints the tables of docs/scaling.md. Argument: the program docktor. Needs DOCKER_HOST and the demo's
images (scripts/images)."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from goals import Goals

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
IMAGE = "docktor-demo/web:dev"
SERVICE = """
    image: {image}
    init: true
    stop_grace_period: 1s
    volumes: ["/scratch"]
    environment: {{ RELEASE: "{release}", KEY: "${{KEY:-none}}" }}"""
FROM, TO = 2, 4


def compose_file(release="1"):
    service = SERVICE.format(image=IMAGE, release=release)
    return f"services:\n  web:{service}\n    depends_on: [api]\n    x-docktor: {{max: 20}}\n  api:{service}\n  lb:{service}\n" \
           "    depends_on: [web]\n"


class Stack:
    """A project that was started by hand: KEY in the shell, web at two, api at three."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="docktor-scaling-"))
        self.environment = os.environ | {"DOCKTOR_STATE_DIR": f"{self.folder}/state",
                                         "DOCKTOR_RUNTIME_DIR": f"{self.folder}/run"}
        self.write()
        self.run("docker compose up -d --scale web=2 --scale api=3", KEY="s3cret")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run(f"{PROGRAM} daemon stop")
        self.write()
        self.run("docker compose down -v -t 0")
        shutil.rmtree(self.folder)

    def write(self, release="1"):
        (self.folder / "compose.yaml").write_text(compose_file(release), encoding="utf-8")

    def run(self, command, **variables):
        return subprocess.run(command.split(), cwd=self.folder, env=self.environment | variables, check=False,
                              capture_output=True, text=True, timeout=180)

    def containers(self):
        """(service, number) → id, when it was started, its environment"""
        ids = self.run(f"docker ps -aq --filter label=com.docker.compose.project={self.folder.name}").stdout.split()
        found = {}
        for one in json.loads(self.run("docker inspect " + " ".join(ids)).stdout) if ids else []:
            labels = one["Config"]["Labels"]
            key = labels["com.docker.compose.service"], int(labels["com.docker.compose.container-number"])
            found[key] = one["Id"], one["State"]["StartedAt"], sorted(one["Config"]["Env"])
        return found

    def running(self, service="web"):
        listed = self.run(f"docker ps -q --filter label=com.docker.compose.project={self.folder.name} "
                          f"--filter label=com.docker.compose.service={service}")
        return len(listed.stdout.split())


WAYS = {
    "Docktor": f"{PROGRAM} scale web {{count}} --for 10m",
    "`up -d --scale web=4`": "docker compose up -d --scale web={count}",
    "`scale web=4`": "docker compose scale web={count}",
    "`up -d --no-deps --scale web=4 web`": "docker compose up -d --no-deps --scale web={count} web",
    "… with `--no-recreate`": "docker compose up -d --no-deps --no-recreate --scale web={count} web",
}


def shell_is_the_same(stack):
    return {"KEY": "s3cret"}


def shell_is_another(stack):
    return {}


def file_has_changed(stack):
    stack.write(release="2")
    return {"KEY": "s3cret"}


def file_is_gone(stack):
    (stack.folder / "compose.yaml").unlink()
    return {"KEY": "s3cret"}


SITUATIONS = {
    "nothing has changed": shell_is_the_same,
    "another shell, without `KEY`": shell_is_another,
    "the file has changed": file_has_changed,
    "the file is gone": file_is_gone,
}


def numbers(keys):
    return ", ".join(f"{service}-{number}" for service, number in sorted(keys))


def what_else(before, after, code):
    """What happened to those that ran before, and whether the new ones are as they are."""
    said = []
    again = [k for k in before if k in after and before[k][:2] != after[k][:2]]
    gone = [k for k in before if k not in after]
    if again:
        said.append(f"**{numbers(again)} made anew**")
    if gone:
        said.append(f"**{numbers(gone)} gone**")
    new = [k for k in after if k not in before and k[0] == "web"]
    ordinary = before["web", 1][2]
    if any(after[k][2] != ordinary for k in new):
        said.append("new ones differ from the old")
    if not new and code != 0:
        said.append("refused")
    return "; ".join(said) or "nothing else"


def up(way, situation):
    with Stack() as stack:
        if way == "Docktor":
            started = stack.run(f"{PROGRAM} daemon start", KEY="s3cret")
            assert started.returncode == 0, started.stderr
        variables = SITUATIONS[situation](stack)
        before = stack.containers()
        begin = time.monotonic()
        ran = stack.run(WAYS[way].format(count=TO), **variables)
        while way == "Docktor" and stack.running() < TO and time.monotonic() - begin < 20:
            time.sleep(0.01)
        took = time.monotonic() - begin
        return took if stack.running() == TO else None, what_else(before, stack.containers(), ran.returncode)


def down(way):
    """From four to two where web-2 has been frozen: whether that one goes, and what is left."""
    with Stack() as stack:
        stack.run(f"{PROGRAM} daemon start", KEY="s3cret")
        stack.run(f"{PROGRAM} scale web 4 --for 10m")
        while stack.running() < 4:
            time.sleep(0.05)
        stack.run(f"docker pause {stack.folder.name}-web-2")
        time.sleep(1.5)
        begin = time.monotonic()
        ran = stack.run(WAYS[way].format(count=2), KEY="s3cret")
        while way == "Docktor" and stack.running() > 2 and time.monotonic() - begin < 30:
            time.sleep(0.01)
        took = time.monotonic() - begin
        left = [k for k in stack.containers() if k[0] == "web"]
        return took, numbers(left), ran.returncode


def main():
    version = json.loads(subprocess.run(["docker", "version", "-f", "json"], capture_output=True, text=True, check=True).stdout)
    compose = subprocess.run(["docker", "compose", "version", "--short"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"Engine {version['Server']['Version']}, Compose {compose}, {os.cpu_count()} cores; web from {FROM} to {TO} replicas\n")
    print("| way | " + " | ".join(SITUATIONS) + " | seconds | of Docktor's |\n" + "|---" * (len(SITUATIONS) + 3) + "|")
    ours, beside = None, {}
    for way in WAYS:
        cells = beside[way] = [up(way, situation)[1] for situation in SITUATIONS]
        times = [t for t in (up(way, "nothing has changed")[0] for _ in range(5)) if t]
        typical = statistics.median(times)
        ours = ours or typical
        print(f"| {way} | " + " | ".join(cells) + f" | {typical:.2f} | {typical / ours:.1f} × |", flush=True)
    print("\n| way | left of web-1 to web-4, web-2 frozen | exit status | seconds |\n|---|---|---|---|")
    for way in ("Docktor", "… with `--no-recreate`", "`scale web=4`"):
        took, left, code = down(way)
        print(f"| {way.replace('=4', '=2')} | {left} | {code} | {took:.1f} |", flush=True)
    goals = Goals()
    changed = sum(cell != "nothing else" for cell in beside["Docktor"])
    goals.at_most("situations in which Docktor changed something else", changed, 0, f"of {len(SITUATIONS)}")
    goals.end()


if __name__ == "__main__":
    main()
