"""What an activity says: print, warnings and logging become log lines with levels, at most so many of at most so long."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable
from typing import Any

__all__ = ["Capture"]

# The engine keeps 10,000 lines; what comes beyond is not even sent, so that no loop of prints can flood the pipe.
_max_lines = 10_001
_max_characters = 4_000
_levels = ((logging.ERROR, "error"), (logging.WARNING, "warning"), (logging.INFO, "info"))


class Capture:
    """While it is entered, everything that Python code prints goes to `send` line by line."""

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._count = 0
        self._out = _Lines(self, "info")
        self._err = _Lines(self, "warning")
        self._handler = _Handler(self)

    def line(self, text: str, level: str) -> None:
        """Sends one line."""
        self._count += 1
        if self._count <= _max_lines:
            cut = text if len(text) <= _max_characters else f"{text[:_max_characters]}… ({len(text)} characters)"
            self._send({"kind": "log", "level": level, "text": cut})

    def __enter__(self) -> Capture:
        self._before = (sys.stdout, sys.stderr, warnings.showwarning)
        self._filters = warnings.catch_warnings()
        self._filters.__enter__()
        warnings.simplefilter("default")
        sys.stdout, sys.stderr = self._out, self._err  # type: ignore[assignment]
        warnings.showwarning = self._warning  # type: ignore[assignment]
        root = logging.getLogger()
        self._level = root.level
        root.addHandler(self._handler)
        root.setLevel(min(root.level, logging.INFO) if root.level else logging.INFO)
        return self

    def __exit__(self, *_: object) -> None:
        self.drain()
        root = logging.getLogger()
        root.removeHandler(self._handler)
        root.setLevel(self._level)
        self._filters.__exit__(None, None, None)
        sys.stdout, sys.stderr, warnings.showwarning = self._before

    def drain(self) -> None:
        """Sends lines without an end."""
        self._out.flush_rest()
        self._err.flush_rest()

    def _warning(self, message: Any, category: type[Warning], filename: str, lineno: int, *_: Any) -> None:
        self.line(f"{category.__name__}: {message} ({filename}:{lineno})", "warning")


class _Lines:
    """A text stream that hands on whole lines."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, capture: Capture, level: str) -> None:
        self._capture = capture
        self._level = level
        self._rest: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        # A program that never ends its line must not fill the memory with it.
        *lines, rest = text.split("\n")
        for line in lines:
            self._capture.line("".join((*self._rest, line)), self._level)
            self._rest, self._size = [], 0
        if rest and self._size <= _max_characters:
            self._rest.append(rest[: _max_characters + 1])
            self._size += len(rest)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing: lines are sent when they end."""

    def flush_rest(self) -> None:
        if self._rest:
            self._capture.line("".join(self._rest), self._level)
            self._rest, self._size = [], 0

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        # For subprocess: what a child prints goes over the descriptor itself.
        return 1 if self._level == "info" else 2


class _Handler(logging.Handler):
    def __init__(self, capture: Capture) -> None:
        super().__init__()
        self._capture = capture

    def emit(self, record: logging.LogRecord) -> None:
        level = next((name for least, name in _levels if record.levelno >= least), "debug")
        for line in record.getMessage().split("\n"):
            self._capture.line(line, level)
