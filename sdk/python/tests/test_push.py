"""Pushes, which other tests do not see: each has customers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import uuid4

import numpy
import pandas
import pyarrow
import pytest
from catalog_client import CatalogClient, NotFound, Refused
from catalog_client import push as push_module
from conftest import NOW

Kinds = [list, pandas.DataFrame, pyarrow.Table.from_pylist, iter]


@pytest.mark.parametrize("to_frame", Kinds, ids=["rows", "pandas", "arrow", "iterator"])
def test_every_kind_of_frame_arrives_unchanged(client: CatalogClient, to_frame: Any) -> None:
    customer = uuid4().int % 2**40
    rows = [
        {"customer_id": customer, "branch": "x", "bought_at": NOW, "points": 2**53 + 1, "amount": 0.1, "receipt": b"\x00\xff", "tags": ["a", "b"], "paid": True},
        {"customer_id": customer + 1, "branch": "x", "bought_at": NOW, "points": 7, "amount": None, "receipt": None, "tags": None, "paid": None},
    ]

    report = client.push("purchases", to_frame(rows))

    assert (report.read, report.accepted, report.quarantined, report.by_rule, report.pieces) == (2, 2, 0, {}, 1)
    client.flush("purchase")
    online = client.get_online_features(["purchase:points", "purchase:amount", "purchase:receipt", "purchase:tags", "purchase:paid"], entities={"customer_id": [customer, customer + 1]})
    assert online.to_rows() == [
        {"customer_id": customer, "points": 2**53 + 1, "amount": 0.1, "receipt": "AP8=", "tags": ["a", "b"], "paid": True},
        {"customer_id": customer + 1, "points": 7, "amount": None, "receipt": None, "tags": None, "paid": None},
    ]


def test_refused_events_are_counted_by_rule_and_warnings_told(client: CatalogClient) -> None:
    customer = uuid4().int % 2**40
    report = client.push(
        "purchases",
        [
            {"customer_id": None, "bought_at": NOW},
            {"customer_id": customer, "bought_at": NOW, "amount": -1, "unknown": 1},
            {"customer_id": customer, "bought_at": NOW, "pieces": "many"},
            {"customer_id": customer, "branch": "x", "bought_at": NOW, "amount": 1},
        ],
    )

    assert (report.read, report.accepted, report.quarantined) == (4, 1, 3)
    assert report.by_rule == {"required:customer_id": 1, "minimum:amount": 1, "type:pieces": 1}
    assert report.warnings == {"undeclared:unknown": 1}
    assert report.run_id is not None


def test_a_push_to_one_store_is_seen_there_only(client: CatalogClient) -> None:
    customer = uuid4().int % 2**40
    rows = [{"customer_id": customer, "branch": "x", "bought_at": NOW, "points": 5, "un known": 1}, {"customer_id": customer, "branch": "x", "bought_at": NOW, "amount": -1.0}]

    report = client.push("purchases", rows, to="online")

    assert (report.read, report.accepted, report.quarantined, report.run_id) == (2, 1, 1, None)
    # The frame of that door has the column for both rows.
    assert report.warnings == {"undeclared:un known": 2}
    client.flush("purchase")
    assert client.get_online_features(["purchase:points"], [{"customer_id": customer}]).to_dict()["points"] == [5]
    later = datetime.now(timezone.utc)
    assert client.get_historical_features([{"customer_id": customer, "event_timestamp": later}], ["purchase:points"]).to_rows()[0]["points"] is None


def test_many_rows_go_in_pieces_from_a_generator(client: CatalogClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_module, "PIECE_BYTES", 1000)
    customer = uuid4().int % 2**40
    key = str(uuid4())

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(100):
            yield {"customer_id": numpy.int64(customer), "branch": "x", "bought_at": NOW + timedelta(microseconds=number), "amount": Decimal("0.25"), "points": number}

    first = client.push("purchases", rows(), idempotency_key=key)
    again = client.push("purchases", rows(), idempotency_key=key)

    assert first.pieces > 5 and (first.accepted, first.duplicate_pieces) == (100, 0)
    assert (again.accepted, again.duplicate_pieces, again.run_id) == (100, again.pieces, first.run_id)
    client.flush("activity")
    assert client.get_online_features(["activity:amount_7d", "activity:count_7d"], [{"customer_id": customer}]).to_rows()[0] == {
        "customer_id": customer, "amount_7d": 25.0, "count_7d": 100,
    }  # fmt: skip


def test_times_without_zone_are_utc_and_others_keep_their_instant(client: CatalogClient) -> None:
    customer = uuid4().int % 2**40
    west = NOW.astimezone(timezone(timedelta(hours=-5)))
    client.push(
        "purchases",
        [
            {"customer_id": customer, "branch": "x", "bought_at": NOW.replace(tzinfo=None)},
            {"customer_id": customer + 1, "branch": "x", "bought_at": west},
            {"customer_id": customer + 2, "branch": "x", "bought_at": pandas.Timestamp(NOW).tz_convert("Asia/Tokyo")},
        ],
    )
    client.flush("purchase")

    features = client.get_online_features(["purchase:points"], entities={"customer_id": [customer, customer + 1, customer + 2]})
    assert features.event_timestamps["points"] == [NOW, NOW, NOW]


@pytest.mark.parametrize("to", ["online_and_offline", "online"])
def test_an_unknown_source_is_not_found_at_both_doors(client: CatalogClient, to: Any) -> None:
    with pytest.raises(NotFound, match="Pushing to the source 'nothing' failed: There is no source 'nothing'") as missing:
        client.push("nothing", [{"x": 1}], to=to)
    assert missing.value.code == "source-not-found"


def test_a_push_without_a_key_column_is_refused(client: CatalogClient) -> None:
    with pytest.raises(Refused) as refused:
        client.push("purchases", [{"customer_id": 1}], to="online")
    assert refused.value.code == "invalid-push"


def test_a_key_that_comes_with_other_content_is_refused(client: CatalogClient) -> None:
    key = str(uuid4())
    client.push("purchases", [{"customer_id": 5000, "branch": "x", "bought_at": NOW}], idempotency_key=key)

    with pytest.raises(Refused) as refused:
        client.push("purchases", [{"customer_id": 5001, "branch": "x", "bought_at": NOW}], idempotency_key=key)
    assert refused.value.code == "idempotency-key-reused"


@pytest.mark.parametrize(("data", "to", "error"), [([{"x": object()}], "online", TypeError), ("rows", "online", TypeError), ([{"x": 1}], "nowhere", ValueError)])
def test_what_cannot_be_pushed_is_refused_here(client: CatalogClient, data: Any, to: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        client.push("purchases", data, to=to)
