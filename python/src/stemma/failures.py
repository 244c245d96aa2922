"""What an analysis raises on purpose: expected failures, which are results, and transient ones, which are tried again."""

from __future__ import annotations

from typing import Any

__all__ = ["NoData", "Transient"]


class NoData(Exception):
    """The analysis ran as it should and there is nothing to give: stored as a result with a reason.

    `NoData("no_events", "no events in this window")`, or `NoData("no events in this window")` with the reason `no_data`.
    `detail` holds plain data that counts in the content.
    """

    def __init__(self, reason: str, message: str | None = None, **detail: Any) -> None:
        self.reason = "no_data" if message is None else reason
        self.message = reason if message is None else message
        self.detail = detail
        super().__init__(self.message)


class Transient(Exception):
    """Trying again may help: a busy licence server, a dropped connection."""
