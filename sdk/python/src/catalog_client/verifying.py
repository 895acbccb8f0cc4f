"""The proof that what was served is what the offline store gives: having the server compare, and what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .creating import TIDY_TIMEOUT, quietly
from .errors import Cancelled
from .progress import ProgressOption
from .records import parse_time
from .runs import failure, follow
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
        answer = follow(transport, _TITLE, f"{_ROUTE}/{asked['id']}", f"The verification '{asked['id']}' goes on as soon as the server is back.", patience_seconds, progress)
    except KeyboardInterrupt:
        quietly(lambda: transport.call(f"Cancelling the verification '{asked['id']}'", "POST", f"{_ROUTE}/{asked['id']}/cancel", timeout=TIDY_TIMEOUT))
        raise
    if answer["state"] == "completed":
        return Verification.of(answer)
    if answer["state"] == "failed":
        raise failure(_TITLE, answer)
    raise Cancelled(_TITLE, f"The run {asked['id']} was cancelled.", run_id=asked["id"])


def _time(value: datetime | str | None) -> str | None:
    return time_text(value) if isinstance(value, datetime) else value
