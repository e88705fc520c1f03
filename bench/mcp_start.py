#!/usr/bin/env python3
"""How soon `docktor mcp` answers: from its start to the first line, without a daemon and with no handshake, beside what
`docker --version` takes from its start to its end. Each in turn. The goal: 50 ms, for the median.
Arguments: the program docktor, the number of starts. Exit status 1: the goal was missed."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from figures import percentile
from goals import Goals

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
STARTS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
GOAL = 50
REQUEST = b'{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}\n'


def answer(folder):
    """Milliseconds to the answer."""
    own = {"DOCKTOR_STATE_DIR": f"{folder}/state", "DOCKTOR_RUNTIME_DIR": f"{folder}/run"}
    begin = time.monotonic()
    with subprocess.Popen([PROGRAM, "mcp"], cwd=folder, env={**os.environ, **own}, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mcp:
        mcp.stdin.write(REQUEST)
        mcp.stdin.flush()
        line = mcp.stdout.readline()
        took = time.monotonic() - begin
        mcp.stdin.close()
    if b'"propose_scale"' not in line:
        sys.exit(f"no list of tools: {line[:200]!r}")
    return 1000 * took


def docker_version():
    begin = time.monotonic()
    subprocess.run(["docker", "--version"], check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.monotonic() - begin)


def row(name, times, base):
    median, p95 = statistics.median(times), percentile(times, 95)
    print(f"| {name} | {median:.1f} ms | {p95:.1f} ms | {median / base:.2f} |")
    return median


def main():
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(docker_version(), answer(folder)) for _ in range(STARTS)]
    beside, answers = zip(*pairs)
    base = statistics.median(beside)
    print("\n| | median | 95th percentile | ratio |\n|---|---|---|---|")
    row("`docker --version`", beside, base)
    median = row("`docktor mcp`, to its first answer", answers, base)
    goals = Goals()
    goals.at_most("`docktor mcp` to its first answer, median", median, GOAL, "ms")
    goals.end()


main()
