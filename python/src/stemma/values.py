"""Values that plain Python has no type for: files, the absent value, maps and sets as JavaScript has them, dates.

They exist so that whatever an analysis in another language stored comes back with its type and its bits.
"""

from __future__ import annotations

import datetime as _datetime
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["Date", "File", "MapValue", "Outcome", "Outputs", "SetValue", "UNDEFINED", "Undefined"]


class Undefined:
    """The absent value of JavaScript, which is another one than None (null)."""

    _only: Undefined | None = None

    def __new__(cls) -> Undefined:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "stemma.UNDEFINED"

    def __bool__(self) -> bool:
        return False


UNDEFINED = Undefined()


class MapValue:
    """An ordered map with keys of any type; `pairs` holds them as a list of (key, value)."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: Any = ()) -> None:
        self.pairs: list[tuple[Any, Any]] = [tuple(pair) for pair in pairs]

    def __getitem__(self, key: Any) -> Any:
        for known, value in self.pairs:
            if type(known) is type(key) and known == key:
                return value
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Any]:
        return (key for key, _ in self.pairs)

    def __repr__(self) -> str:
        return f"MapValue({self.pairs!r})"


class SetValue(list):  # type: ignore[type-arg]
    """A set in the order in which it was made; a list, since its elements need not be hashable."""


class Date:
    """An instant in milliseconds since 1970 UTC where `datetime` cannot hold it; None for an invalid date."""

    __slots__ = ("ms",)

    def __init__(self, ms: float | None) -> None:
        self.ms = ms

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Date) and other.ms == self.ms

    def __hash__(self) -> int:
        return hash(self.ms)

    def __repr__(self) -> str:
        return f"Date({self.ms!r})"


_epoch = _datetime.datetime(1970, 1, 1, tzinfo=_datetime.timezone.utc)


def date_of(ms: float | None) -> _datetime.datetime | Date:
    """A `datetime` in UTC where it can hold the instant, else a `Date`."""
    try:
        return _epoch + _datetime.timedelta(milliseconds=ms)  # type: ignore[arg-type]
    except (OverflowError, TypeError, ValueError):
        return Date(ms)


def ms_of(value: _datetime.datetime) -> int:
    """Whole milliseconds since 1970; a time without zone is taken for UTC, so that results do not depend on the machine."""
    aware = value if value.tzinfo is not None else value.replace(tzinfo=_datetime.timezone.utc)
    return (aware - _epoch) // _datetime.timedelta(milliseconds=1)


class File:
    """A named file with a media type. Input files are read and verified when their bytes are first asked for."""

    def __init__(
        self,
        name: str,
        content: bytes | str | None = None,
        media_type: str | None = None,
        *,
        path: str | None = None,
        digest: str | None = None,
        size_bytes: int | None = None,
        load: Callable[[], bytes] | None = None,
    ) -> None:
        self.name = name
        self.media_type = media_type
        self.digest = digest
        self.size_bytes = size_bytes
        self._path = path
        self._bytes = content.encode() if isinstance(content, str) else content
        self._load = load

    @property
    def path(self) -> str | None:
        """Where the bytes lie on this machine, to be read only; None when they are in memory."""
        return self._path

    def bytes(self) -> bytes:
        """The bytes. Raises `Corrupt` when they are not what the digest says."""
        if self._bytes is None:
            data = self._load() if self._load else _read(self._path)
            if self.digest is not None and hashlib.sha256(data).hexdigest() != self.digest:
                raise Corrupt(f"stored file {self.digest} is damaged")
            self._bytes = data
        return self._bytes

    def text(self) -> str:
        """The bytes as UTF-8 text."""
        return self.bytes().decode()

    def open(self) -> io.BytesIO:
        """A binary stream over verified bytes, for whatever reads files: `astropy.io.fits.open(file.open())`."""
        return io.BytesIO(self.bytes())

    def fits(self) -> Any:
        """The HDU list of a FITS file. Needs astropy."""
        from astropy.io import fits

        return fits.open(self.open(), memmap=False)

    def __repr__(self) -> str:
        return f"File({self.name!r}, media_type={self.media_type!r}, digest={self.digest!r})"


def _read(path: str | None) -> bytes:
    if path is None:
        raise ValueError("this file has no bytes")
    with open(path, "rb") as stream:
        return stream.read()


class Corrupt(Exception):
    """Bytes that are not what their digest says. The engine makes them anew and tries again."""


class Outputs:
    """Named values, decoded when they are first looked at: `result["mean"]` or `result.mean`.

    A name of an output wins over everything else, so that one called `values` or `keys` can be read like any other.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self.__dict__["_makers"] = dict(makers)
        self.__dict__["_made"] = {}

    def __getitem__(self, name: str) -> Any:
        own = object.__getattribute__(self, "__dict__")
        if name not in own["_made"]:
            own["_made"][name] = own["_makers"][name]()
        return own["_made"][name]

    def __getattribute__(self, name: str) -> Any:
        own = object.__getattribute__(self, "__dict__")
        if name in own.get("_makers", ()):
            return self[name]
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            known = ", ".join(own.get("_makers", ()))
            raise AttributeError(f"there is no {name!r}; there is {known}") from None

    def keys(self) -> Iterator[str]:
        """The names, as `dict(result)` asks for them."""
        return iter(self)

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError("inputs are read-only")

    def __iter__(self) -> Iterator[str]:
        return iter(object.__getattribute__(self, "__dict__")["_makers"])

    def __len__(self) -> int:
        return len(object.__getattribute__(self, "__dict__")["_makers"])

    def __repr__(self) -> str:
        return f"Outputs({', '.join(self)})"


class Outcome:
    """What a consumer that accepts failures sees of an input: `ok` with a `value`, or a `reason` and a `message`."""

    def __init__(
        self, ok: bool, value: Any = None, reason: str | None = None, message: str | None = None, detail: Any = None
    ) -> None:
        self.ok = ok
        self.value = value
        self.reason = reason
        self.message = message
        self.detail = detail

    def __repr__(self) -> str:
        return f"Outcome({self.value!r})" if self.ok else f"Outcome({self.reason}: {self.message})"
