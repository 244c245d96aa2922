"""Judges Renku JSON-LD as Renku itself does (renku/core/util/shacl.py): pyshacl with the shapes of the given file.

Prints the report when the document does not conform, and then ends with exit code 1.
"""

import sys

from pyshacl import validate

document, shapes = sys.argv[1:3]
with open(shapes, encoding="utf-8") as stream:
    shacl = stream.read()
conforms, _, report = validate(
    document,
    data_graph_format="json-ld",
    shacl_graph=shacl,
    shacl_graph_format="json-ld",
    inference="rdfs",
    meta_shacl=True,
    advanced=True,
)
if not conforms:
    print(report)
sys.exit(0 if conforms else 1)
