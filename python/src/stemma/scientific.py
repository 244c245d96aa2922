"""What numpy and astropy have beyond the engine's types, as plain tagged objects: other shapes and dtypes, quantities,
times, tables. In TypeScript they are ordinary objects; in Python they come back as what they were.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

__all__ = ["array_to_plain", "from_plain", "to_plain"]

_tag = "pythonType"


def array_to_plain(value: np.ndarray[Any, Any], name: str | None, where: str) -> dict[str, Any]:
    """An array of another shape (`data` in C order) or of a dtype without typed array (`data` as raw bytes)."""
    if value.dtype.hasobject:
        from .codec import CannotStore

        raise CannotStore(f"{where} is an array of Python objects, which cannot be stored: give it a numeric dtype")
    plain = {_tag: "numpy.ndarray", "shape": list(value.shape)}
    if name is not None:
        return plain | {"data": np.ascontiguousarray(value).reshape(-1)}
    raw = np.frombuffer(np.ascontiguousarray(value).tobytes(), np.uint8)
    return plain | {"dtype": _dtype_to_plain(value.dtype), "data": raw}


def _dtype_to_plain(dtype: np.dtype[Any]) -> Any:
    descr = np.lib.format.dtype_to_descr(dtype)
    return _lists(descr)


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def _dtype_from_plain(descr: Any) -> np.dtype[Any]:
    return np.lib.format.descr_to_dtype(_tuples(descr))


def _tuples(descr: Any) -> Any:
    # Fields are tuples of a name, a dtype and perhaps a shape; only the outermost level is a list.
    if isinstance(descr, str):
        return descr
    return [(f[0] if isinstance(f[0], str) else tuple(f[0]), _tuples(f[1]), *(tuple(s) for s in f[2:])) for f in descr]


def to_plain(value: Any) -> dict[str, Any] | None:
    """The tagged object of a value of astropy, or of a masked array; None when it is neither."""
    if isinstance(value, np.ma.MaskedArray):
        return {_tag: "numpy.ma", "data": np.asarray(value.data), "mask": np.ma.getmaskarray(value)}
    # Whoever holds an object of astropy has loaded astropy: it is never imported for a question.
    if "astropy.units" not in sys.modules:
        return None
    from astropy.units import Quantity

    for kind, write in _astropy_writers():
        if isinstance(value, kind):
            return write(value)
    if isinstance(value, Quantity):
        inner = np.asarray(value.value)
        return {_tag: "astropy.Quantity", "unit": _unit_text(value.unit), "value": inner if inner.ndim else _scalar(inner)}
    return None


def _scalar(value: np.ndarray[Any, Any]) -> Any:
    return float(value) if value.dtype == np.float64 else value


def _unit_text(unit: Any) -> str:
    return str(unit.to_string())


def _astropy_writers() -> list[tuple[type, Any]]:
    writers: list[tuple[type, Any]] = []
    if "astropy.time" in sys.modules:
        from astropy.time import Time

        writers.append((Time, _time_to_plain))
    if "astropy.table" in sys.modules:
        from astropy.table import Table

        writers.append((Table, _table_to_plain))
    return writers


def _time_to_plain(time: Any) -> dict[str, Any]:
    # Two doubles hold every bit of a Time; its format is only how it is shown.
    return {
        _tag: "astropy.Time",
        "scale": time.scale,
        "format": time.format,
        "jd1": float(time.jd1) if time.isscalar else np.asarray(time.jd1),
        "jd2": float(time.jd2) if time.isscalar else np.asarray(time.jd2),
    }


def _table_to_plain(table: Any) -> dict[str, Any]:
    columns = []
    for name in table.colnames:
        column = table[name]
        unit = getattr(column, "unit", None)
        plain = to_plain(column)
        data = column if plain and plain[_tag].startswith("astropy") else _column_data(column)
        columns.append({"name": name, "unit": None if unit is None else _unit_text(unit), "data": data})
    return {_tag: "astropy.Table", "class": type(table).__name__, "meta": dict(table.meta), "columns": columns}


def _column_data(column: Any) -> Any:
    return np.ma.MaskedArray(column.data) if isinstance(column, np.ma.MaskedArray) else np.asarray(column)


def from_plain(plain: dict[str, Any]) -> Any:
    """What a tagged object stands for; the object itself when it has no tag, or when astropy is not installed."""
    kind = plain.get(_tag)
    if kind is None:
        return plain
    read = _readers.get(kind) if isinstance(kind, str) else None
    if read is None:
        return plain
    try:
        return read(plain)
    except ImportError:
        return plain


def _read_array(plain: dict[str, Any]) -> Any:
    data = plain["data"]
    if "dtype" in plain:
        data = np.frombuffer(data.tobytes(), _dtype_from_plain(plain["dtype"]))
    array = data.reshape(plain["shape"])
    array.flags.writeable = False
    return array


def _read_quantity(plain: dict[str, Any]) -> Any:
    from astropy.units import Quantity

    return Quantity(plain["value"], plain["unit"], dtype=getattr(plain["value"], "dtype", float), copy=True, subok=True)


def _read_time(plain: dict[str, Any]) -> Any:
    from astropy.time import Time

    time = Time(plain["jd1"], plain["jd2"], format="jd", scale=plain["scale"])
    time.format = plain["format"]
    return time


def _read_table(plain: dict[str, Any]) -> Any:
    from astropy.table import QTable, Table

    table = (QTable if plain["class"] == "QTable" else Table)(meta=plain["meta"])
    for column in plain["columns"]:
        table[column["name"]] = column["data"]
        if column["unit"] is not None and table[column["name"]].unit is None:
            table[column["name"]].unit = column["unit"]
    return table


_readers = {
    "numpy.ndarray": _read_array,
    "numpy.ma": lambda plain: np.ma.MaskedArray(plain["data"], plain["mask"]),
    "astropy.Quantity": _read_quantity,
    "astropy.Time": _read_time,
    "astropy.Table": _read_table,
}
