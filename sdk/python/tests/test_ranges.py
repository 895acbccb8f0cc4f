"""Training sets without an entity frame."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from catalog_client import CatalogClient, NotFound, Refused, RunFailed
from conftest import FIRST, NOW, PURCHASES, SECOND

POINTS = ["purchase:points"]
AFTERWARDS = SECOND + timedelta(seconds=1)  # Other tests push later events.


def newest(customer: int, until: Any) -> Any:
    return max((one for one in PURCHASES if one["customer_id"] == customer and one["bought_at"] <= until), key=lambda one: one["bought_at"]).get("points")


def test_all_keys_at_a_time_are_those_that_had_a_row(client: CatalogClient) -> None:
    for time, customers in ((FIRST, [1, 3]), (AFTERWARDS, [1, 2, 3])):
        with client.get_historical_features(features=POINTS, as_of=time) as job:
            assert job.to_rows() == [{"customer_id": one, "event_timestamp": time, "points": newest(one, time)} for one in customers]


def test_all_rows_of_a_view_are_joined_with_the_others(client: CatalogClient) -> None:
    rows = client.get_historical_features(
        features=["purchase:points", "branch_purchase:branch_amount"], start_date=FIRST, end_date=AFTERWARDS, view="branch_purchase"
    ).to_rows()

    expected = sorted(PURCHASES, key=lambda one: (one["customer_id"], one["branch"], one["bought_at"]))
    assert rows == [
        {
            "customer_id": one["customer_id"], "branch": one["branch"], "event_timestamp": one["bought_at"],
            "points": newest(one["customer_id"], one["bought_at"]), "branch_amount": one.get("amount"),
        }
        for one in expected
    ]  # fmt: skip


def test_the_end_is_now_unless_it_is_given_and_the_view_the_only_one(client: CatalogClient) -> None:
    rows = client.get_historical_features(None, POINTS, start_date=SECOND.isoformat()).to_rows()

    # Customers of other tests, who bought later, come behind these.
    assert [(row["customer_id"], row["event_timestamp"]) for row in rows[:3]] == [(1, SECOND), (2, SECOND), (3, SECOND)]
    assert all(row["customer_id"] > 3 and SECOND < row["event_timestamp"] for row in rows[3:])


def test_a_range_is_kept_and_rebuilt(client: CatalogClient) -> None:
    name = f"range-{uuid4().hex[:8]}"
    client.get_historical_features(features=POINTS, as_of=NOW, name=name).wait()
    saved = client.saved_dataset(name)

    assert saved.record.range is not None and saved.record.range["asOf"] is not None
    assert saved.record.frame_name.startswith("all keys at ")
    again = saved.rebuild()
    assert again.rebuild is not None and again.rebuild.identical


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"entity_df": [{"customer_id": 1, "event_timestamp": NOW}], "as_of": NOW}, "Both entity_df and as_of"),
        ({}, "There are no rows to ask for"),
        ({"as_of": NOW, "start_date": NOW}, "as_of stands alone"),
        ({"end_date": NOW}, "start_date is missing"),
    ],
)
def test_a_range_that_is_none_is_refused_here(client: CatalogClient, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        client.get_historical_features(features=POINTS, **given)


def test_a_range_that_is_wrong_is_refused_by_the_server(client: CatalogClient) -> None:
    with pytest.raises(NotFound, match="'nowhere' does not exist"):
        client.get_historical_features(features=POINTS, start_date=FIRST, view="nowhere")
    with pytest.raises(Refused, match="must be before the end"):
        client.get_historical_features(features=POINTS, start_date=NOW, end_date=NOW)
    with pytest.raises(RunFailed, match="there is no such row") as failed:
        client.get_historical_features(features=POINTS, as_of=FIRST - timedelta(seconds=1)).wait()
    assert failed.value.code == "invalid-entity-frame"
