"""`python -m stemma describe FILE`: what a module declares, as JSON on standard output, for the engine to read."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
import traceback
from pathlib import Path
from typing import Any

from .analysis import Analysis, Command, PipelineModule
from .closure import SourceTree
from .inputs import document_of
from .loading import load_file
from .types import Type

__all__ = ["describe_file", "print_description"]

#: Changes with what stands in the description and in the messages to workers.
protocol = 1


class NotInstalled(Exception):
    """A package that the module needs is not there."""

    def __init__(self, package: str) -> None:
        super().__init__(f"it needs the Python package {package}: `{sys.executable} -m pip install {package}`")


def print_description(path: str) -> int:
    """Prints the description, or `{"error": …}`; what the module prints meanwhile goes to standard error."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            description = describe_file(path)
    except NotInstalled as error:
        description = _problem("unavailable", str(error))
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        description = _problem("unavailable", str(NotInstalled(missing)))
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{last.filename}, line {last.lineno}"
        if isinstance(error, SyntaxError):
            place = f"{error.filename}, line {error.lineno}"
        description = _problem("invalid_request", f"{type(error).__name__}: {error} ({place})", traceback.format_exc())
    print(json.dumps(description))
    return 1 if "error" in description else 0


def _problem(code: str, message: str, trace: str = "") -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "stack": trace}}


def describe_file(path: str) -> dict[str, Any]:
    """The description of a module file. Raises what importing it raises, and ValueError for what it declares wrongly."""
    if importlib.util.find_spec("numpy") is None:
        raise NotInstalled("numpy")
    loaded, root = load_file(path)
    analyses = [value for value in vars(loaded).values() if _is_own(value, root)]
    unique = list(dict.fromkeys(analyses))
    said = next((value for value in vars(loaded).values() if isinstance(value, PipelineModule)), None)
    tree = SourceTree(root)
    stem = loaded.__name__.rpartition(".")[2]
    return {
        "protocol": protocol,
        "interpreter": f"{platform.python_implementation().lower()} {sys.version_info[0]}.{sys.version_info[1]}",
        "executable": sys.executable,
        "file": str(Path(loaded.__file__ or path).resolve()),
        "root": str(root),
        "name": (said and said.name) or stem,
        "version": said.version if said else "1",
        "description": (said.description if said else "") or (loaded.__doc__ or "").partition("\n")[0],
        "substitutions": [dict(rule) for rule in said.substitutions] if said else [],
        "analyses": [_describe(analysis, tree) for analysis in unique],
    }


def _is_own(value: Any, root: Path) -> bool:
    # Classes of the SDK are no analyses of anybody, and those of installed modules belong to these.
    if not isinstance(value, type) or not issubclass(value, Analysis) or value in (Analysis, Command):
        return False
    file = getattr(sys.modules.get(value.__module__), "__file__", None)
    return bool(value.outputs) and file is not None and Path(file).resolve().is_relative_to(root)


def _describe(analysis: Any, tree: SourceTree) -> dict[str, Any]:
    for group in ("parameters", "outputs"):
        for name, type in getattr(analysis, group).items():
            if not isinstance(type, Type):
                raise ValueError(f"{analysis.name}: {group[:-1]} {name!r} must be a type such as stemma.number(unit='keV')")
    closure = tree.closure(analysis)
    plain: dict[str, Any] = {
        "name": analysis.name,
        "class": analysis.__qualname__,
        "version": analysis.version,
        "description": analysis.description,
        "parameters": {name: type.describe() for name, type in analysis.parameters.items()},
        "inputs": {name: document_of(given) for name, given in analysis.inputs.items()},
        "outputs": {name: type.describe() for name, type in analysis.outputs.items()},
        "abstract": not hasattr(analysis, "run") and not issubclass(analysis, Command),
        "stored": analysis.stored,
        "stochastic": analysis.stochastic,
        "code": analysis.code,
        "timeLimitS": analysis.time_limit_s,
        "memoryLimitMB": analysis.memory_limit_mb,
        "failures": dict(analysis.failures),
        "files": [{"path": str(path), "digest": digest} for path, digest in closure.files.items()],
        "packages": _versions(analysis.packages, closure.packages),
    }
    if issubclass(analysis, Command):
        plain["command"] = {
            "words": list(analysis.command),
            "files": dict(analysis.files),
            "stdout": analysis.stdout,
            "environment": list(analysis.environment),
            "expectedExitCodes": {str(code): reason for code, reason in analysis.expected_exit_codes.items()},
        }
    return plain


def _versions(declared: Any, imported: set[str]) -> dict[str, str]:
    versions = {}
    for package in declared:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            raise NotInstalled(package) from None
    for package in imported - set(versions):
        # What is imported under another name than it is installed counts when it is declared in `packages`.
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[package] = importlib.metadata.version(package)
    return dict(sorted(versions.items()))


def is_loading() -> bool:
    """True while a file is imported for its declarations only."""
    return "STEMMA_LOADING" in os.environ
