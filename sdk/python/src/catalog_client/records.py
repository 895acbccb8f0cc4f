"""What the server says about training sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column with the type that the catalogue gives it: ``int64``, ``timestamp``, ``list<string>``, ..."""

    name: str
    type: str


@dataclass(frozen=True)
class ViewRead:
    """A view version that was read, and how many entity rows found a row in it."""

    view: str
    version: int
    snapshot: int
    matched: int


@dataclass(frozen=True)
class Rebuild:
    """How a training set that was built from the manifest of another compares with it."""

    of: str
    identical: bool
    """Whether all files have the same bytes."""
    expected_sha256: str
    sha256: str
    different_splits: tuple[str, ...]
    missing_files: tuple[dict[str, Any], ...]
    """Files of the other's snapshot that are not there any more, each with ``view``, ``version``, ``path`` and ``reason``: ``replaced``, ``changed`` or ``gone``."""
    notes: tuple[str, ...]

    @staticmethod
    def parse(answer: Mapping[str, Any] | None) -> Rebuild | None:
        return None if answer is None else Rebuild(
            of=answer["of"],
            identical=answer["identical"],
            expected_sha256=answer["expectedSha256"],
            sha256=answer["sha256"],
            different_splits=tuple(answer["differentSplits"]),
            missing_files=tuple(answer["missingFiles"]),
            notes=tuple(answer["notes"]),
        )  # fmt: skip


@dataclass(frozen=True)
class DatasetRecord:
    """A training set as the server keeps it: what was asked, from which state it was answered, how it ended."""

    id: str
    name: str
    state: str
    """``queued``, ``running``, ``completed``, ``failed`` or ``cancelled``."""
    features: tuple[str, ...]
    feature_service: str | None
    timestamp_column: str
    full_feature_names: bool
    as_known_at: datetime | None
    as_known_at_entity_time: bool
    format: str
    frame_name: str
    created_at: datetime
    ended_at: datetime | None
    requested_by: str | None
    views: tuple[ViewRead, ...]
    columns: tuple[Column, ...]
    """Empty until it is complete."""
    row_count: int
    byte_count: int
    error_code: str | None
    error_message: str | None
    splits: tuple[str, ...] = ()
    """Names of the parts that its rows are divided into."""
    rebuild_of: str | None = None
    rebuild: Rebuild | None = None
    """None until a rebuild is complete, and for any other training set."""
    range: dict[str, Any] | None = None
    """Where the rows come from without an entity frame: ``asOf``, or ``view``, ``start`` and ``end``; None with one."""
    erased_rows: int = 0
    """Rows that erasures have taken out of it. ``matched`` of its views was counted with them."""
    kept_until: datetime | None = None
    """Until when the server keeps it; None before it has ended, and for one that is kept until somebody deletes it."""

    @property
    def has_ended(self) -> bool:
        """Whether it ended, one way or another."""
        return self.state in ("completed", "failed", "cancelled")

    @staticmethod
    def of(answer: Mapping[str, Any]) -> DatasetRecord:
        error = answer.get("error") or {}
        return DatasetRecord(
            id=answer["id"],
            name=answer["name"],
            state=answer["state"],
            features=tuple(answer["features"]),
            feature_service=answer.get("featureService"),
            timestamp_column=answer["timestampColumn"],
            full_feature_names=answer["fullFeatureNames"],
            as_known_at=optional_time(answer.get("asKnownAt")),
            as_known_at_entity_time=answer["asKnownAtEntityTime"],
            format=answer["format"],
            frame_name=answer["frameName"],
            created_at=parse_time(answer["createdAt"]),
            ended_at=optional_time(answer.get("endedAt")),
            requested_by=answer.get("requestedBy"),
            views=tuple(ViewRead(view["view"], view["version"], view["snapshot"], view["matched"]) for view in answer["views"]),
            columns=columns_of(answer["columns"]),
            row_count=answer["rowCount"],
            byte_count=answer["byteCount"],
            error_code=error.get("code"),
            error_message=error.get("message"),
            splits=tuple(part["name"] for part in (answer.get("splits") or {}).get("parts", ())),
            rebuild_of=answer.get("rebuildOf"),
            rebuild=Rebuild.parse(answer.get("rebuild")),
            range=answer.get("range"),
            erased_rows=answer.get("erasedRows", 0),
            kept_until=optional_time(answer.get("keptUntil")),
        )


@dataclass(frozen=True)
class Preview:
    """The first rows of a training set."""

    columns: tuple[Column, ...]
    rows: tuple[dict[str, Any], ...]
    total_rows: int


def columns_of(answer: Any) -> tuple[Column, ...]:
    return tuple(Column(column["name"], column["type"]) for column in answer)


def optional_time(text: str | None) -> datetime | None:
    return None if text is None else parse_time(text)


def parse_time(text: str) -> datetime:
    """The instant of RFC 3339 text in UTC, as the server writes it: with ``Z`` and no, three or six fraction digits."""
    # fromisoformat() of Python 3.10 knows no Z.
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
