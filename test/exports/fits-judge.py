"""Judges FITS products with their history inside: astropy opens them, checks all checksums, reads the document back.

Standard input: JSON `{"path": file, "digest": sha256 of the product}`. Standard output: JSON `{"problems": [...], "provenance": text}`.
"""

import hashlib
import json
import sys
import warnings

from astropy.io import fits

given = json.load(sys.stdin)
problems, provenance, cards = [], "", {}
try:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with fits.open(given["path"], checksum=True) as hdus:
            hdus.verify("exception")
            table = hdus["PROVENANCE"]
            if "CHECKSUM" not in table.header or "DATASUM" not in table.header:
                problems.append("the table has no checksums")
            provenance = bytes(table.data["PROVJSON"][0]).decode()
            cards = {key: str(value) for key, value in table.header.items() if key not in ("HISTORY", "COMMENT", "")}
            size = table.header["PRODSIZE"]
            with open(given["path"], "rb") as file:
                before = hashlib.sha256(file.read(size)).hexdigest()
            if before != table.header["PRODSUM"] or before != given["digest"]:
                problems.append("the bytes before the table are not the product")
            json.loads(provenance)
except Exception as error:
    problems.append(f"{type(error).__name__}: {error}"[:300])
print(json.dumps({"problems": problems, "provenance": provenance, "cards": cards}))
