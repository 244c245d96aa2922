"""The one execution that is going on: log, progress, seed, files. What `run` takes as `activity`."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .values import File

__all__ = ["Activity"]

_media_types = {".fits": "application/fits", ".fit": "application/fits", ".vot": "application/x-votable+xml", ".csv": "text/csv",
                ".reg": "text/plain", ".dat": "text/plain", ".md": "text/markdown"}  # fmt: skip


def media_type_of(name: str) -> str:
    """The media type that a file name suggests."""
    suffix = Path(name).suffix.lower()
    return _media_types.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


class Activity:
    """Made for each execution by the worker."""

    def __init__(self, derivation: str, directory: str, stochastic: bool, send: Callable[[dict[str, Any]], None]) -> None:
        #: Id of the derivation that is executed.
        self.derivation = derivation
        #: A private, empty folder, which is also the current one; removed afterwards.
        self.directory = directory
        self._stochastic = stochastic
        self._send = send

    @property
    def seed(self) -> str:
        """Seed of random numbers, 64 hexadecimal digits: `numpy.random.default_rng(int(activity.seed, 16))`."""
        if not self._stochastic:
            raise ValueError("it draws random numbers: declare `stochastic = True`, so that its seed counts")
        return self.derivation

    def log(self, text: str, level: str = "info") -> None:
        """Adds a line to the log that is kept with the result. Levels: debug, info, warning, error."""
        self._send({"kind": "log", "level": level, "text": str(text)})

    def progress(self, fraction: float, text: str | None = None) -> None:
        """Reports progress, a fraction from 0 to 1, with a word about what is going on."""
        self._send({"kind": "progress", "fraction": float(fraction), "text": text})

    def file(self, name: str, content: bytes | str, media_type: str | None = None) -> File:
        """A file output made of bytes or text."""
        return File(name, content, media_type or media_type_of(name))

    def file_from(self, name: str, media_type: str | None = None) -> File:
        """A file output from what was written into the working directory. Raises FileNotFoundError."""
        path = os.path.join(self.directory, name)
        if not os.path.isfile(path):
            raise FileNotFoundError(f"no file {name!r} was written into the working directory")
        return File(name, None, media_type or media_type_of(name), path=path)

    def materialise(self, file: File) -> str:
        """Puts a copy of an input file into the working directory, under its own name, and returns the path."""
        path = Path(self.directory, file.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.bytes())
        return str(path)
