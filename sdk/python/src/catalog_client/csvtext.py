"""Reads the CSV of training sets, which tells null (an empty field) from empty text (a quoted one); the csv module cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from .records import Column
from .values import reader_of

_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,]*))(,|$)', re.DOTALL)


def read_rows(stream: IO[str], columns: Iterable[Column]) -> Iterator[dict[str, Any]]:
    """The rows with values of the columns' types, one at a time."""
    readers = {column.name: reader_of(column.type) for column in columns}
    records = _records(stream)
    names = [name or "" for name in next(records, [])]
    plan: list[tuple[str, Callable[[str], Any]]] = [(name, readers.get(name, str)) for name in names]
    for record in records:
        yield {name: None if text is None else read(text) for (name, read), text in zip(plan, record)}


def _records(stream: IO[str]) -> Iterator[list[str | None]]:
    pending: list[str] = []
    quotes = 0
    for line in stream:
        pending.append(line)
        quotes += line.count('"')
        # Within quotes a line break belongs to the text.
        if quotes % 2 == 0:
            yield _fields("".join(pending).removesuffix("\n").removesuffix("\r"))
            pending, quotes = [], 0


def _fields(record: str) -> list[str | None]:
    fields: list[str | None] = []
    for match in _FIELD.finditer(record):
        quoted, plain, end = match.groups()
        fields.append(quoted.replace('""', '"') if quoted is not None else plain or None)
        if not end:
            break
    return fields
