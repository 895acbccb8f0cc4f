"""How far something is: for callers, and as a bar on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO, Union

_BAR_CELLS = 24
_REDRAW_SECONDS = 0.1


@dataclass(frozen=True)
class Progress:
    """How far a run, an upload or a download is."""

    title: str
    done: int
    total: int | None
    """None while it is not known."""
    unit: str
    remaining_seconds: float | None = None

    @property
    def fraction(self) -> float | None:
        """From 0 to 1; None while the total is not known."""
        return None if not self.total else min(1.0, self.done / self.total)

    @staticmethod
    def of_run(title: str, answer: dict[str, Any]) -> Progress:
        return Progress(title, int(answer["done"]), answer.get("total"), str(answer.get("unit", "")), answer.get("remainingSeconds"))

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.fraction is None:
            return f"{self.title}: {self.done:,}{unit}"
        return f"{self.title}: {self.done:,} of {self.total:,}{unit} ({self.fraction:.0%})"


ProgressListener = Callable[[Progress], None]
ProgressOption = Union[bool, ProgressListener, None]


class Reporter:
    """Tells a listener, draws a bar, or does nothing."""

    def __init__(self, option: ProgressOption, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._listener = option if callable(option) else None
        self._draws = option is True or (option is None and self._is_terminal())
        self._drawn_at: float | None = None
        self._width = 0

    def report(self, progress: Progress) -> None:
        if self._listener is not None:
            self._listener(progress)
        elif self._draws and (self._drawn_at is None or time.monotonic() - self._drawn_at >= _REDRAW_SECONDS or progress.fraction == 1.0):
            self._drawn_at = time.monotonic()
            self._write(_line(progress))

    def note(self, words: str) -> None:
        """Says something that is no progress, where a bar is drawn."""
        if self._draws:
            self._write(words)
            self.end()

    def end(self) -> None:
        """Leaves the line of the bar."""
        if self._drawn_at is not None or self._width > 0:
            self._stream.write("\n")
            self._stream.flush()
        self._drawn_at, self._width = None, 0

    def _write(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def _is_terminal(self) -> bool:
        try:
            return self._stream.isatty()
        except (AttributeError, ValueError):
            return False


def _line(progress: Progress) -> str:
    if progress.fraction is None:
        return str(progress)
    filled = int(progress.fraction * _BAR_CELLS)
    rest = "" if progress.remaining_seconds is None else f", {progress.remaining_seconds:,.0f} s left"
    return f"{progress.title} [{'#' * filled}{'.' * (_BAR_CELLS - filled)}] {progress.fraction:.0%}{rest}"
