"""`stemma.run(goal)`: resolves a goal on this machine, without a server, through the `stemma` command."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .analysis import Analysis
from .frames import read_frame
from .goals import Goal
from .values import File, Outputs

__all__ = ["Result", "StemmaError", "resolve", "run"]


class StemmaError(Exception):
    """What the engine refuses or what failed: `code` as in the reference of errors, a sentence, particulars."""

    def __init__(self, code: str, message: str, detail: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.detail = detail or {}


class Result(Outputs):
    """A result: its outputs by name, its `id`, its name and the digest of its content."""

    id: str
    name: str
    content_digest: str


def run(goal: Any, *, modules: Any = (), store: str | None = None) -> Outputs:
    """The outputs of a goal (or of an analysis with its defaults): from the store where they are known, else computed.

    `modules` are further module files; those of the Python analyses in the goal are found. `store` is a folder, by
    default STEMMA_STORE or `.stemma` here. Raises `StemmaError`, with code `no_data` for expected failures.
    """
    return resolve(goal, modules=modules, store=store)


def resolve(goal: Any, *, modules: Any = (), store: str | None = None, on_event: Any = None) -> Result:
    """As `run`; `on_event` is called with every event (started, progress, log, done …) as a dictionary."""
    if "STEMMA_LOADING" in os.environ:
        raise StemmaError(
            "invalid_request",
            "stemma.run was called while this file was imported for its declarations: put it under `if __name__ == '__main__':`",
        )
    document = json.loads(json.dumps(_document(goal)))
    files = [str(path) for path in dict.fromkeys([*_files_of(document), *map(os.path.abspath, modules)])]
    return _helper(tuple(files), store).resolve(document, on_event)


def _document(goal: Any) -> dict[str, Any]:
    if isinstance(goal, Goal):
        return goal.document()
    if hasattr(goal, "__stemma_analysis__"):
        return {"analysis": goal.name}
    if isinstance(goal, str):
        return {"analysis": goal}
    if hasattr(goal, "name") and callable(goal):
        return {"analysis": goal.name}
    raise TypeError(f"{goal!r} is no goal: give an analysis, or one called with arguments")


def _files_of(document: Any) -> list[Path]:
    """The files of the Python analyses that a goal names, and of what these take as inputs."""
    known = {cls.name: cls for cls in _subclasses(Analysis) if cls.outputs}
    files: list[Path] = []
    pending, seen = list(_names(document)), set()
    while pending:
        name = pending.pop()
        cls = known.get(name)
        if cls is None or name in seen:
            continue
        seen.add(name)
        files.append(_home(cls))
        from .inputs import document_of

        for given in cls.inputs.values():
            pending.extend(_names(document_of(given)))
    return files


def _home(cls: Any) -> Path:
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if file is None:
        raise StemmaError(
            "invalid_request",
            f"{cls.name} was declared where no file is (a notebook cell): put it into a .py file and import it from there",
        )
    return Path(file).resolve()


def _subclasses(cls: Any) -> Iterator[Any]:
    for child in type.__subclasses__(cls):
        yield child
        yield from _subclasses(child)


def _names(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            if key in ("analysis", "substitute", "configure") and isinstance(value, str):
                yield value
            else:
                yield from _names(value)
    elif isinstance(document, list):
        for item in document:
            yield from _names(item)


_helpers: dict[Any, _Helper] = {}


def _helper(files: tuple[str, ...], store: str | None) -> _Helper:
    # A changed file is another module: the engine reads each only once.
    stamps = tuple(Path(file).stat().st_mtime_ns for file in files)
    key = (files, stamps, store or os.environ.get("STEMMA_STORE"), os.getcwd(), os.getpid())
    helper = _helpers.get(key)
    if helper is None or not helper.alive:
        for other in _helpers.values():
            other.close()
        _helpers.clear()
        helper = _helpers[key] = _Helper(files, store)
    return helper


@atexit.register
def _close() -> None:
    for helper in _helpers.values():
        helper.close()


def command() -> list[str]:
    """The words that start `stemma`: STEMMA_COMMAND, else the command on the path, else that of the checkout."""
    if given := os.environ.get("STEMMA_COMMAND"):
        import shlex

        return shlex.split(given)
    if found := shutil.which("stemma"):
        return [found]
    checkout = Path(__file__).resolve().parents[3]
    bin_file = checkout / "packages" / "cli" / "src" / "bin.ts"
    if bin_file.is_file():
        return ["node", str(checkout / "scripts" / "with-node.mjs"), str(bin_file)]
    raise StemmaError(
        "not_found", "there is no command `stemma`: `npm install -g stemma`, or set STEMMA_COMMAND to what starts it"
    )


class _Helper:
    """One `stemma` process, which answers goals until its standard input is closed."""

    def __init__(self, files: tuple[str, ...], store: str | None) -> None:
        words = [*command(), "resolve"]
        for file in files:
            words += ["--module", file]
        if store is not None:
            words += ["--store", store]
        env = {**os.environ, "STEMMA_PYTHON": os.environ.get("STEMMA_PYTHON", sys.executable)}
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def resolve(self, document: dict[str, Any], on_event: Any) -> Result:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"goal": document}).encode() + b"\n")
            self._process.stdin.flush()
            while (frame := read_frame(self._process.stdout)) is not None:
                header, payloads = frame
                if header["type"] == "result":
                    return _result(header, payloads)
                if header["type"] == "error":
                    raise StemmaError(header["code"], header["message"], header.get("detail"))
                if on_event is not None:
                    on_event(header)
        except BrokenPipeError:
            pass
        except KeyboardInterrupt:
            # Ends what runs; what is finished is kept.
            self.close()
            raise
        raise StemmaError("unavailable", f"the engine ended with exit code {self._process.wait()}")

    def close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        self._process.wait()


def _result(header: dict[str, Any], payloads: list[memoryview]) -> Result:
    from . import codec

    files = header["files"]

    def file_of(entry: dict[str, Any]) -> File:
        supplied = files.get(entry["digest"], {})
        return File(
            entry["name"], None, entry["mediaType"],
            path=supplied.get("path"), digest=entry["digest"], size_bytes=entry["sizeBytes"],
            load=(lambda: bytes(payloads[supplied["payload"]])) if "payload" in supplied else None,
        )  # fmt: skip

    makers = {name: (lambda number=number: codec.decode(payloads[number], file_of)) for name, number in header["outputs"].items()}
    result = Result(makers)
    result.__dict__.update(id=header["id"], name=header["name"], content_digest=header["contentDigest"])
    return result
