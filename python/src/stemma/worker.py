"""The inside of a warm worker: one activity at a time, everything it does contained and reported to the engine.

Messages go over descriptor 3; 1 and 2 belong to the programs and libraries that print by themselves.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
import threading
import time
import traceback
from typing import Any

from . import codec, containment
from .activity import Activity
from .capture import Capture
from .failures import NoData, Transient
from .frames import read_frame, write_frame
from .loading import load_file
from .supply import Supply
from .values import Corrupt, File

__all__ = ["serve"]

_channel = 3


class _Unusable(Exception):
    """Something was left behind that the next activity must not meet."""


def serve() -> int:
    """Runs activities until the engine closes the pipe."""
    containment.die_with_parent()
    stream = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    # A program that reads its standard input must not eat messages.
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.set_inheritable(_channel, False)
    lock = threading.Lock()

    def send(header: dict[str, Any], payloads: Any = ()) -> None:
        with lock:
            write_frame(_channel, header, payloads)

    with contextlib.suppress(BrokenPipeError):
        while (frame := read_frame(stream)) is not None:
            _activity(*frame, send)
    return 0


def _activity(message: dict[str, Any], payloads: list[memoryview], send: Any) -> None:
    started = time.process_time()
    before = containment.Snapshot()
    directory = message["directory"]
    os.mkdir(directory)
    os.chdir(directory)
    payloads_out: list[Any] = []
    with Capture(send) as capture:
        activity = Activity(message["derivation"], directory, message["stochastic"], send)
        try:
            with containment.memory_limit(message.get("memoryLimitMB")):
                outcome = _outcome(message, payloads, activity, payloads_out)
        except BaseException as error:
            payloads_out = []
            outcome = _failure(error, message.get("memoryLimitMB"))
        left = before.left_behind()
        for text in left:
            activity.log(text, "warning")
        capture.drain()
    os.chdir("/")
    made_directory = not _removed(directory)
    ended = {
        "kind": "ended",
        "outcome": outcome,
        "cpuS": time.process_time() - started,
        "peakMemoryBytes": containment.peak_memory_bytes(),
        "madeDirectory": made_directory,
        "usable": not left,
    }
    containment.wait_until_read(1, 2)
    send(ended, payloads_out)


def _removed(directory: str) -> bool:
    try:
        os.rmdir(directory)
        return True
    except OSError:
        return False


def _outcome(message: dict[str, Any], payloads: list[memoryview], activity: Activity, out: list[Any]) -> dict[str, Any]:
    analysis = _analysis(message["file"], message["class"])
    supply = Supply(message["files"], payloads)
    arguments = supply.arguments(message["inputs"])
    parameters = codec.decode(payloads[message["parameters"]])
    for name, value in parameters.items():
        type = analysis.parameters.get(name)
        arguments[name] = type.seen(value) if type else value
    run = analysis.run
    if _takes_activity(run):
        arguments["activity"] = activity
    returned = run(object.__new__(analysis), **arguments)
    return _stored(analysis, returned, out, activity)


def _stored(analysis: Any, returned: Any, out: list[Any], activity: Activity) -> dict[str, Any]:
    if not hasattr(returned, "keys"):
        # One declared output may be returned as it is.
        if len(analysis.outputs) != 1:
            raise TypeError(
                f"{analysis.name} must return its outputs by name ({', '.join(analysis.outputs)}), but returned {type(returned).__name__}"
            )
        returned = {next(iter(analysis.outputs)): returned}
    outputs = {}
    files: list[dict[str, Any]] = []
    for name in returned:
        if name not in analysis.outputs:
            raise TypeError(f"{analysis.name} returned {name!r}, which is no declared output")

        def entry_of(file: File) -> dict[str, Any]:
            return _file_entry(file, files, out, activity)

        value = analysis.outputs[name].stored(returned[name])
        pieces = codec.encode(value, entry_of, f"output {analysis.name}.{name}")
        outputs[name] = len(out)
        out.append(pieces)
    return {"kind": "outputs", "outputs": outputs, "files": files}


def _file_entry(file: File, files: list[dict[str, Any]], out: list[Any], activity: Activity) -> dict[str, Any]:
    from .activity import media_type_of

    media_type = file.media_type or media_type_of(file.name)
    if file.digest is not None:
        files.append({"digest": file.digest})
    elif file.path is not None:
        if not os.path.realpath(file.path).startswith(os.path.realpath(activity.directory) + os.sep):
            raise ValueError(f"file {file.name!r} lies outside of the working directory")
        files.append({"path": file.path})
    else:
        files.append({"payload": len(out)})
        out.append([file.bytes()])
    # Only a number for the engine, which computes the digest itself.
    return {"name": file.name, "mediaType": media_type, "digest": f"{len(files) - 1:064x}", "sizeBytes": 0}


_signatures: dict[Any, bool] = {}


def _takes_activity(run: Any) -> bool:
    if run not in _signatures:
        _signatures[run] = "activity" in inspect.signature(run).parameters
    return _signatures[run]


_loaded: dict[tuple[str, str], Any] = {}


def _analysis(file: str, name: str) -> Any:
    found = _loaded.get((file, name))
    if found is None:
        module, _ = load_file(file)
        for candidate in vars(module).values():
            if getattr(candidate, "__stemma_analysis__", False) and getattr(candidate, "__qualname__", "") == name:
                found = candidate
        if found is None:
            raise LookupError(f"{file} declares no analysis {name}; was it changed since it was loaded?")
        _loaded[file, name] = found
    return found


def _failure(error: BaseException, limit_mb: float | None) -> dict[str, Any]:
    if isinstance(error, NoData):
        return {"kind": "expected_failure", "reason": error.reason, "message": error.message, "detail": error.detail}
    code = "corrupt" if isinstance(error, Corrupt) else "analysis_failed"
    message = str(error) if isinstance(error, (Corrupt, codec.CannotStore)) else f"{type(error).__name__}: {error}"
    if isinstance(error, MemoryError) and limit_mb is not None:
        message = f"it needs more memory than its limit of {limit_mb:g} MB"
    transient = isinstance(error, (Transient, ConnectionError, TimeoutError))
    stack = "".join(traceback.format_exception(error))
    return {"kind": "error", "code": code, "message": message, "transient": transient, "stack": stack}
