"""The kinds of inputs besides analyses: late-bound names, literals, files, optional and accepting ones, fan-outs.

All of them are data: `document_of` gives what the engine reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .goals import Goal

__all__ = ["Input", "Item", "accepting", "document_of", "each", "following", "is_input", "literal", "named", "optional", "source"]


@dataclass(frozen=True)
class Input:
    """An input as the document that the engine reads."""

    document: Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """An analysis by its full name, in any language; called with arguments it is a goal."""

    name: str

    def __call__(self, **arguments: Any) -> Goal:
        return Goal(self.name, arguments)


def named(name: str) -> Named:
    """An analysis by the full name, found in the loaded modules when a goal is bound: `named("tutorial.BinnedEvents")`."""
    return Named(name)


def literal(value: Any) -> Input:
    """A literal value as an input; anything that JSON can hold."""
    return Input({"value": value})


def source(name: str, sha256: str, media_type: str = "application/octet-stream", **more: Any) -> Input:
    """A data file named by its digest; `urls`, `paths`, `licence`, `size_bytes`, `description` say where and what it is."""
    entry = {"name": name, "sha256": sha256, "mediaType": media_type}
    if "size_bytes" in more:
        more["sizeBytes"] = more.pop("size_bytes")
    return Input({"file": {**entry, **more}})


def optional(input: Any) -> Input:
    """Makes an input optional: `run` sees None when it is left open, switched off, or failed as expected."""
    return Input({"optional": document_of(input)})


def accepting(input: Any, *reasons: str) -> Input:
    """Accepts expected failures of an input (those with the given reasons, or all): `run` sees an `Outcome`."""
    return Input({"accepting": document_of(input), "reasons": list(reasons)})


class Item:
    """The placeholder for an element of a fan-out: handed on as a parameter, whole or a field of it."""

    def __init__(self, path: tuple[str, ...] = ()) -> None:
        self._path = path

    def __getattr__(self, name: str) -> Item:
        if name.startswith("__"):
            raise AttributeError(name)
        return Item((*self._path, name))

    def __getitem__(self, name: str) -> Item:
        return Item((*self._path, str(name)))

    def _document(self) -> dict[str, Any]:
        return {"item": list(self._path)}


def each(over: Any, output: str, template: Callable[[Any], Any]) -> Input:
    """One input for each element of a list output: `each(Select, "scws", lambda scw: Image(scw=scw))`."""
    return _fan_out(over, output, template, False)


def following(over: Any, output: str, template: Callable[[Any], Any]) -> Input:
    """One input that follows from a value of another result."""
    return _fan_out(over, output, template, True)


def _fan_out(over: Any, output: str, template: Callable[[Any], Any], one: bool) -> Input:
    made = document_of(template(Item()))
    return Input({"each": {"over": document_of(over), "output": output, "template": made, "one": one}})


def is_input(given: Any) -> bool:
    """True for what is an input and not the value of a parameter."""
    return isinstance(given, (Goal, Named, Input)) or hasattr(given, "__stemma_analysis__")


def document_of(given: Any) -> Any:
    """What the engine reads for an input. Raises TypeError for what is none."""
    if isinstance(given, Item):
        return given._document()
    if isinstance(given, Named):
        return {"analysis": given.name}
    if hasattr(given, "__stemma_analysis__"):
        return {"analysis": given.name}
    if isinstance(given, Goal):
        return given.document()
    if isinstance(given, Input):
        return given.document
    if isinstance(given, (list, tuple)):
        return [document_of(item) for item in given]
    if isinstance(given, Mapping):
        return {"map": {name: document_of(item) for name, item in given.items()}}
    if given is None or isinstance(given, (str, int, float, bool)):
        return {"value": given}
    raise TypeError(f"{given!r} is no input: give an analysis, a goal, literal(…), source(…), or a list or dict of those")
