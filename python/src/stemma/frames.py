"""Messages between the engine and Python: a header line of JSON with the `lengths` of what follows, then raw bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any, BinaryIO

__all__ = ["read_frame", "write_frame"]

# Small pieces are joined, large ones written as they are: a copy of an array costs more than a system call.
_joined_bytes = 65_536


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], list[memoryview]] | None:
    """The next message, or None at the end of the stream. Each payload is a buffer of its own, aligned for any dtype."""
    line = stream.readline()
    if not line:
        return None
    header = json.loads(line)
    payloads = []
    for length in header.pop("lengths", ()):
        payload = memoryview(bytearray(length))
        done = 0
        while done < length:
            count = stream.readinto(payload[done:])  # type: ignore[attr-defined]
            if not count:
                return None
            done += count
        payloads.append(payload)
    return header, payloads


def write_frame(fd: int, header: dict[str, Any], payloads: Sequence[Sequence[Any]] = ()) -> None:
    """Writes a message; every payload is a list of pieces."""
    if payloads:
        header = {**header, "lengths": [sum(len(piece) for piece in pieces) for pieces in payloads]}
    small = bytearray(json.dumps(header, separators=(",", ":")).encode() + b"\n")
    for pieces in payloads:
        for piece in pieces:
            if len(piece) < _joined_bytes:
                small += piece
                continue
            _write_all(fd, small)
            small = bytearray()
            _write_all(fd, piece)
    _write_all(fd, small)


def _write_all(fd: int, data: Any) -> None:
    view = memoryview(data)
    done = 0
    while done < len(view):
        done += os.write(fd, view[done:])
