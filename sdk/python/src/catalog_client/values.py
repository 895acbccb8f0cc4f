"""Single values: as JSON on their way to the server, and out of the text that it writes."""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from .records import parse_time


def to_json(value: Any, place: str, *, special_numbers: bool = False) -> Any:
    """A value as JSON has it. Times with a zone are written in UTC, those without one as they are; bytes in base64; a decimal as the nearest number.

    NaN and infinities are their names as text with ``special_numbers``, else refused.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, datetime):
        return time_text(value) if value == value else None  # NaT of pandas is a time that equals nothing.
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item, place, special_numbers=special_numbers) for item in value]
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (float, Decimal)):
        return _number(float(value), place, special_numbers)
    if hasattr(value, "tolist"):
        # Scalars and arrays of NumPy, without importing it; its times finer than microseconds would become whole numbers.
        if getattr(getattr(value, "dtype", None), "kind", "") == "M":
            value = value.astype("datetime64[us]")
        return to_json(value.tolist(), place, special_numbers=special_numbers)
    raise TypeError(f"{place} holds a value of the type '{type(value).__name__}'; use a number, text, a boolean, a time, bytes, or a list of them.")


def row_to_json(row: Mapping[str, Any], index: int, *, special_numbers: bool) -> dict[str, Any]:
    """A row as JSON; a wrong value is named by row, from 1, and column."""
    if not isinstance(row, Mapping):
        raise TypeError(f"Row {index + 1} is of the type '{type(row).__name__}'; it must be a mapping from column to value.")
    return {
        _column(name, index): to_json(value, f"Row {index + 1}, column '{name}',", special_numbers=special_numbers) for name, value in row.items()
    }


def time_text(value: datetime) -> str:
    """RFC 3339 in UTC, or without an offset where the value has no zone."""
    if value.tzinfo is None or value.utcoffset() is None:
        return value.isoformat()
    try:
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    except OverflowError as error:
        raise ValueError(f"The time {value.isoformat()} does not lie in the years 1 to 9999 in UTC.") from error


def reader_of(type_name: str) -> Callable[[str], Any]:
    """Reads a value of that type as the server writes it in CSV."""
    if type_name.startswith("list<"):
        item = reader_of(type_name[len("list<") : -1])
        return lambda text: [None if one is None else item(_text_of(one)) for one in json.loads(text, parse_float=str, parse_int=str)]
    return _READERS.get(type_name, str)


def _read_float(text: str) -> float:
    # What a 32-bit float holds is not what its shortest text says.
    number = float(text)
    return float(struct.unpack("f", struct.pack("f", number))[0]) if math.isfinite(number) else number


_READERS: dict[str, Callable[[str], Any]] = {
    "bool": lambda text: text.lower() == "true",
    "int32": int,
    "int64": int,
    "float": _read_float,
    "double": float,
    "timestamp": parse_time,
    "bytes": base64.b64decode,
    "string": str,
}


def _text_of(item: Any) -> str:
    return item if isinstance(item, str) else json.dumps(item)


def _number(number: float, place: str, special_numbers: bool) -> float | str:
    if math.isfinite(number):
        return number
    if special_numbers:
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    raise ValueError(f"{place} is {number}, which JSON does not know. Leave it out, give None, or send an Arrow or pandas frame.")


def _column(name: Any, index: int) -> str:
    if isinstance(name, str):
        return name
    raise TypeError(f"Row {index + 1} has a column named {name!r}; names of columns must be text.")


def from_json(value: Any, type_name: str) -> Any:
    """A value of that type out of the server's JSON, where times, bytes and special numbers are text."""
    if value is None:
        return None
    if isinstance(value, list):
        item = type_name[len("list<") : -1] if type_name.startswith("list<") else type_name
        return [from_json(one, item) for one in value]
    if isinstance(value, bool):
        return value
    return reader_of(type_name)(value if isinstance(value, str) else repr(value))
