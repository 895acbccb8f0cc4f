"""How a training set is divided, as the server takes it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .values import time_text

Part = float | datetime | str | None
"""A ratio, the time before which rows are in the part, or None for the last part by time, which takes what is left."""


def spec_of(splits: Mapping[str, Part] | None, by: Sequence[str] | str | None, seed: int) -> dict[str, Any] | None:
    """The member ``splits`` of a request; None when the rows are not to be divided."""
    if splits is None:
        if by is not None or seed != 0:
            raise ValueError("split_by and split_seed divide nothing without splits: give for example splits={'train': 0.8, 'test': 0.2}.")
        return None
    if not isinstance(splits, Mapping):
        raise TypeError(f"splits is a {type(splits).__name__}; give each part a name, for example splits={{'train': 0.8, 'test': 0.2}}.")
    parts = [_part(name, part) for name, part in splits.items()]
    keys = [by] if isinstance(by, str) else list(by or [])
    kind = "key" if keys else "time" if any("before" in part for part in parts) else "ratio"
    return {"kind": kind, "parts": parts, "keys": keys, "seed": seed}


def _part(name: str, part: Part) -> dict[str, Any]:
    if part is None:
        return {"name": name}
    if isinstance(part, (int, float)):
        if not math.isfinite(part):
            raise ValueError(f"The split '{name}' has the ratio {part!r}; give a number above 0 and below 1.")
        return {"name": name, "ratio": part}
    return {"name": name, "before": time_text(part) if isinstance(part, datetime) else part}
