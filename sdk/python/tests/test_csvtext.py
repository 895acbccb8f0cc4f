"""The CSV that the server writes, back to values."""

from __future__ import annotations

import io
import math
import random
from datetime import datetime, timezone
from typing import Any

from catalog_client.csvtext import read_rows
from catalog_client.records import Column


def read(text: str, *columns: Column) -> list[dict[str, Any]]:
    return list(read_rows(io.StringIO(text, newline="\n"), columns))


def test_null_and_empty_text_are_told_apart() -> None:
    rows = read('a,b\r\n,""\r\n"",\r\n', Column("a", "string"), Column("b", "string"))
    assert rows == [{"a": None, "b": ""}, {"a": "", "b": None}]


def test_one_column_of_null_is_a_row() -> None:
    assert read("a\r\n\r\n1\r\n", Column("a", "int64")) == [{"a": None}, {"a": 1}]


def test_values_have_the_type_of_their_column() -> None:
    line = 'true,7,9007199254740993,0.1,NaN,AP8=,2026-01-02T03:04:05.678901Z,"[1,null]","[""NaN"",1.5]","[""2026-01-02T03:04:05Z""]"'
    names = "bool int32 int64 float double bytes timestamp list<int64> list<double> list<timestamp>".split()
    columns = [Column(f"c{index}", name) for index, name in enumerate(names)]

    (row,) = read(f"{','.join(column.name for column in columns)}\r\n{line}\r\n", *columns)

    values = list(row.values())
    assert values[:4] == [True, 7, 2**53 + 1, 0.10000000149011612] and math.isnan(values[4])
    assert values[5:8] == [b"\x00\xff", datetime(2026, 1, 2, 3, 4, 5, 678901, timezone.utc), [1, None]]
    assert math.isnan(values[8][0]) and values[8][1:] == [1.5]
    assert values[9] == [datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)]


def test_any_text_comes_back() -> None:
    random.seed(1)
    texts = ["".join(random.choices('a",\r\nü', k=random.randint(1, 8))) for _ in range(2000)]
    lines = ["x,y\r\n", *('"{}",{}\r\n'.format(text.replace('"', '""'), number) for number, text in enumerate(texts))]

    rows = read("".join(lines), Column("x", "string"), Column("y", "int64"))

    assert rows == [{"x": text, "y": number} for number, text in enumerate(texts)]
