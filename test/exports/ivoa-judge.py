"""Judges IVOA provenance: the reference implementation `voprov` reads it and maps it to W3C PROV, which must be our mapping.

Standard input: JSON `{"voprov": text, "w3c": text}`. Standard output: JSON `{"problems": [...], "counts": {...}}`.
"""

import json
import sys

from prov.model import ProvDocument
from voprov.models.model import VOProvDocument

# Sections of which each record needs a relation to a description, by what the relation calls it.
ENDS = {
    "isDescribedBy": ("voprov:described", "voprov:descriptor"),
    "isRelatedTo": ("voprov:related", "voprov:relator"),
    "wasConfiguredBy": ("voprov:configured", "voprov:configurator"),
    "used": ("prov:activity", "prov:entity"),
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "hadMember": ("prov:collection", "prov:entity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
}


def main():
    given = json.load(sys.stdin)
    problems = []
    raw = json.loads(given["voprov"])
    declared = {key for section, records in raw.items() if section != "prefix" for key in records}
    for section, names in ENDS.items():
        for key, record in raw.get(section, {}).items():
            for name in names:
                if record.get(name) not in declared:
                    problems.append(f"{name} of {section} {key} is not declared")
    document = VOProvDocument.deserialize(content=given["voprov"], format="json")
    theirs = document.get_w3c()
    ours = ProvDocument.deserialize(content=given["w3c"], format="json")
    # Anonymous relations have other names on each side: compared by what they say.
    if normal(theirs) != normal(ours):
        only = set(normal(theirs)) ^ set(normal(ours))
        problems.append(f"voprov maps otherwise: {sorted(only)[:4]}")
    counts = {section: len(records) for section, records in raw.items()}
    print(json.dumps({"problems": problems, "counts": counts}))


def normal(document):
    statements = []
    for record in document.get_records():
        name = "" if str(record.identifier).startswith("_:") else str(record.identifier)
        attributes = sorted(f"{key}={value!r}" for key, value in record.attributes)
        statements.append(f"{record.get_type()} {name} {attributes}")
    return sorted(statements)


try:
    main()
except Exception as error:
    print(json.dumps({"problems": [f"{type(error).__name__}: {error}"[:500]], "counts": {}}))
