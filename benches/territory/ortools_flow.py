"""OR-Tools min-cost flow on the H3 cells: balanced k-means, each assignment a flow, no contiguity, cells
split to the nearest whole unit of work and then given to their largest share.

Usage: ortools_flow.py FOLDER
"""
import csv
import math
import random
import sys
import time
from pathlib import Path

from ortools.graph.python import min_cost_flow

K = 20
TOLERANCE = 0.05
SECONDS = 20
RADIUS_KM = 6371.0088


def points(path):
    cells = []
    for row in csv.DictReader(open(path)):
        lat, lng = math.radians(float(row["lat"])), math.radians(float(row["lon"]))
        flat = math.cos(lat)
        at = [RADIUS_KM * x for x in (flat * math.cos(lng), flat * math.sin(lng), math.sin(lat))]
        work = int(float(row["service_minutes"]))
        if work > 0:
            cells.append((work, at))
    return cells


def distance_2(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b))


def assign(cells, centres):
    """The share of each cell's work in each cluster, cheapest under the limits."""
    total = sum(work for work, _ in cells)
    lower, upper = (int(total / K * (1 + sign * TOLERANCE)) for sign in (-1, 1))
    flow = min_cost_flow.SimpleMinCostFlow()
    n, sink = len(cells), len(cells) + K
    arcs = {}
    for index, (work, at) in enumerate(cells):
        flow.set_node_supply(index, work)
        for own, centre in enumerate(centres):
            arc = flow.add_arc_with_capacity_and_unit_cost(
                index, n + own, work, int(1000 * distance_2(at, centre))
            )
            arcs[arc] = (index, own)
    for own in range(K):
        flow.set_node_supply(n + own, -lower)
        flow.add_arc_with_capacity_and_unit_cost(n + own, sink, upper - lower, 0)
    flow.set_node_supply(sink, -(total - lower * K))
    if flow.solve() != flow.OPTIMAL:
        return None
    most = [(0, 0)] * n
    for arc, (index, own) in arcs.items():
        most[index] = max(most[index], (flow.flow(arc), own))
    return [own for _, own in most]


def centres_of(cells, territory):
    sums = [[0.0] * 4 for _ in range(K)]
    for (work, at), own in zip(cells, territory):
        for axis in range(3):
            sums[own][axis] += work * at[axis]
        sums[own][3] += work
    return [[x / max(s[3], 1) for x in s[:3]] for s in sums]


def judge(cells, territory, centres):
    total = sum(work for work, _ in cells)
    loads = [0] * K
    inertia = 0.0
    for (work, at), own in zip(cells, territory):
        loads[own] += work
        inertia += work * distance_2(at, centres[own])
    off = max(abs(load * K / total - 1) for load in loads)
    return inertia / total, off


def main():
    cells = points(Path(sys.argv[1]) / "h3" / "h3_2000_k20.csv")
    rng = random.Random(1)
    started = time.monotonic()
    best = (math.inf, 0.0, 0.0)
    while time.monotonic() - started < SECONDS:
        centres = [at for _, at in rng.choices(cells, [work for work, _ in cells], k=K)]
        for _ in range(12):
            territory = assign(cells, centres)
            if territory is None or time.monotonic() - started > SECONDS:
                break
            centres = centres_of(cells, territory)
        if territory is not None:
            inertia, off = judge(cells, territory, centres)
            best = min(best, (inertia, off, time.monotonic() - started))
    inertia, off, at = best
    what = f"OR-Tools flow, worst {100 * off:.0f} % off"
    print(f"{what:<34} {inertia:>14.3f} {'':>14} {at:>9.2f}")


main()
