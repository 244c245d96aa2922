"""The value codec of the engine in Python: a JSON header with the structure, then the raw bytes of every array.

The same value gives the same bytes here and in TypeScript (packages/core/src/values/codec.ts); the tests compare both.
What numpy and astropy have beyond the engine's own types travels as plain objects with a tag (see `scientific`).
"""

from __future__ import annotations

import datetime as _datetime
import json
import math
import re
import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from . import scientific
from .values import UNDEFINED, Date, File, MapValue, Outputs, SetValue, Undefined, date_of, ms_of

__all__ = ["CannotStore", "decode", "encode"]

_magic = b"STEMMA\0\x01"
_preamble = len(_magic) + 4
_safe = 2**53 - 1
_clamped = np.dtype("u1", metadata={"stemma": "uint8clamped"})
_dtypes: dict[str, np.dtype[Any]] = {
    name: np.dtype(name).newbyteorder("<")
    for name in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64")
} | {"uint8clamped": _clamped}
_names = {dtype.str: name for name, dtype in _dtypes.items() if name != "uint8clamped"}


class CannotStore(Exception):
    """A value that has no stored form; the message names the place."""



def _js_number(value: float) -> str:
    """ECMA-262 Number::toString: shortest digits, exponents below 1e-6 and from 1e21."""
    text = repr(value)
    sign, text = ("-", text[1:]) if text[0] == "-" else ("", text)
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0") or "0"
    if digits == "0":
        return "0"
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    power = point - 1
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if power > 0 else '-'}{abs(power)}"


_lone = re.compile("[\ud800-\udfff]")


def _text(value: str) -> str:
    if not value.isascii() and _lone.search(value):
        # Two halves that lie side by side are one character to JavaScript.
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    escaped = json.dumps(value, ensure_ascii=False)
    if escaped.isascii():
        return escaped
    return _lone.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)


def _is_index(key: str) -> bool:
    return key == "0" or (key.isascii() and key.isdigit() and key[0] != "0" and len(key) <= 10 and int(key) < 2**32 - 1)


def _ordered(keys: list[str]) -> list[str]:
    """The order of JavaScript: whole numbers first, ascending; then as they came."""
    indexes = [key for key in keys if _is_index(key)]
    if not indexes:
        return keys
    return sorted(indexes, key=int) + [key for key in keys if not _is_index(key)]


class _Encoder:
    def __init__(self, entry_of: Callable[[File], Mapping[str, Any]] | None) -> None:
        self.arrays: list[np.ndarray[Any, Any]] = []
        self.entry_of = entry_of

    def tree(self, value: Any, where: str) -> str:
        write = _writers.get(type(value))
        if write is not None:
            return write(self, value, where)
        for kind, writer in _abstract_writers:
            if isinstance(value, kind):
                return writer(self, value, where)
        tagged = scientific.to_plain(value)
        if tagged is None:
            raise CannotStore(f"{where} is an instance of {type(value).__name__}, which cannot be stored")
        return self.tree(tagged, where)

    def number(self, value: float, where: str) -> str:
        if math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0):
            return _js_number(value)
        name = "-0" if value == 0 else "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
        return f'{{"$float":"{name}"}}'

    def integer(self, value: int, where: str) -> str:
        return str(int(value)) if -_safe <= value <= _safe else f'{{"$int":"{int(value)}"}}'

    def sequence(self, value: Any, where: str) -> str:
        return f"[{','.join([self.tree(item, f'{where}[{i}]') for i, item in enumerate(value)])}]"

    def set(self, value: Any, where: str) -> str:
        items = [self.tree(item, where) for item in value]
        # A set of Python has no order of its own; one from the engine keeps the order in which it was made.
        items = items if isinstance(value, SetValue) else sorted(items)
        return f'{{"$set":[{",".join(items)}]}}'

    def map(self, value: MapValue, where: str) -> str:
        pairs = [f"[{self.tree(k, where)},{self.tree(v, where)}]" for k, v in value.pairs]
        return f'{{"$map":[{",".join(pairs)}]}}'

    def object(self, value: Mapping[Any, Any], where: str) -> str:
        if not all(isinstance(key, str) for key in value):
            return self.map(MapValue(value.items()), where)
        keys = _ordered(list(value))
        entries = [(_text(key), self.tree(value[key], f"{where}.{key}")) for key in keys]
        if any(key.startswith("$") or key == "__proto__" for key in keys):
            return f'{{"$object":[{",".join(f"[{key},{item}]" for key, item in entries)}]}}'
        return f"{{{','.join(f'{key}:{item}' for key, item in entries)}}}"

    def array(self, value: Any, where: str) -> str:
        if type(value) is not np.ndarray:
            tagged = scientific.to_plain(value)
            if tagged is not None:
                return self.tree(tagged, where)
        name = dtype_name(value.dtype)
        if value.ndim != 1 or name is None:
            return self.tree(scientific.array_to_plain(value, name, where), where)
        self.arrays.append(np.ascontiguousarray(value))
        return f'{{"$array":["{name}",{len(self.arrays) - 1}]}}'

    def file(self, value: File, where: str) -> str:
        if self.entry_of is None:
            raise CannotStore(f"{where} is a file, which cannot stand here")
        return f'{{"$file":{self.tree(dict(self.entry_of(value)), where)}}}'


def dtype_name(dtype: np.dtype[Any]) -> str | None:
    """The engine's name of a dtype, or None for what it has no array of."""
    if dtype.metadata and dtype.metadata.get("stemma") == "uint8clamped":
        return "uint8clamped"
    return _names.get(dtype.str)


_Writer = Callable[[_Encoder, Any, str], str]
_writers: dict[type, _Writer] = {
    type(None): lambda e, v, w: "null",
    bool: lambda e, v, w: "true" if v else "false",
    int: _Encoder.integer,
    float: _Encoder.number,
    str: lambda e, v, w: _text(v),
    list: _Encoder.sequence,
    tuple: _Encoder.sequence,
    dict: _Encoder.object,
    Outputs: _Encoder.object,
    np.ndarray: _Encoder.array,
    Undefined: lambda e, v, w: '{"$undefined":true}',
    MapValue: _Encoder.map,
    SetValue: _Encoder.set,
    set: _Encoder.set,
    frozenset: _Encoder.set,
    File: _Encoder.file,
    Date: lambda e, v, w: f'{{"$time":{"null" if v.ms is None else _js_number(v.ms)}}}',
    _datetime.datetime: lambda e, v, w: f'{{"$time":{ms_of(v)}}}',
    bytes: lambda e, v, w: e.array(np.frombuffer(v, np.uint8), w),
}
_abstract_writers: list[tuple[Any, _Writer]] = [
    (np.ndarray, _Encoder.array),
    (np.bool_, lambda e, v, w: "true" if v else "false"),
    (np.integer, lambda e, v, w: e.integer(int(v), w)),
    (np.floating, lambda e, v, w: e.number(float(v), w)),
    (np.complexfloating, lambda e, v, w: e.array(np.asarray(v), w)),
    (str, lambda e, v, w: _text(str(v))),
    (Mapping, _Encoder.object),
]


def encode(value: Any, entry_of: Callable[[File], Mapping[str, Any]] | None = None, where: str = "value") -> list[Any]:
    """The encoded value as pieces to be written one after another, arrays uncopied.

    Raises `CannotStore` naming the place of what has no stored form.
    """
    encoder = _Encoder(entry_of)
    try:
        tree = encoder.tree(value, where)
    except RecursionError:
        raise CannotStore(f"{where} is nested too deep, or contains itself") from None
    lengths = [array.nbytes for array in encoder.arrays]
    tail = f',"lengths":[{",".join(map(str, lengths))}]' if lengths else ""
    header = f'{{"tree":{tree}{tail}}}'.encode()
    pieces: list[Any] = [_magic + struct.pack("<I", len(header)) + header]
    if lengths:
        pieces.append(bytes(-(_preamble + len(header)) % 8))
    for array in encoder.arrays:
        pieces.append(memoryview(array).cast("B") if array.nbytes else b"")
        pieces.append(bytes(-array.nbytes % 8))
    return pieces


def encode_bytes(value: Any, entry_of: Callable[[File], Mapping[str, Any]] | None = None) -> bytes:
    """The encoded value in one piece."""
    return b"".join(encode(value, entry_of))


def decode(data: Any, file_of: Callable[[dict[str, Any]], File] | None = None, *, scientific_types: bool = True) -> Any:
    """Decodes what `encode`, or the engine, wrote. Arrays are read-only views into the bytes.

    Raises ValueError when the bytes are no encoded value.
    """
    view = memoryview(data)
    if bytes(view[:8]) != _magic or len(view) < _preamble:
        raise ValueError("these bytes are not an encoded value")
    (length,) = struct.unpack("<I", view[8:12])
    header = json.loads(bytes(view[_preamble : _preamble + length]), parse_int=_parse_int)
    return _Decoder(view, header.get("lengths", []), _preamble + length, file_of, scientific_types).value(header["tree"])


def _parse_int(text: str) -> int | float:
    # A whole number beyond what JavaScript counts exactly is one of its floats.
    value = int(text)
    return value if -_safe <= value <= _safe else float(text)


class _Decoder:
    def __init__(self, view: memoryview, lengths: list[int], end: int, file_of: Any, scientific_types: bool) -> None:
        self.view, self.lengths, self.file_of, self.scientific_types = view, lengths, file_of, scientific_types
        self.offsets: list[int] = []
        offset = end + -end % 8
        for size in lengths:
            self.offsets.append(offset)
            offset += size + -size % 8
        if lengths and offset > len(view):
            raise ValueError("these bytes are not an encoded value: they end too early")

    def value(self, tree: Any) -> Any:
        if isinstance(tree, list):
            return [self.value(item) for item in tree]
        if not isinstance(tree, dict):
            return tree
        for tag in tree:
            if tag.startswith("$"):
                return _readers[tag](self, tree[tag])
            break
        plain = {key: self.value(item) for key, item in tree.items()}
        return scientific.from_plain(plain) if self.scientific_types else plain

    def array(self, content: Any) -> np.ndarray[Any, Any]:
        name, index = content
        dtype = _dtypes[name]
        count = self.lengths[index] // dtype.itemsize
        array = np.frombuffer(self.view, dtype, count, self.offsets[index])
        array.flags.writeable = False
        return array

    def file(self, content: Any) -> Any:
        if self.file_of is None:
            raise ValueError("a file cannot stand here")
        return self.file_of(content)


_readers: dict[str, Callable[[_Decoder, Any], Any]] = {
    "$float": lambda d, text: -0.0 if text == "-0" else float(text.replace("Infinity", "inf")),
    "$int": lambda d, text: int(text),
    "$undefined": lambda d, _: UNDEFINED,
    "$array": _Decoder.array,
    "$file": _Decoder.file,
    "$time": lambda d, ms: date_of(ms),
    "$set": lambda d, items: SetValue(d.value(item) for item in items),
    "$map": lambda d, pairs: MapValue((d.value(k), d.value(v)) for k, v in pairs),
    "$object": lambda d, pairs: {key: d.value(item) for key, item in pairs},
}
