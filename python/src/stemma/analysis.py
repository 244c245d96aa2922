"""The declaration of an analysis as a class. Calling the class gives a goal; the engine makes the instance that runs."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from .goals import Goal
from .types import Type

__all__ = ["Analysis", "Command", "PipelineModule", "module"]


class _AnalysisClass(type):
    def __new__(mcs, class_name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        made = super().__new__(mcs, class_name, bases, namespace)
        if "name" not in namespace:
            made.name = f"{_stem_of(namespace.get('__module__', ''))}.{class_name}"
        if "description" not in namespace:
            made.description = (inspect.getdoc(made) or "").split("\n\n")[0].replace("\n", " ") if "__doc__" in namespace else ""
        made.__stemma_analysis__ = True
        return made

    def __call__(cls, **arguments: Any) -> Goal:
        return Goal(cls.name, arguments, inputs=frozenset(cls.inputs))

    def __repr__(cls) -> str:
        return f"<analysis {cls.name}>"


def _stem_of(module_name: str) -> str:
    if module_name == "__main__":
        path = getattr(sys.modules.get("__main__"), "__file__", None)
        return Path(path).stem if path else "notebook"
    return module_name.rpartition(".")[2] or module_name


class Analysis(metaclass=_AnalysisClass):
    """A declared step without side effects.

    Subclasses say `inputs`, `parameters`, `outputs` and `run(self, **inputs_and_parameters)`, which returns the outputs
    by name. Where `run` takes an argument `activity`, it gets the execution that is going on (log, progress, seed,
    files). Without `run` the analysis is abstract: somebody must put something in its place.
    """

    name: ClassVar[str]
    version: ClassVar[str] = "1"
    description: ClassVar[str] = ""
    inputs: ClassVar[Mapping[str, Any]] = {}
    parameters: ClassVar[Mapping[str, Type]] = {}
    outputs: ClassVar[Mapping[str, Type]] = {}
    #: False for results that are cheap to make again.
    stored: ClassVar[bool] = True
    #: True when `run` draws random numbers: only then may it ask for the seed.
    stochastic: ClassVar[bool] = False
    #: "version": the declared version alone stands for the code; with "source" every edit counts.
    code: ClassVar[str] = "source"
    time_limit_s: ClassVar[float | None] = None
    memory_limit_mb: ClassVar[float | None] = None
    #: Reasons of expected failures, with a sentence each.
    failures: ClassVar[Mapping[str, str]] = {}
    #: Installed packages that count in the environment, besides those that the source imports.
    packages: ClassVar[Sequence[str]] = ()

    __stemma_analysis__: ClassVar[bool] = True


class Command(Analysis):
    """A program as an analysis: an argument template, files in and out.

    `command = ["sex", "{image.image}", "-THRESH", "{threshold}"]`: a name in braces is a parameter, an input file, or an
    output of an input. `files` says which output is which file in the working directory; `stdout` which output is what
    the program prints. `environment` is the command that tells its version; `expected_exit_codes` turns exit codes
    into expected failures.
    """

    command: ClassVar[Sequence[str]] = ()
    files: ClassVar[Mapping[str, str]] = {}
    stdout: ClassVar[str | None] = None
    environment: ClassVar[Sequence[str]] = ()
    expected_exit_codes: ClassVar[Mapping[int, str]] = {}


class PipelineModule:
    """What a file says about itself as a module of analyses."""

    def __init__(self, name: str | None, version: str, description: str, substitutions: Sequence[Mapping[str, Any]]) -> None:
        self.name = name
        self.version = version
        self.description = description
        self.substitutions = list(substitutions)


def module(
    name: str | None = None,
    version: str = "1",
    description: str = "",
    substitutions: Sequence[Mapping[str, Any]] = (),
) -> PipelineModule:
    """Names a module; assigned to any name in its file. `substitutions` hold whenever it is loaded."""
    return PipelineModule(name, version, description, substitutions)
