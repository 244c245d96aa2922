"""Judges a crate offline: rocrate-validator at the given severity, the Provenance Run Crate profile and all above it.

The JSON-LD context of RO-Crate comes with the package rocrate, in version 1.3; the terms of Bioschemas, which moved
after 1.1, are put back to what 1.1 and the profiles say. Prints one issue a line; the exit code is their number, at most 99.
"""

import json
import sys
from importlib import resources

import requests
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

bundled = json.loads(resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_text("utf-8"))
moved, original = "https://bioschemas.org/terms/", "https://bioschemas.org/"
terms = {
    term: iri.replace(moved, original) if isinstance(iri, str) else iri for term, iri in bundled["@context"].items()
}


def from_package(self, url, *rest, **options):
    response = requests.Response()
    response.status_code = 200 if url == "https://w3id.org/ro/crate/1.1/context" else 504
    response.headers["Content-Type"] = "application/ld+json"
    response._content = json.dumps({"@context": terms}).encode()
    return response


HttpRequester.get = from_package
path, severity = sys.argv[1:3]
result = services.validate(
    models.ValidationSettings(
        rocrate_uri=path,
        profile_identifier="provenance-run-crate",
        requirement_severity=models.Severity[severity],
        offline=True,
        skip_availability_check=True,
    )
)
issues = result.get_issues(models.Severity[severity])
for issue in issues:
    print(issue.severity.name, issue.check.identifier, issue.message, issue.violatingEntity)
sys.exit(min(99, len(issues)))
