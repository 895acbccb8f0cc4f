"""The newest values of features, in the shape of Feast's lookup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .frames import need
from .records import optional_time, parse_time
from .values import to_json

if TYPE_CHECKING:
    import pandas
    import pyarrow

PRESENT = "PRESENT"
NOT_FOUND = "NOT_FOUND"


@dataclass(frozen=True)
class OnlineColumn:
    """A join key or a feature: a value, a status and an event time for each entity."""

    name: str
    values: tuple[Any, ...]
    """As JSON has them: a timestamp is whole seconds since 1970, bytes are base64, NaN and infinities their names; null unless the status is PRESENT."""
    statuses: tuple[str, ...]
    """``PRESENT``, ``NULL_VALUE``, ``OUTSIDE_MAX_AGE`` or ``NOT_FOUND``."""
    event_timestamps: tuple[datetime | None, ...]
    """In UTC; None where no row was found, and for join keys."""


class OnlineFeatures:
    """The answer of a lookup; columns are join keys and features in the order of the answer."""

    def __init__(self, columns: Sequence[OnlineColumn], metadata: Mapping[str, Any]) -> None:
        self.columns = tuple(columns)
        self.metadata = dict(metadata)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)

    @property
    def statuses(self) -> dict[str, list[str]]:
        """By column, one for each entity."""
        return {column.name: list(column.statuses) for column in self.columns}

    @property
    def event_timestamps(self) -> dict[str, list[datetime | None]]:
        """By column, one for each entity."""
        return {column.name: list(column.event_timestamps) for column in self.columns}

    @property
    def stale_as_of(self) -> datetime | None:
        """Since when changes may be missing, where the online store was away and rows read before were used; else None."""
        return optional_time(self.metadata.get("stale_as_of"))

    def to_dict(self, include_event_timestamps: bool = False) -> dict[str, list[Any]]:
        """The values by column; with ``include_event_timestamps`` also the times, in seconds since 1970, by ``<column>__ts``, as Feast gives them."""
        result = {column.name: list(column.values) for column in self.columns}
        if include_event_timestamps:
            for column in self.columns:
                result[f"{column.name}__ts"] = [0 if time is None else int(time.timestamp()) for time in column.event_timestamps]
        return result

    def to_rows(self) -> list[dict[str, Any]]:
        """One mapping for each entity."""
        return [dict(zip(self.names, row)) for row in zip(*(column.values for column in self.columns))]

    def to_df(self, include_event_timestamps: bool = False) -> pandas.DataFrame:
        """A pandas frame with a row for each entity."""
        return need("pandas", "pandas", "Making a pandas frame of a lookup").DataFrame(self.to_dict(include_event_timestamps))

    def to_arrow(self, include_event_timestamps: bool = False) -> pyarrow.Table:
        """An Arrow table with a row for each entity. A column without any value has Arrow's type null, since the answer does not name types."""
        return need("pyarrow", "arrow", "Making an Arrow table of a lookup").table(self.to_dict(include_event_timestamps))

    def __repr__(self) -> str:
        return f"OnlineFeatures({len(self.columns[0].values) if self.columns else 0} entities, columns {', '.join(self.names)})"

    @staticmethod
    def of(answer: Mapping[str, Any], keys: Sequence[str]) -> OnlineFeatures:
        names = answer["metadata"]["feature_names"]
        return OnlineFeatures([_column(name, result, name in keys) for name, result in zip(names, answer["results"])], answer["metadata"])


def entity_columns(entity_rows: Sequence[Mapping[str, Any]] | None, entities: Mapping[str, Sequence[Any]] | None) -> dict[str, list[Any]]:
    """Join keys and request values by column, from rows or from columns."""
    if (entity_rows is None) == (entities is None):
        raise ValueError("Give either entity_rows=[{'customer_id': 7}] or entities={'customer_id': [7]}.")
    if entities is not None:
        return {name: [to_json(value, f"entities['{name}']") for value in values] for name, values in entities.items()}
    columns: dict[str, list[Any]] = {}
    for index, row in enumerate(entity_rows or ()):
        if index > 0 and row.keys() != columns.keys():
            raise ValueError(f"Row {index + 1} of entity_rows has the keys {sorted(row)}, the first row has {sorted(columns)}; all rows must have the same.")
        for name, value in row.items():
            columns.setdefault(name, []).append(to_json(value, f"Row {index + 1}, column '{name}',"))
    return columns


def _column(name: str, result: Mapping[str, Any], is_key: bool) -> OnlineColumn:
    statuses = tuple(result["statuses"])
    times = tuple(None if is_key or status == NOT_FOUND else parse_time(text) for status, text in zip(statuses, result["event_timestamps"]))
    return OnlineColumn(name, tuple(result["values"]), statuses, times)
