"""Values as they are sent in JSON."""

from __future__ import annotations

import numpy
import pandas
import pytest
from catalog_client.values import to_json


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (numpy.datetime64("2026-01-02T03:04:05.123456789"), "2026-01-02T03:04:05.123456"),
        (numpy.array(["2026-01-02", "NaT"], dtype="datetime64[ns]"), ["2026-01-02T00:00:00", None]),
        (numpy.datetime64("2026-01-02"), "2026-01-02T00:00:00"),
        (numpy.int64(7), 7),
        (numpy.array([[1.5], [2.0]]), [[1.5], [2.0]]),
        (pandas.Timestamp("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05Z"),
        (pandas.NaT, None),
    ],
)
def test_times_and_numbers_of_numpy_and_pandas_keep_their_meaning(value: object, expected: object) -> None:
    assert to_json(value, "It") == expected
