"""Judges a reana.yaml: REANA's JSON schema, and for serial workflows the loader that REANA itself uses."""

import sys

import yaml
from reana_commons.serial import serial_load
from reana_commons.validation.utils import validate_reana_yaml

with open(sys.argv[1], encoding="utf-8") as stream:
    specification = yaml.safe_load(stream)
validate_reana_yaml(specification)
workflow = specification["workflow"]
if workflow["type"] == "serial":
    parameters = specification["inputs"].get("parameters", {})
    steps = serial_load(None, workflow["specification"], parameters, original=True)["steps"]
    print(len(steps), "steps")
