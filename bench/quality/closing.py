"""The closing table: each figure that has to hold, beside those of the peers in the same run."""
import math

CHEAPER, OF = 24, 27  # runs that must be cheaper than the anchor's; of another number of runs, as large a share
WORST, PLANT, SAME_PLANT = 1.10, 0.92, 0.005


def geometric_mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values))


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def by_run(rows):
    return {(row["trace"], row["profile"]): row for row in rows}


def ratios(rows, anchor, field):
    rows, anchor = by_run(rows), by_run(anchor)
    return [rows[run][field] / anchor[run][field] for run in rows]


def cost(rows):
    return geometric_mean(row["J"] / row["J_oracle"] for row in rows)


FIGURES = (  # what bench.py prints of each controller: in words, from its rows, digits, at most
    ("cost to the clairvoyant's", cost, 3, 1.25),
    ("slow requests, %", lambda rows: 100 * mean(row["viol"] for row in rows), 2, 0.40),
    ("replica hours to the clairvoyant's", lambda rows: geometric_mean(row["rh_vs_oracle"] for row in rows), 3, 1.24),
    ("flaps a day", lambda rows: mean(row["flaps_per_day"] for row in rows), 1, 45),
    ("recovery p95, s", lambda rows: mean(row["recover_p95"] for row in rows), 0, 19),
)


class Table:
    """A line for each figure: what it is for each of `columns`, and where it is judged the limit, and whether the last
    of them keeps it."""

    def __init__(self, title, columns, judged=True):
        self.open = 0
        print(f"\n{title:<42}" + "".join(f"{name:>12}" for name in columns) + ("  to close" if judged else ""))

    def row(self, name, cells, limit="", held=None):
        verdict = "" if held is None else "held" if held else "NOT HELD"
        self.open += held is False
        print((f"{name:<42}" + "".join(f"{cell:>12}" for cell in cells) + f"  {limit:<14}{verdict}").rstrip())

    def at_most(self, name, values, digits, limit):
        """`values`: a number for each column, None where there is none. Judged as it is printed."""
        cells = ["–" if value is None else f"{value:.{digits}f}" for value in values]
        self.row(name, cells, f"≤ {limit:.{min(digits, 2)}f}", float(cells[-1]) <= limit)

    def end(self):
        """Whether everything holds."""
        print("everything holds" if self.open == 0 else f"{self.open} of these do not hold")
        return self.open == 0


def cheaper(table, peers, docktor):
    """How often, and how dear the worst run is."""
    against = [ratios(rows, peers["hpa65"], "J") for rows in (peers["proto2"], docktor)]
    runs = len(against[-1])
    counts = [sum(ratio < 1 for ratio in each) for each in against]
    need = -(-CHEAPER * runs // OF)
    table.row("runs cheaper than hpa65", ["–", *(f"{count} of {runs}" for count in counts)], f"≥ {need} of {runs}",
              counts[-1] >= need)
    table.at_most("worst run against hpa65", [None, *map(max, against)], 2, WORST)


def plants_of(rows):
    """The rows by plant and controller."""
    plants = {}
    for row in rows:
        plants.setdefault(row["plant"], {}).setdefault(row["controller"], []).append(row)
    return plants


def same_plant(table, plants, peers):
    """Docktor's plant is simbench's: the same anchor costs the same in both."""
    here, there = by_run(plants["as it is"]["hpa65"]), by_run(peers["hpa65"])
    off = geometric_mean(here[run]["cost"] / there[run]["J"] for run in here) - 1
    table.row("hpa65 in this plant to simbench's", ["", "", f"{100 * off:+.2f} %"], "within 0.5 %", abs(off) <= SAME_PLANT)


def plant_costs(plants):
    """What `adaptive` costs against the anchor, by plant."""
    return {name: geometric_mean(ratios(rows["adaptive"], rows["hpa65"], "cost")) for name, rows in plants.items()}


def changed_plants(table, plants):
    table.row("cost against hpa65 in the same plant", [])
    for plant, against in plant_costs(plants).items():
        table.at_most("  " + plant, [1, None, against], 3, PLANT)


def print_closing(peers, docktor, peer_full, docktor_full, plants):
    """Each of the arguments is rows of runs; `peers` by their names, `plants` by plant and controller. Returns whether
    everything holds."""
    table = Table(f"open traces, three services: {len(docktor)} runs", ["hpa65", "proto2", "adaptive"])
    shown = (peers["hpa65"], peers["proto2"], docktor)
    for name, figure, digits, limit in FIGURES:
        table.at_most(name, [figure(rows) for rows in shown], digits, limit)
    cheaper(table, peers, docktor)
    table.at_most("cost with latency visible", [None, cost(peer_full), cost(docktor_full)], 3, 1.20)
    changed_plants(table, plants)
    same_plant(table, plants, peers)
    return table.end()


def print_made(plants):
    """What can be told without simbench and its traces: figures, and no verdict."""
    runs = plants["as it is"]
    table = Table("made loads, Docktor's own plant", ["hpa65", "adaptive"], judged=False)
    shown = (runs["hpa65"], runs["adaptive"])
    for name, field, factor, digits in (("slow requests, %", "violated", 100, 2), ("flaps a day", "flaps_per_day", 1, 1),
                                        ("recovery p95, s", "recovery_p95", 1, 0)):
        table.row(name, [f"{factor * mean(row[field] for row in rows):.{digits}f}" for rows in shown])
    hours = ratios(runs["adaptive"], runs["hpa65"], "replica_hours")
    table.row("replica hours against hpa65", ["1", f"{geometric_mean(hours):.3f}"])
    table.row("cost against hpa65 in the same plant", [])
    for plant, against in plant_costs(plants).items():
        table.row("  " + plant, ["1", f"{against:.3f}"])
