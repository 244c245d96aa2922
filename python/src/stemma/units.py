"""Units as texts of the engine, from texts or from units of astropy, without importing astropy for a text."""

from __future__ import annotations

from typing import Any

__all__ = ["text_of", "value_in"]


def text_of(unit: Any) -> str:
    """The unit as the engine writes it (IVOA VOUnits)."""
    if isinstance(unit, str):
        return unit
    return str(unit.to_string("vounit"))


def value_in(value: Any, unit: Any) -> Any:
    """A quantity as a plain value in `unit`; whatever has no unit as it is."""
    if not hasattr(value, "to_value") or not hasattr(value, "unit"):
        return value.item() if hasattr(value, "item") and getattr(value, "ndim", 1) == 0 else value
    converted = value.to_value(unit) if unit is not None else value.value
    return converted.item() if getattr(converted, "ndim", 1) == 0 and hasattr(converted, "item") else converted
