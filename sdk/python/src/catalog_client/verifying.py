"""The proof that what was served is what the offline store gives: having the server compare, and what it found."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .creating import TIDY_TIMEOUT, quietly
from .errors import Cancelled, RunFailed
from .progress import Progress, ProgressOption, Reporter
from .records import parse_time
from .runs import FIRST_PAUSE, Patience, longer
from .transport import Body, Transport
from .values import time_text

_ROUTE = "api/v1/verifications"
_TITLE = "Comparing lookups"


@dataclass(frozen=True)
class ViewAgreement:
    """What was found for one version of a view."""

    view: str
    version: int
    compared: int
    differences: int
    values: int
    """Values compared."""
    rows: tuple[dict[str, Any], ...]
    """Values that differ, up to ``FeatureStore:Verification:DifferingRows`` of the server, each with ``key``, ``at``, ``feature``, ``served`` and ``recomputed``."""


@dataclass(frozen=True)
class Verification:
    """What a comparison of logged lookups with the offline store found. A lookup is a key of a view in one answer."""

    id: str
    """Also the id of its run."""
    compared: int
    differences: int
    values: int
    """Values compared."""
    not_compared: int
    not_compared_by_reason: dict[str, int]
    damaged: int
    """Lookups that cannot be read from the log."""
    created_at: datetime
    views: tuple[ViewAgreement, ...]

    @property
    def is_proven(self) -> bool:
        """Whether lookups were compared and every value was the same, bit for bit."""
        return self.compared > 0 and self.differences == 0

    @staticmethod
    def of(answer: Mapping[str, Any]) -> Verification:
        return Verification(
            id=answer["id"],
            compared=answer["compared"],
            differences=answer["differences"],
            values=answer["values"],
            not_compared=answer["notCompared"],
            not_compared_by_reason=dict(answer["notComparedByReason"]),
            damaged=answer["damaged"],
            created_at=parse_time(answer["createdAt"]),
            views=tuple(
                ViewAgreement(one["view"], one["version"], one["compared"], one["differences"], one["values"], tuple(one["rows"])) for one in answer.get("views") or ()
            ),
        )


def verify(
    transport: Transport,
    views: Sequence[str],
    service: str | None,
    start: datetime | str | None,
    end: datetime | str | None,
    patience_seconds: float,
    progress: ProgressOption,
) -> Verification:
    """Has the server compare and waits for the end, also over a restart of the server. Ctrl-C cancels the comparison."""
    spec = {"views": list(views), "service": service, "from": _time(start), "to": _time(end)}
    given = {name: value for name, value in spec.items() if value}
    asked = transport.call(_TITLE, "POST", _ROUTE, body=Body.of_json(given)).json()
    try:
        answer = _follow(transport, asked["id"], patience_seconds, progress)
    except KeyboardInterrupt:
        quietly(lambda: transport.call(f"Cancelling the verification '{asked['id']}'", "POST", f"{_ROUTE}/{asked['id']}/cancel", timeout=TIDY_TIMEOUT))
        raise
    if answer["state"] == "completed":
        return Verification.of(answer)
    error = answer.get("error") or {}
    if answer["state"] == "failed":
        raise RunFailed(_TITLE, error.get("message") or "", code=error.get("code") or "job-failed", run_id=asked["id"])
    raise Cancelled(_TITLE, f"The run {asked['id']} was cancelled.", run_id=asked["id"])


def _follow(transport: Transport, id: str, patience_seconds: float, progress: ProgressOption) -> dict[str, Any]:
    reporter = Reporter(progress)
    patience = Patience(patience_seconds, reporter, f"The verification '{id}' goes on as soon as the server is back.")
    pause = FIRST_PAUSE
    try:
        while True:
            answer: dict[str, Any] = patience.ask(lambda: transport.call(_TITLE, "GET", f"{_ROUTE}/{id}").json())
            if answer["state"] not in ("queued", "running"):
                return answer
            if answer.get("progress"):
                reporter.report(Progress.of_run(_TITLE, answer["progress"]))
            time.sleep(pause)
            pause = longer(pause)
    finally:
        reporter.end()


def _time(value: datetime | str | None) -> str | None:
    return time_text(value) if isinstance(value, datetime) else value
