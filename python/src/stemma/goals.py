"""Goals: analyses somebody asks for, with arguments and assumptions; immutable data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import units

__all__ = ["Goal", "configure", "substitute", "without"]


class Goal:
    """A request for a result. `assuming` and `with_` give new goals; `document()` is what the engine reads."""

    __slots__ = ("_arguments", "_assumptions", "_inputs", "name")

    def __init__(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        assumptions: tuple[Mapping[str, Any], ...] = (),
        inputs: frozenset[str] = frozenset(),
    ) -> None:
        self.name = name
        self._arguments = dict(arguments or {})
        self._assumptions = assumptions
        # Names that are inputs even where a plain value is given.
        self._inputs = inputs

    def assuming(self, *assumptions: Mapping[str, Any]) -> Goal:
        """The same goal under further assumptions; they hold in everything that it depends on."""
        return Goal(self.name, self._arguments, (*self._assumptions, *assumptions), self._inputs)

    def with_(self, **arguments: Any) -> Goal:
        """The same goal with further arguments."""
        return Goal(self.name, {**self._arguments, **arguments}, self._assumptions, self._inputs)

    def document(self) -> dict[str, Any]:
        """The goal as JSON."""
        document: dict[str, Any] = {"analysis": self.name, **_arguments(self._arguments, self._inputs)}
        if self._assumptions:
            document["assumptions"] = [dict(assumption) for assumption in self._assumptions]
        return document

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self._arguments.items())
        return f"{self.name}({arguments})"


def _arguments(arguments: Mapping[str, Any], known: frozenset[str] = frozenset()) -> dict[str, Any]:
    from .inputs import Item, document_of, is_input

    parameters: dict[str, Any] = {}
    inputs: dict[str, Any] = {}
    for name, value in arguments.items():
        if name in known or is_input(value) or (isinstance(value, (list, tuple)) and any(map(is_input, value))):
            inputs[name] = document_of(value)
        else:
            parameters[name] = value._document() if isinstance(value, Item) else _parameter(value)
    return {key: found for key, found in (("parameters", parameters), ("inputs", inputs)) if found}


def _parameter(value: Any) -> Any:
    # A quantity goes as text with its unit: the engine converts, so that 2 cm and 20 mm are one goal.
    if hasattr(value, "unit") and hasattr(value, "to_value"):
        return f"{float(value.value)!r} {units.text_of(value.unit)}"
    if isinstance(value, (list, tuple)):
        return [_parameter(item) for item in value]
    return units.value_in(value, None)


def _name(analysis: Any) -> str:
    return analysis if isinstance(analysis, str) else str(analysis.name)


def substitute(analysis: Any, by: Any) -> Mapping[str, Any]:
    """Puts another analysis, goal or literal in place of one."""
    from .inputs import document_of

    return {"substitute": _name(analysis), "by": document_of(by)}


def configure(analysis: Any, **arguments: Any) -> Mapping[str, Any]:
    """Gives parameters or inputs to an analysis wherever it stands."""
    return {"configure": _name(analysis), **_arguments(arguments)}


def without(analysis: Any) -> Mapping[str, Any]:
    """Switches an optional input off."""
    return {"without": _name(analysis)}
