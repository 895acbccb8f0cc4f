"""Following work on the server until it ends, also over a restart of the server."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from .errors import CatalogError
from .progress import Reporter

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


def longer(pause: float) -> float:
    """The next pause between two questions."""
    return min(pause * 1.5, LONGEST_PAUSE)
