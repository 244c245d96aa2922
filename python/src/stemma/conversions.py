"""From what authors naturally return to what the engine stores under a declared type. Dtypes are converted only where
no bit is lost; anything else is refused with the place.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from . import units
from .values import File

if TYPE_CHECKING:
    from .types import Type

__all__ = ["stored"]


def stored(type: Type, value: Any) -> Any:
    """The value of an output as it is encoded. What does not fit is passed on: the engine names what is wrong."""
    convert = _converters.get(type.kind)
    return convert(type, value) if convert else value


def _number(type: Type, value: Any) -> Any:
    plain = units.value_in(value, type.unit)
    return float(plain) if isinstance(plain, (int, float)) and not isinstance(plain, bool) else plain


def _integer(type: Type, value: Any) -> Any:
    plain = units.value_in(value, type.unit)
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain


def _as_dtype(value: Any, dtype: str) -> Any:
    given = np.asarray(value)
    clamped = dtype == "uint8clamped"
    wanted = np.dtype("uint8" if clamped else dtype).newbyteorder("<")
    if given.dtype != wanted and (np.can_cast(given.dtype, wanted, "safe") or _fits(given, wanted)):
        given = given.astype(wanted)
    return given.view(np.dtype("u1", metadata={"stemma": "uint8clamped"})) if clamped and given.dtype == wanted else given


def _fits(given: np.ndarray[Any, Any], wanted: np.dtype[Any]) -> bool:
    # Lists of Python numbers come as int64 or float64: exact where every element survives the way there and back.
    if given.dtype.kind not in "iuf" or wanted.kind not in "iuf" or given.size == 0:
        return given.size == 0
    if given.dtype.kind == "f" and wanted.kind == "f":
        return False
    with np.errstate(all="ignore"):
        return bool(np.array_equal(given.astype(wanted).astype(given.dtype), given))


def _array(type: Type, value: Any) -> Any:
    return _as_dtype(units.value_in(value, type.unit), type.options["dtype"])


def _table(type: Type, value: Any) -> Any:
    if not isinstance(value, Mapping):
        names = getattr(value, "colnames", None) or getattr(getattr(value, "dtype", None), "names", None)
        if names is None:
            return value
        value = {name: value[name] for name in names}
    columns = type.options["columns"]
    return {name: _column(columns[name], data) if name in columns else data for name, data in value.items()}


def _column(type: Type, data: Any) -> Any:
    dtype = type.options["dtype"]
    if dtype in ("string", "boolean"):
        return np.asarray(data).tolist()
    # A column of astropy knows its unit without being a quantity.
    if type.unit is not None and getattr(data, "unit", None) is not None and not hasattr(data, "to_value"):
        data = data.quantity
    if type.unit is not None and hasattr(data, "quantity"):
        data = data.quantity if data.unit is not None else data
    return _as_dtype(units.value_in(data, type.unit), dtype).reshape(-1)


def _image(type: Type, value: Any) -> Any:
    dtype = type.options["dtype"]
    if isinstance(value, Mapping):
        return {**value, "data": _as_dtype(value["data"], dtype).reshape(-1)} if "data" in value else value
    wcs = getattr(value, "wcs", None)
    data = getattr(value, "data", value) if wcs is not None else value
    pixels = _as_dtype(units.value_in(data, type.unit), dtype)
    plain = {"shape": list(pixels.shape), "data": np.ascontiguousarray(pixels).reshape(-1)}
    return plain if wcs is None else plain | {"wcs": dict(wcs.to_header())}


def _file(type: Type, value: Any) -> Any:
    media_type = type.options.get("media_type")
    if isinstance(value, (bytes, str)):
        value = File("output", value, media_type or ("text/plain" if isinstance(value, str) else None))
    elif hasattr(value, "writeto"):
        stream = io.BytesIO()
        value.writeto(stream)
        value = File("output.fits", stream.getvalue(), media_type or "application/fits")
    if isinstance(value, File) and value.media_type is None and media_type is not None:
        value.media_type = media_type
    return value


def _list(type: Type, value: Any) -> Any:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return [stored(type.options["item"], item) for item in value] if isinstance(value, (list, tuple)) else value


def _record(type: Type, value: Any) -> Any:
    fields = type.options["fields"]
    if not isinstance(value, Mapping):
        return value
    return {name: stored(fields[name], item) if name in fields else item for name, item in value.items()}


def _maybe(type: Type, value: Any) -> Any:
    return None if value is None else stored(type.options["type"], value)


_converters = {
    "number": _number,
    "integer": _integer,
    "array": _array,
    "table": _table,
    "image": _image,
    "file": _file,
    "list": _list,
    "record": _record,
    "maybe": _maybe,
}
