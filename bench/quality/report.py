#!/usr/bin/env python3
"""How well Docktor decides, beside others in the same run.

    bench/quality/report.py DOCKTOR BENCH_QUALITY [SHARED]

Plays the load traces of SHARED/traces/open to DOCKTOR (`simulate --stdio`) in the simulator of SHARED/simbench, and to
BENCH_QUALITY in Docktor's own plant, as it is and changed. Where SHARED (default: ../shared beside the project) is
missing there is nothing to play: it says so, and succeeds.
"""
import collections
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PEERS = "hpa65,hpa70,keda-rps60,nomad70,seed10s,proto2"


def geometric_mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values))


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def lines_of(text):
    return [json.loads(line) for line in text.splitlines() if line]


class Simbench:
    def __init__(self, shared):
        self.folder = shared / "simbench"
        self.traces = shared / "traces" / "open"

    def run(self, *arguments):
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
            command = [sys.executable, "bench.py", "run", "--traces", str(self.traces), *arguments,
                       "--jobs", str(os.cpu_count()), "--out", out.name]
            subprocess.run(command, cwd=self.folder, check=True)
            return lines_of(pathlib.Path(out.name).read_text())


def by_run(rows):
    return {(row["trace"], row["profile"]): row for row in rows}


def row_of(name, rows):
    return (name, geometric_mean(r["J"] / r["J_oracle"] for r in rows), 100 * mean(r["viol"] for r in rows),
            geometric_mean(r["rh_vs_oracle"] for r in rows), mean(r["flaps_per_day"] for r in rows),
            mean(r["recover_p95"] for r in rows))


def print_peers(docktor, full, peers):
    print("\nsimbench, open traces, three services: 27 runs each")
    print(f"{'':<22}{'J/J*':>7}{'slow %':>8}{'hours':>8}{'flaps/d':>9}{'recovery':>10}")
    by_peer = collections.defaultdict(list)
    for row in peers:
        by_peer[row["controller"]].append(row)
    rows = [row_of("docktor adaptive", docktor), row_of("  latency visible", full)]
    rows += sorted((row_of(name, rows) for name, rows in by_peer.items()), key=lambda row: row[1])
    for name, *figures in rows:
        print(f"{name:<22}{figures[0]:7.3f}{figures[1]:8.2f}{figures[2]:8.3f}{figures[3]:9.1f}{figures[4]:8.0f} s")


def print_plants(rows, peers):
    anchor = by_run(row for row in peers if row["controller"] == "hpa65")
    plants = collections.defaultdict(dict)
    for row in rows:
        plants[row["plant"]].setdefault(row["controller"], {})[row["trace"], row["profile"]] = row["cost"]
    same = plants["as it is"]["hpa65"]
    print(f"\nthis plant to simbench's, cost of hpa65: "
          f"{geometric_mean(same[run] / anchor[run]['J'] for run in same):.4f}")
    print(f"\n{'cost against hpa65 in the same plant':<42}{'adaptive':>9}{'lower in':>10}{'worst':>7}")
    for plant, costs in plants.items():
        ratios = [costs["adaptive"][run] / costs["hpa65"][run] for run in costs["hpa65"]]
        lower = f"{sum(ratio < 1 for ratio in ratios)} of {len(ratios)}"
        print(f"{plant:<42}{geometric_mean(ratios):9.3f}{lower:>10}{max(ratios):7.2f}")


def main(docktor, own_plant, shared):
    shared = pathlib.Path(shared).resolve()
    if not (shared / "simbench" / "bench.py").is_file():
        print(f"{shared}: no simulator and no traces there, so nothing is compared")
        return
    simbench = Simbench(shared)
    adaptive = f"{pathlib.Path(docktor).resolve()} simulate --stdio --strategy adaptive"
    peers = simbench.run("--controllers", PEERS)
    print_peers(simbench.run("--controller", adaptive, "--name", "docktor"),
                simbench.run("--controller", adaptive, "--name", "docktor", "--track", "full"), peers)
    plant = subprocess.run([own_plant, str(simbench.traces)], check=True, stdout=subprocess.PIPE, text=True)
    print_plants(lines_of(plant.stdout), peers)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) == 4 else PROJECT.parent / "shared")
