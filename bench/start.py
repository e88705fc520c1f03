#!/usr/bin/env python3
"""How long `docktor daemon start` takes, to the first look, where the journal holds a million records: of thirty days, or of
one. Each also where the kernel has to read them from the disk. Beside it a start without a journal.
Arguments: the programs docktor and bench_write_journal, the number of records. Needs DOCKER_HOST and the demo's images. Exit
status 1: a goal was missed."""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from goals import Goals
from project import Project

PROGRAM, WRITER = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
RECORDS = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
STARTS = 3
GOAL = 2
HOURS = {"30 days": 720, "a day": 24}
# Services of the journal's; nobody has enabled them, so that nothing is done to them.
COMPOSE = "services:\n" + "".join(f"  service{i}:\n    image: docktor-demo/web:dev\n    stop_grace_period: 1s\n" for i in range(3))


def write_journal(stack, hours):
    subprocess.run([WRITER, stack.journal, stack.folder.name, str(RECORDS), str(hours)], check=True)


def drop_cached(folder):
    """Asks the kernel to keep nothing of the files there in memory."""
    for path in folder.iterdir():
        file = os.open(path, os.O_RDONLY)
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def start(stack):
    """Seconds; the daemon is ended afterwards."""
    begin = time.monotonic()
    stack.run(f"{PROGRAM} daemon start")
    took = time.monotonic() - begin
    stack.run(f"{PROGRAM} daemon stop")
    return took


def cold_start(stack):
    drop_cached(stack.journal)
    return start(stack)


def measure(hours):
    """Seconds of starts: with nothing on record, then with the files in memory, then without."""
    stack = Project("start", {"compose.yaml": COMPOSE})
    stack.journal = stack.folder / "state" / stack.folder.name / "journal"
    try:
        stack.run("docker compose up -d")
        empty = [start(stack) for _ in range(STARTS)]
        shutil.rmtree(stack.folder / "state")
        write_journal(stack, hours)
        start(stack)
        return empty, [start(stack) for _ in range(STARTS)], [cold_start(stack) for _ in range(STARTS)]
    finally:
        stack.down()


def main():
    empty, rows = [], []
    for length, hours in HOURS.items():
        without, warm, cold = measure(hours)
        empty += without
        rows += [(f"records of {length}, in memory", warm), (f"records of {length}, from the disk", cold)]
    base = statistics.median(empty)
    print(f"`docktor daemon start`, to the first look, {STARTS} times each; {RECORDS:,} records")
    print("| | median | the slowest | ratio |\n|---|---|---|---|")
    for name, starts in [("without a journal", empty), *rows]:
        median = statistics.median(starts)
        print(f"| {name} | {1000 * median:.0f} ms | {1000 * max(starts):.0f} ms | {median / base:.2f} |")
    goals = Goals()
    for name, starts in rows:
        goals.at_most(f"a start with {name}, the slowest", max(starts), GOAL, "s")
    goals.end()


main()
