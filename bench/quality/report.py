#!/usr/bin/env python3
"""How well Docktor decides, beside others in the same run.

    bench/quality/report.py DOCKTOR BENCH_QUALITY [SHARED]

Plays the load traces of SHARED/traces/open to DOCKTOR (`simulate --stdio`) and to other autoscalers' rules in the
simulator of SHARED/simbench, and to BENCH_QUALITY in Docktor's own plant, as it is and changed. Ends with the closing
table: what must hold, and whether it does; where something does not, the exit code is 1. Where SHARED (default:
../shared beside the project) is missing it says so, and plays made loads in Docktor's own plant, which is all that can
be done without.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import closing

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PEERS = "hpa65,hpa70,keda-rps60,nomad70,seed10s,proto2"


def lines_of(text):
    return [json.loads(line) for line in text.splitlines() if line]


class Simbench:
    def __init__(self, shared):
        self.folder = shared / "simbench"
        self.traces = shared / "traces" / "open"

    def is_there(self):
        return (self.folder / "bench.py").is_file() and any(self.traces.glob("*.csv"))

    def run(self, *arguments):
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
            command = [sys.executable, "bench.py", "run", "--traces", str(self.traces), *arguments,
                       "--jobs", str(os.cpu_count()), "--out", out.name]
            subprocess.run(command, cwd=self.folder, check=True)
            return lines_of(pathlib.Path(out.name).read_text(encoding="utf-8"))

    def docktor(self, program, *arguments):
        command = f"{pathlib.Path(program).resolve()} simulate --stdio --strategy adaptive"
        return self.run("--controller", command, "--name", "docktor", *arguments)

    def peers(self, names, *arguments):
        rows = collections.defaultdict(list)
        for row in self.run("--controllers", names, *arguments):
            rows[row["controller"]].append(row)
        return rows


def plants_played(program, traces):
    """`traces`: a folder of them, or `made`."""
    played = subprocess.run([program, str(traces)], check=True, stdout=subprocess.PIPE, text=True)
    return closing.plants_of(lines_of(played.stdout))


def print_peers(rows_of):
    """Every controller, the cheapest first."""
    print(f"\n{'simbench, open traces':<22}{'J/J*':>7}{'slow %':>8}{'hours':>8}{'flaps/d':>9}{'recovery':>10}")
    lines = [(name, *(figure(rows) for _, figure, _, _ in closing.FIGURES)) for name, rows in rows_of.items()]
    for name, j, slow, hours, flaps, recovery in sorted(lines, key=lambda line: line[1]):
        print(f"{name:<22}{j:7.3f}{slow:8.2f}{hours:8.3f}{flaps:9.1f}{recovery:8.0f} s")


def print_plants(plants):
    print(f"\n{'cost against hpa65 in the same plant':<42}{'adaptive':>9}{'lower in':>10}{'worst':>7}")
    for plant, rows in plants.items():
        against = closing.ratios(rows["adaptive"], rows["hpa65"], "cost")
        lower = f"{sum(ratio < 1 for ratio in against)} of {len(against)}"
        print(f"{plant:<42}{closing.geometric_mean(against):9.3f}{lower:>10}{max(against):7.2f}")


def main(docktor, own_plant, shared):
    """Whether everything holds that has to, as far as it can be told."""
    simbench = Simbench(pathlib.Path(shared).resolve())
    if not simbench.is_there():
        print(f"{shared}: the simulator and the traces that the closing figures are measured with are not there.\n"
              "What follows is played on made loads: it shows how plants differ, and settles nothing.")
        closing.print_made(plants_played(own_plant, "made"))
        return True
    peers = simbench.peers(PEERS)
    peer_full = simbench.peers("proto2-full", "--track", "full")["proto2-full"]
    flown, flown_full = simbench.docktor(docktor), simbench.docktor(docktor, "--track", "full")
    plants = plants_played(own_plant, simbench.traces)
    print_peers({**peers, "proto2, latency": peer_full, "docktor": flown, "docktor, latency": flown_full})
    print_plants(plants)
    return closing.print_closing(peers, flown, peer_full, flown_full, plants)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    holds = main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) == 4 else PROJECT.parent / "shared")
    sys.exit(0 if holds else 1)
