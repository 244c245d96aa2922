"""What keeps one activity from harming the next, or the engine: memory limit, what it leaves behind, orphaned workers."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator

try:
    import fcntl
    import resource
    import termios
except ImportError:  # pragma: no cover - Windows has none of them
    fcntl = resource = termios = None  # type: ignore[assignment]

__all__ = ["Snapshot", "die_with_parent", "memory_limit", "peak_memory_bytes", "wait_until_read"]


def die_with_parent() -> None:
    """Ends this process and its group when the engine is gone, however it went."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="stemma parent watch").start()


@contextlib.contextmanager
def memory_limit(limit_mb: float | None) -> Iterator[None]:
    """Lets the process take at most so much more memory than it has: what goes over it raises MemoryError.

    Private writable memory counts, not address space, of which libraries reserve gigabytes that they never touch.
    """
    used = _data_bytes() if limit_mb is not None else None
    if limit_mb is None or used is None or resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (used + int(limit_mb * 2**20), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_bytes() -> int | None:
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:")), None)
    except OSError:
        return None


def peak_memory_bytes() -> int | None:
    """The largest resident memory that this process has had."""
    if resource is None:
        return None
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kib if sys.platform == "darwin" else kib * 1024


class Snapshot:
    """The state before an activity; afterwards says what it left behind, and puts the environment back."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._environment = dict(os.environ)
        self._path = list(sys.path)

    def left_behind(self) -> list[str]:
        """Sentences about what still runs: then the process cannot be used again."""
        if os.environ != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        left = [thread for thread in threading.enumerate() if thread not in self._threads]
        if not left:
            return []
        names = ", ".join(thread.name for thread in left[:5])
        return [f"it left {len(left)} thread(s) running ({names}): they are ended with its process"]


def wait_until_read(*descriptors: int) -> None:
    """Returns when the engine has read everything that was printed, so that no line comes after the end."""
    if fcntl is None or termios is None:
        return
    deadline = time.monotonic() + 5
    for descriptor in descriptors:
        while time.monotonic() < deadline:
            try:
                answer = fcntl.ioctl(descriptor, termios.TIOCOUTQ, b"\0\0\0\0")
            except OSError:
                break
            if struct.unpack("i", answer)[0] <= 0:
                break
            time.sleep(0.0002)
