"""Erasures of entities, and their receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .progress import ProgressOption
from .records import optional_time, parse_time
from .runs import failure, follow
from .transport import Body, Transport
from .values import to_json

_ROUTE = "api/v1/erasures"
_TITLE = "Erasing an entity"


@dataclass(frozen=True)
class ErasedPlace:
    """One place that was looked into for the entity."""

    kind: str
    """What it is, such as ``online``, ``offlineFile``, ``trainingSet`` or ``eventLog``."""
    name: str
    outcome: str
    """``erased``, or ``kept`` for the reason in ``note``."""
    count: int | None
    """Rows of the entity in it, 0 where there was none; None where they were not counted."""
    file: str | None = None
    """The file that held them; None where it is no file, and for all files of a view version that held none."""
    sha256: str | None = None
    new_file: str | None = None
    """The file that took its place; None where no row was left."""
    new_sha256: str | None = None
    note: str | None = None

    @staticmethod
    def of(answer: Mapping[str, Any]) -> ErasedPlace:
        return ErasedPlace(
            answer["kind"],
            answer["name"],
            answer["outcome"],
            answer.get("count"),
            answer.get("file"),
            answer.get("sha256"),
            answer.get("newFile"),
            answer.get("newSha256"),
            answer.get("note"),
        )


@dataclass(frozen=True)
class Erasure:
    """The receipt of an erasure. It does not name the entity; ``fingerprint`` is the same in all erasures of one."""

    id: str
    """Also the id of its run."""
    state: str
    join_keys: tuple[str, ...]
    fingerprint: str
    forever: bool
    through: datetime | None
    """Events that happened or arrived by then are kept out; None for one that holds for ever. In UTC."""
    created_at: datetime
    ended_at: datetime | None
    reason: str | None
    requested_by: str | None
    places: tuple[ErasedPlace, ...]

    @staticmethod
    def of(answer: Mapping[str, Any]) -> Erasure:
        return Erasure(
            answer["id"],
            answer["state"],
            tuple(answer["joinKeys"]),
            answer["fingerprint"],
            answer["forever"],
            optional_time(answer.get("through")),
            parse_time(answer["createdAt"]),
            optional_time(answer.get("endedAt")),
            answer.get("reason"),
            answer.get("requestedBy"),
            tuple(ErasedPlace.of(place) for place in answer.get("places") or ()),
        )


def preview(transport: Transport, key: Mapping[str, Any]) -> tuple[ErasedPlace, ...]:
    """What an erasure would remove now."""
    answer = transport.call("Looking for an entity", "POST", f"{_ROUTE}/preview", body=Body.of_json({"key": _key(key)}), safe=True).json()
    return tuple(ErasedPlace.of(place) for place in answer["places"])


def erase(
    transport: Transport, key: Mapping[str, Any], forever: bool, reason: str | None, requested_by: str, patience_seconds: float, progress: ProgressOption
) -> Erasure:
    """Erases an entity and waits for the end, also over a restart of the server."""
    body = {"key": _key(key), "forever": forever, "reason": reason, "requestedBy": requested_by}
    asked = transport.call(_TITLE, "POST", _ROUTE, body=Body.of_json(body)).json()
    answer = follow(transport, _TITLE, f"{_ROUTE}/{asked['id']}", f"The erasure '{asked['id']}' goes on as soon as the server is back.", patience_seconds, progress)
    if answer["state"] == "completed":
        return Erasure.of(answer)
    raise failure(_TITLE, answer)


def _key(key: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(key, Mapping):
        raise TypeError(f"key is a {type(key).__name__}; give the value of each join key, for example {{'customer_id': 17850}}.")
    return {name: to_json(value, f"key['{name}']") for name, value in key.items()}
