"""The types of parameters and outputs, as the engine has them. Units are texts (`"keV"`) or units of astropy; with the
latter `run` sees a `Quantity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import units

__all__ = [
    "Type", "array", "boolean", "choice", "column", "file", "image", "integer", "json", "list_of", "maybe", "number",
    "record", "string", "table",
]  # fmt: skip


@dataclass(frozen=True)
class Type:
    """The type of a parameter or an output: what the engine calls it, its options, and how values are converted."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)
    unit: Any = None

    @property
    def unit_text(self) -> str | None:
        """The unit as the engine writes it."""
        return None if self.unit is None else units.text_of(self.unit)

    def describe(self) -> dict[str, Any]:
        """The type as plain data."""
        plain: dict[str, Any] = {"kind": self.kind}
        if self.unit is not None:
            plain["unit"] = self.unit_text
        for name, value in self.options.items():
            if value is not None:
                plain[_camel(name)] = _described(value, self.unit)
        return plain

    def seen(self, value: Any) -> Any:
        """A parameter as `run` sees it: a float for a number, a Quantity where the unit is one of astropy."""
        if value is None:
            return None
        if self.kind == "number":
            value = float(value)
        elif self.kind == "list":
            value = [self.options["item"].seen(item) for item in value]
        if self.unit is None or isinstance(self.unit, str):
            return value
        return value * self.unit

    def stored(self, value: Any) -> Any:
        """What `run` returned as the engine stores it: quantities in the declared unit, tables as columns, FITS as files."""
        from . import conversions

        return conversions.stored(self, value)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _described(value: Any, unit: Any) -> Any:
    if isinstance(value, Type):
        return value.describe()
    if isinstance(value, Mapping):
        return {key: _described(item, unit) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_described(item, unit) for item in value]
    return units.value_in(value, unit)


def number(
    unit: Any = None, *, default: Any = None, min: Any = None, max: Any = None,
    description: str | None = None, data_unit: bool | None = None,
) -> Type:  # fmt: skip
    """A floating-point number in `unit`; a request may give it in any unit of its kind."""
    options = {"default": default, "min": min, "max": max, "description": description, "data_unit": data_unit}
    return Type("number", options, unit)


def integer(
    unit: Any = None, *, default: Any = None, min: Any = None, max: Any = None,
    description: str | None = None, data_unit: bool | None = None,
) -> Type:  # fmt: skip
    """A whole number, exact up to 2^53."""
    options = {"default": default, "min": min, "max": max, "description": description, "data_unit": data_unit}
    return Type("integer", options, unit)


def string(
    *, default: str | None = None, pattern: str | None = None, example: str | None = None,
    description: str | None = None, data_unit: bool | None = None,
) -> Type:  # fmt: skip
    """Text; `pattern` (a regular expression of JavaScript) must match all of it."""
    options = {"default": default, "pattern": pattern, "example": example}
    return Type("string", options | {"description": description, "data_unit": data_unit})


def boolean(*, default: bool | None = None, description: str | None = None) -> Type:
    """True or false."""
    return Type("boolean", {"default": default, "description": description})


def choice(*choices: str, default: str | None = None, description: str | None = None) -> Type:
    """One of a few words."""
    return Type("choice", {"choices": list(choices), "default": default, "description": description})


def json(*, default: Any = None, description: str | None = None) -> Type:
    """Anything that can be stored: nested lists and dictionaries, arrays of any shape, quantities, times, tables."""
    return Type("json", {"default": default, "description": description})


def array(dtype: str, unit: Any = None, *, description: str | None = None) -> Type:
    """A one-dimensional array of one dtype."""
    return Type("array", {"dtype": dtype, "description": description}, unit)


def column(
    dtype: str, unit: Any = None, *, description: str | None = None, ucd: str | None = None, width: int | None = None
) -> Type:
    """A column of a table: dtype (also `string`, `boolean`), unit, meaning, elements per row."""
    return Type("column", {"dtype": dtype, "description": description, "ucd": ucd, "width": width}, unit)


def table(columns: Mapping[str, str | Type], *, description: str | None = None) -> Type:
    """A table: columns of equal length, each a dtype or a `column(…)`. Given as an astropy Table or a dict of arrays."""
    full = {name: column(spec) if isinstance(spec, str) else spec for name, spec in columns.items()}
    return Type("table", {"columns": full, "description": description})


def image(dtype: str, unit: Any = None, *, description: str | None = None) -> Type:
    """An image: an array of any shape, or a dict of `shape`, `data` and `wcs`."""
    return Type("image", {"dtype": dtype, "description": description}, unit)


def file(media_type: str | None = None, *, description: str | None = None) -> Type:
    """A file: a `File`, bytes, text, or an HDU list of astropy."""
    return Type("file", {"media_type": media_type, "description": description})


def list_of(
    item: Type, *, default: Sequence[Any] | None = None, min_length: int | None = None, max_length: int | None = None,
    description: str | None = None,
) -> Type:  # fmt: skip
    """A list of values of one type."""
    options = {"item": item, "default": default, "min_length": min_length, "max_length": max_length}
    return Type("list", options | {"description": description})


def record(fields: Mapping[str, Type], *, default: Any = None, description: str | None = None) -> Type:
    """A record of named fields, each with its own type."""
    return Type("record", {"fields": dict(fields), "default": default, "description": description})


def maybe(type: Type) -> Type:
    """A value that may be absent: None stands for "none", and is the default."""
    return Type("maybe", {"type": type})
