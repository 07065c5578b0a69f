"""GerryChain on the county districts: its optimizer of cut edges by recombination, ten seconds each.

Usage: gerrychain_cuts.py FOLDER
"""
import csv
import random
import sys
import time
import warnings
from functools import partial
from pathlib import Path

import networkx
from gerrychain import Graph, Partition
from gerrychain.constraints import contiguous, within_percent_of_ideal_population
from gerrychain.optimization import SingleMetricOptimizer
from gerrychain.proposals import recom
from gerrychain.tree import bipartition_tree, recursive_tree_part
from gerrychain.updaters import Tally, cut_edges

SECONDS = 10


def graph_of(folder, name):
    graph = networkx.Graph()
    for row in csv.DictReader(open(folder / "districting" / f"{name}_nodes.csv")):
        graph.add_node(int(row["id"]), pop=int(row["pop"]))
    for row in csv.DictReader(open(folder / "districting" / f"{name}_edges.csv")):
        graph.add_edge(int(row["a"]), int(row["b"]))
    total = sum(pop for _, pop in graph.nodes(data="pop"))
    return Graph.from_networkx(graph), total


def best(graph, total, k, seed):
    """The fewest cut edges seen, or None where no start within half a per cent is found."""
    random.seed(seed)
    ideal = total / k
    cut = partial(bipartition_tree, max_attempts=200, allow_pair_reselection=True)
    started = time.monotonic()
    while True:
        try:
            start = recursive_tree_part(
                graph, range(k), ideal, "pop", 0.005, node_repeats=2, method=cut
            )
            break
        except Exception:
            if time.monotonic() - started > SECONDS:
                return None, SECONDS
    updaters = {"pop": Tally("pop"), "cut_edges": cut_edges}
    partition = Partition(graph, start, updaters)
    proposal = partial(
        recom, pop_col="pop", pop_target=ideal, epsilon=0.005, node_repeats=2, method=cut
    )
    limit = within_percent_of_ideal_population(partition, 0.005, pop_key="pop")
    optimizer = SingleMetricOptimizer(
        proposal, [limit, contiguous], partition, lambda p: len(p["cut_edges"]), maximize=False
    )
    least, at = len(partition["cut_edges"]), time.monotonic() - started
    try:
        for _ in optimizer.short_bursts(10, 10**6):
            now = time.monotonic() - started
            if optimizer.best_score < least:
                least, at = optimizer.best_score, now
            if now > SECONDS:
                break
    except Exception as error:
        print(f"  stopped by {type(error).__name__}", file=sys.stderr)
    return least, at


def main():
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    for row in csv.DictReader(open(folder / "best_known.csv")):
        if row["instance"].endswith("_county"):
            graph, total = graph_of(folder, row["instance"])
            value, at = best(graph, total, int(row["k"]), 1)
            shown = "none found" if value is None else f"{value:.0f}"
            print(f"GerryChain {row['instance']:<23} {shown:>14} {row['best_known']:>14} {at:>9.2f}")


main()
