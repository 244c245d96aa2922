"""Judges OpenLineage events with the classes that the project generates from its published schemas.

Standard input: JSON `{"events": text}`, one event per line. Standard output: JSON `{"problems": [...], "runs": n}`.
"""

import json
import re
import sys
import types

from openlineage.client import event_v2, facet_v2
from openlineage.client.serde import Serde

OWN = re.compile(r"^stemma_[a-z]+$")
modules = [value for value in vars(facet_v2).values() if isinstance(value, types.ModuleType)]
classes = {
    cls._get_schema(): cls
    for module in modules
    for cls in vars(module).values()
    if isinstance(cls, type) and hasattr(cls, "_get_schema")
}


def check_facets(facets, where, problems):
    for name, content in facets.items():
        for needed in ("_producer", "_schemaURL"):
            if needed not in content:
                problems.append(f"{where}.{name} has no {needed}")
        if OWN.match(name):
            continue
        cls = classes.get(content.get("_schemaURL"))
        if cls is None:
            problems.append(f"{where}.{name}: no published facet {content.get('_schemaURL')}")
            continue
        # The classes refuse fields that the schema does not have, and miss those that it requires.
        cls(**{key: value for key, value in content.items() if not key.startswith("_")})


def dataset(given, cls, where, problems):
    for part in ("facets", "inputFacets", "outputFacets"):
        check_facets(given.get(part, {}), where, problems)
    return cls(**given)


def main():
    events = [json.loads(line) for line in json.load(sys.stdin)["events"].split("\n") if line]
    problems, states, previous = [], {}, ""
    for event in events:
        if event["schemaURL"] != event_v2.RunEvent._get_schema():
            problems.append(f"no published event {event['schemaURL']}")
        check_facets(event["run"].get("facets", {}), "run", problems)
        check_facets(event["job"].get("facets", {}), "job", problems)
        built = event_v2.RunEvent(
            **{key: value for key, value in event.items() if key not in ("run", "job", "inputs", "outputs", "schemaURL", "eventType")},
            eventType=event_v2.RunState[event["eventType"]],
            run=event_v2.Run(**event["run"]),
            job=event_v2.Job(**event["job"]),
            inputs=[dataset(one, event_v2.InputDataset, "input", problems) for one in event["inputs"]],
            outputs=[dataset(one, event_v2.OutputDataset, "output", problems) for one in event["outputs"]],
        )
        json.loads(Serde.to_json(built))
        run = event["run"]["runId"]
        before = states.get(run)
        if (before, event["eventType"]) not in ((None, "START"), ("START", "COMPLETE")):
            problems.append(f"{event['eventType']} of {run} after {before}")
        states[run] = event["eventType"]
        if event["eventTime"] < previous:
            problems.append("events are not in the order of time")
        previous = event["eventTime"]
    problems += [f"{run} never ends" for run, state in states.items() if state != "COMPLETE"]
    print(json.dumps({"problems": problems, "runs": len(states), "classes": len(classes)}))


try:
    main()
except Exception as error:
    print(json.dumps({"problems": [f"{type(error).__name__}: {error}"[:500]], "runs": 0}))
