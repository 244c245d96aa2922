"""From what the engine sends to what `run` sees: inputs in the declared structure, decoded when they are looked at."""

from __future__ import annotations

from typing import Any

from . import codec
from .values import File, Outcome, Outputs

__all__ = ["Supply"]


class Supply:
    """The inputs of one execution; `files` are paths or payload numbers by digest."""

    def __init__(self, files: dict[str, Any], payloads: list[memoryview]) -> None:
        self._files = files
        self._payloads = payloads

    def arguments(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """The inputs by name."""
        return {name: self.seen(given) for name, given in inputs.items()}

    def seen(self, given: dict[str, Any]) -> Any:
        """One input as `run` sees it."""
        kind = given["kind"]
        if kind == "outputs":
            return Outputs({name: self._maker(number) for name, number in given["outputs"].items()})
        if kind == "value":
            return self._decode(given["payload"])
        if kind == "outcome":
            inner = given["of"]
            if inner["kind"] != "failure":
                return Outcome(True, self.seen(inner))
            return Outcome(False, None, inner["reason"], inner["message"], inner["detail"])
        if kind == "list":
            return [self.seen(item) for item in given["items"]]
        if kind == "map":
            # Sorted, since the order in which a map is declared is no part of the identity.
            return {name: self.seen(given["entries"][name]) for name in sorted(given["entries"])}
        return None

    def _maker(self, number: int) -> Any:
        return lambda: self._decode(number)

    def _decode(self, number: int) -> Any:
        return codec.decode(self._payloads[number], self.file)

    def file(self, entry: dict[str, Any]) -> File:
        """An input file: a path that may only be read, or bytes."""
        supplied = self._files[entry["digest"]]
        more = {"digest": entry["digest"], "size_bytes": entry["sizeBytes"]}
        if "path" in supplied:
            return File(entry["name"], None, entry["mediaType"], path=supplied["path"], **more)
        return File(entry["name"], None, entry["mediaType"], load=lambda: bytes(self._payloads[supplied["payload"]]), **more)
