"""Reads GraphML files with networkx and DOT files with pydot.

Standard input: one path a line. Standard output: one line of JSON for each.
"""

import json
import sys

import networkx
import pydot

def of_graphml(path):
    graph = networkx.read_graphml(path)
    edges = graph.edges(data=True)
    return {
        "nodes": sorted([node, data["label"]] for node, data in graph.nodes(data=True)),
        "edges": sorted([a, b] for a, b, _ in edges),
        "in_cycle": sum(data["in_cycle"] for _, _, data in edges),
        "groups": len({data["unit"] for _, data in graph.nodes(data=True) if "unit" in data}),
    }


def of_dot(path):
    (graph,) = pydot.graph_from_dot_file(path)
    ends = [[edge.get_source(), edge.get_destination()] for edge in graph.get_edges()]
    found = {"edges": sorted([end.strip('"') for end in edge] for edge in ends)}
    clusters = graph.get_subgraphs()
    found["groups"] = len(clusters)
    found["nodes"] = sum(
        len([n for n in part.get_nodes() if n.get_name() not in ("node", "edge", "graph")])
        for part in [graph, *clusters]
    )
    return found


for line in sys.stdin:
    name = line.rstrip("\n")
    print(json.dumps(of_graphml(name) if name.endswith("graphml") else of_dot(name)))
