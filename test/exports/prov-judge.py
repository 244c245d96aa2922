"""Judges PROV documents: python-prov reads the PROV-JSON, rdflib the Turtle, and both must be one graph.

Standard input: JSON `{"json": text, "turtle": text}`. Standard output: JSON `{"problems": [...], "counts": {...}}`.
"""

import json
import sys

import prov.model as pm
from rdflib import Graph, Namespace
from rdflib.compare import graph_diff, to_isomorphic

PROV = Namespace("http://www.w3.org/ns/prov#")
# qualified property -> (shortcut property, property of the other end)
SHORTCUTS = {
    "qualifiedUsage": ("used", "entity"),
    "qualifiedGeneration": ("wasGeneratedBy", "activity"),
    "qualifiedDerivation": ("wasDerivedFrom", "entity"),
    "qualifiedAssociation": ("wasAssociatedWith", "agent"),
    "qualifiedDelegation": ("actedOnBehalfOf", "agent"),
}
# The kinds of element that may stand at each end of a relation (PROV-DM, table 5).
ENDS = {
    "prov:activity": pm.ProvActivity,
    "prov:entity": pm.ProvEntity,
    "prov:collection": pm.ProvEntity,
    "prov:generatedEntity": pm.ProvEntity,
    "prov:usedEntity": pm.ProvEntity,
    "prov:plan": pm.ProvEntity,
    "prov:alternate1": pm.ProvEntity,
    "prov:alternate2": pm.ProvEntity,
    "prov:agent": pm.ProvAgent,
    "prov:delegate": pm.ProvAgent,
    "prov:responsible": pm.ProvAgent,
}


def problems_of(document):
    """What PROV-CONSTRAINTS forbids and python-prov can see."""
    problems = []
    if document.unified() != document:
        problems.append("two records have one id")
    kinds = {record.identifier: type(record) for record in document.get_records(pm.ProvElement)}
    times = {a.identifier: (a.get_startTime(), a.get_endTime()) for a in document.get_records(pm.ProvActivity)}
    for start, end in times.values():
        if start and end and start > end:
            problems.append("an activity ends before it starts")
    for relation in document.get_records(pm.ProvRelation):
        for name, value in relation.formal_attributes:
            wanted = ENDS.get(str(name))
            if wanted and value is not None and not issubclass(kinds.get(value, type(None)), wanted):
                problems.append(f"{name} of {relation} is no declared {wanted.__name__}")
    for generation in document.get_records(pm.ProvGeneration):
        formal = {str(name): value for name, value in generation.formal_attributes}
        start, end = times.get(formal["prov:activity"], (None, None))
        if start and formal["prov:time"] and not start <= formal["prov:time"] <= end:
            problems.append("something was generated outside of its activity")
    return problems + cycles(document)


def cycles(document):
    """Derivations must not run in a circle."""
    below = {}
    for derivation in document.get_records(pm.ProvDerivation):
        generated, used = derivation.args[0], derivation.args[1]
        below.setdefault(generated, set()).add(used)
    done, open_ = set(), set()

    def visit(node):
        if node in open_:
            return ["derivations run in a circle"]
        if node in done:
            return []
        open_.add(node)
        found = [p for used in below.get(node, ()) for p in visit(used)]
        open_.discard(node)
        done.add(node)
        return found

    return [p for node in list(below) for p in visit(node)]


def without_shortcuts(graph, must_be_there):
    """python-prov mostly writes either the shortcut or the qualified node; we write both."""
    left = Graph()
    for triple in graph:
        left.add(triple)
    for qualified, (shortcut, end) in SHORTCUTS.items():
        for subject, node in graph.subject_objects(PROV[qualified]):
            for other in graph.objects(node, PROV[end]):
                if must_be_there and (subject, PROV[shortcut], other) not in graph:
                    raise ValueError(f"{shortcut} of {subject} is only qualified")
                left.remove((subject, PROV[shortcut], other))
    return left


def main():
    given = json.load(sys.stdin)
    document = pm.ProvDocument.deserialize(content=given["json"], format="json")
    problems = problems_of(document)
    ours = without_shortcuts(Graph().parse(data=given["turtle"], format="turtle"), True)
    theirs = without_shortcuts(Graph().parse(data=document.serialize(format="rdf", rdf_format="turtle")), False)
    if to_isomorphic(ours) != to_isomorphic(theirs):
        _, only_ours, only_theirs = graph_diff(ours, theirs)
        sample = [t for t in only_ours][:3], [t for t in only_theirs][:3]
        problems.append(f"JSON and Turtle differ: {sample}")
    counts = {}
    for record in document.get_records():
        counts[record.get_type().localpart] = counts.get(record.get_type().localpart, 0) + 1
    print(json.dumps({"problems": problems, "counts": counts}))


try:
    main()
except Exception as error:
    print(json.dumps({"problems": [f"{type(error).__name__}: {error}"[:500]], "counts": {}}))
