"""Stemma for Python: declare analyses, take results of others as inputs, and resolve goals from scripts and notebooks.

An analysis is a class with inputs, parameters, outputs and `run`; the engine alone computes its identity, runs it in a
warm worker and stores what it gives with its family tree.
"""

import sys

# Before anything else: what follows does not even parse with older ones.
if sys.version_info < (3, 11):
    raise ImportError(
        "stemma needs Python 3.11 or newer, this is %d.%d: set STEMMA_PYTHON to a newer one" % sys.version_info[:2]
    )

from .analysis import Analysis, Command, PipelineModule, module
from .failures import NoData, Transient
from .goals import Goal, configure, substitute, without
from .inputs import accepting, each, following, literal, named, optional, source
from .offline import Result, StemmaError, resolve, run
from .types import array, boolean, choice, column, file, image, integer, json, list_of, maybe, number, record, string, table
from .values import UNDEFINED, Date, File, MapValue, Outcome, Outputs, SetValue

__version__ = "0.1.0"

__all__ = [
    "UNDEFINED",
    "Analysis",
    "Command",
    "Date",
    "File",
    "Goal",
    "MapValue",
    "NoData",
    "Outcome",
    "Outputs",
    "PipelineModule",
    "Result",
    "SetValue",
    "StemmaError",
    "Transient",
    "accepting",
    "array",
    "boolean",
    "choice",
    "column",
    "configure",
    "each",
    "file",
    "following",
    "image",
    "integer",
    "json",
    "list_of",
    "literal",
    "maybe",
    "module",
    "named",
    "number",
    "optional",
    "record",
    "resolve",
    "run",
    "source",
    "string",
    "substitute",
    "table",
    "without",
]
