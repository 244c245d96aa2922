"""Judges citations: DataCite by its JSON schema and by the XML that its own library makes, CFF by cffconvert, BibTeX by pybtex.

Standard input: JSON `{"dataciteJson", "dataciteXml", "cff", "bibtex"}`, each a text or null. Standard output: JSON
`{"problems": [...], ...}` with what the judges read.
"""

import json
import sys

import datacite.schema45 as schema45
import pybtex.errors
from cffconvert import Citation
from lxml import etree
from pybtex.database import parse_string
from pybtex.richtext import Text

pybtex.errors.set_strict_mode(True)


def judge_datacite(given, read):
    metadata = json.loads(given["dataciteJson"])
    problems = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in schema45.validator.iter_errors(metadata)]
    ours = etree.fromstring(given["dataciteXml"].encode())
    theirs = etree.fromstring(schema45.tostring({"doi": "(:tba)", **metadata}).encode())
    if not ours.find("{*}identifier").text:
        problems.append("no identifier")
    mine, library = ({normal(child) for child in root} for root in (ours, theirs))
    # The library leaves empty lists out, as we do; the order of the parts does not count (xs:all).
    if mine != library:
        problems.append(f"the datacite library writes otherwise: {sorted(mine ^ library)[:2]}")
    if ours.attrib != theirs.attrib:
        problems.append("another schema")
    read["title"] = metadata["titles"][0]["title"]
    return problems


def normal(element):
    attributes = sorted(element.attrib.items())
    children = [normal(child) for child in element]
    text = (element.text or "") if not children else ""
    return f"{etree.QName(element).localname}{attributes}{text}{children}"


def judge_cff(given, read):
    citation = Citation(given["cff"])
    citation.validate()
    read["cff"] = {"title": citation.cffobj["title"], "authors": len(citation.cffobj["authors"])}
    return []


def judge_bibtex(given, read):
    entries = parse_string(given["bibtex"], "bibtex").entries
    (key, entry), = entries.items()
    problems = [f"no {field}" for field in ("title", "year", "note") if field not in entry.fields]
    read["bibtex"] = {
        "key": key,
        "type": entry.type,
        "title": str(Text.from_latex(entry.fields.get("title", ""))),
        "authors": [str(person) for person in entry.persons["author"]],
    }
    return problems


def main():
    given = json.load(sys.stdin)
    problems, read = [], {}
    for name, judge in {"dataciteJson": judge_datacite, "cff": judge_cff, "bibtex": judge_bibtex}.items():
        if given.get(name) is None:
            continue
        try:
            problems += judge(given, read)
        except Exception as error:
            problems.append(f"{name}: {type(error).__name__}: {error}"[:500])
    print(json.dumps({"problems": problems, **read}))


main()
