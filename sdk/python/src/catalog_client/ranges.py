"""Training sets without an entity frame: which rows of the views make it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from .values import time_text

Time = datetime | str


def range_of(as_of: Time | None, start_date: Time | None, end_date: Time | None, view: str | None, *, has_frame: bool) -> dict[str, Any] | None:
    """The range as the server takes it; None with an entity frame.

    Raises ValueError when both, or neither, or only part of a range is given.
    """
    given = [name for name, value in (("as_of", as_of), ("start_date", start_date), ("end_date", end_date), ("view", view)) if value is not None]
    if has_frame:
        if given:
            raise ValueError(f"Both entity_df and {', '.join(given)} are given. Give entity_df for your own rows, or leave it out.")
        return None
    if not given:
        raise ValueError("There are no rows to ask for: give entity_df, or as_of for all keys at a time, or start_date and end_date for all rows of a view.")
    if as_of is not None:
        if len(given) > 1:
            raise ValueError(f"as_of stands alone, for all keys at that time; {', '.join(given[1:])} belong to all rows of a view.")
        return {"asOf": _text(as_of)}
    if start_date is None:
        raise ValueError("start_date is missing: rows are taken from it on and before end_date, which is now unless it is given.")
    end = datetime.now(timezone.utc) if end_date is None else end_date
    return {"start": _text(start_date), "end": _text(end), **({} if view is None else {"view": view})}


def _text(time: Time) -> str:
    return time_text(time) if isinstance(time, datetime) else time
