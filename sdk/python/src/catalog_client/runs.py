"""Following work on the server until it ends, also over a restart of the server."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .errors import CatalogError, RunFailed
from .progress import Progress, ProgressOption, Reporter
from .transport import Transport

T = TypeVar("T")

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.5
_AWAY_PAUSE = 1.0


class Patience:
    """Asks again while the server is away: runs go on by themselves after a restart, so who follows one need not end."""

    def __init__(self, seconds: float, reporter: Reporter, goes_on: str) -> None:
        self._seconds = seconds
        self._reporter = reporter
        self._goes_on = goes_on

    def ask(self, call: Callable[[], T], *, deadline: float | None = None) -> T:
        """Makes the call until it has an answer that is not about waiting."""
        started = time.monotonic()
        noted = False
        while True:
            try:
                return call()
            except CatalogError as error:
                if not error.transient:
                    raise
                waited = time.monotonic() - started
                if waited >= self._seconds or (deadline is not None and time.monotonic() >= deadline):
                    error.detail = f"{error.detail} That went on for {waited:.0f} seconds. {self._goes_on}"
                    raise
                if not noted:
                    self._reporter.note(f"{error.detail} Trying again for {self._seconds:.0f} seconds.")
                    noted = True
                time.sleep(error.retry_after or _AWAY_PAUSE)


def follow(transport: Transport, title: str, address: str, goes_on: str, patience_seconds: float, progress: ProgressOption) -> dict[str, Any]:
    """The record at an address once its run has ended, however it did; reports its progress until then."""
    reporter = Reporter(progress)
    patience = Patience(patience_seconds, reporter, goes_on)
    pause = FIRST_PAUSE
    try:
        while True:
            answer: dict[str, Any] = patience.ask(lambda: transport.call(title, "GET", address).json())
            if answer["state"] not in ("queued", "running"):
                return answer
            if answer.get("progress"):
                reporter.report(Progress.of_run(title, answer["progress"]))
            time.sleep(pause)
            pause = longer(pause)
    finally:
        reporter.end()


def failure(title: str, answer: Mapping[str, Any]) -> RunFailed:
    """What a record says of the run that failed."""
    error = answer.get("error") or {}
    return RunFailed(title, error.get("message") or "", code=error.get("code") or "job-failed", run_id=answer["id"])


def longer(pause: float) -> float:
    """The next pause between two questions."""
    return min(pause * 1.5, LONGEST_PAUSE)
