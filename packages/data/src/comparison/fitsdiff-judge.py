"""What astropy's FITSDiff says of pairs of files: one JSON document for the pairs named on standard input."""
import json
import sys

from astropy.io.fits import FITSDiff

IGNORED = ["DATE", "CHECKSUM", "DATASUM"]


def describe_hdu(diff):
    found = {"cards": {}, "data": None, "kind": None}
    if getattr(diff, "diff_extension_types", ()):
        found["kind"] = list(diff.diff_extension_types)
    headers = diff.diff_headers
    if headers is not None:
        for change, names in zip(("removed", "added"), headers.diff_keywords or ((), ())):
            for name in names:
                found["cards"].setdefault(name, []).append(change)
        for name in headers.diff_keyword_values:
            found["cards"].setdefault(name, []).append("changed")
        for name in headers.diff_keyword_comments:
            found["cards"].setdefault(name, []).append("comment")
        for name, (a, b) in headers.diff_duplicate_keywords.items():
            found["cards"].setdefault(name, []).append("removed" if a > b else "added")
    data = diff.diff_data
    if data is not None and hasattr(data, "diff_pixels"):
        found["data"] = {"changed": data.diff_total, "dimensions": bool(data.diff_dimensions)}
    elif data is not None and hasattr(data, "diff_columns"):
        columns = {}
        for (name, row), _ in data.diff_values:
            columns.setdefault(name, set()).add(int(row))
        found["data"] = {
            "columns": {name: len(rows) for name, rows in columns.items()},
            "rows": list(data.diff_rows) if data.diff_rows else None,
            "removed": sorted(data.diff_columns[0]) if data.diff_columns else [],
        }
    return found


def describe(pair):
    diff = FITSDiff(*pair, ignore_keywords=IGNORED, numdiffs=-1)
    hdus = {str(entry[0]): describe_hdu(entry[1]) for entry in diff.diff_hdus}
    return {"identical": bool(diff.identical), "count": list(diff.diff_hdu_count) or None, "hdus": hdus}


print(json.dumps([describe(pair) for pair in json.load(sys.stdin)]))
