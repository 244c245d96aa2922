"""The work of provenance-views.ts by networkx: bisimulation by hash-consing, then quotient_graph and transitive_reduction."""

import json
import statistics
import sys
import time

import networkx as nx

with open(sys.argv[1]) as file:
    given = json.load(file)
graph = nx.DiGraph()
graph.add_nodes_from(range(given["size"]))
graph.add_edges_from(zip(given["sources"], given["targets"]))
roles = dict(zip(zip(given["sources"], given["targets"]), given["roles"]))
labels = given["labels"]


def partition():
    known, block_of = {}, {}
    for node in reversed(list(nx.topological_sort(graph))):
        key = (labels[node], frozenset((roles[node, used], block_of[used]) for used in graph[node]))
        block_of[node] = known.setdefault(key, len(known))
    blocks = [set() for _ in known]
    for node, block in block_of.items():
        blocks[block].add(node)
    return blocks, block_of


def default_view():
    return nx.transitive_reduction(nx.quotient_graph(graph, partition()[0]))


def default_view_by_hand():
    """Without quotient_graph, which looks at every pair of blocks."""
    blocks, block_of = partition()
    quotient = nx.DiGraph()
    quotient.add_nodes_from(range(len(blocks)))
    quotient.add_edges_from((block_of[u], block_of[v]) for u, v in graph.edges)
    return nx.transitive_reduction(quotient)


def timed(name, action, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    print(f"networkx  {name:36} {min(times):8.1f} {statistics.median(times):8.1f} ({times[0]:.1f})")


timed("default view", default_view, 1)
timed("default view, quotient by hand", default_view_by_hand, 5)
timed("transitive reduction of the whole", lambda: nx.transitive_reduction(graph), 3)
