"""The proof that what was served is what the offline store gives."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from catalog_client import CatalogClient, NotFound, Refused

SERVED = ["purchase:points", "purchase:product", "activity:amount_7d"]


def test_lookups_are_compared_value_by_value(client: CatalogClient) -> None:
    before = datetime.now(timezone.utc)
    for customer in (1, 2, 404):
        client.get_online_features(SERVED, [{"customer_id": customer}])

    proof = client.verify(views=["purchase", "activity"], start_date=before)

    # A lookup is a key of a view in one answer.
    assert (proof.compared, proof.differences, proof.not_compared, proof.damaged) == (6, 0, 0, 0)
    assert proof.values == 9 and proof.is_proven and proof.created_at >= before
    assert [(one.view, one.compared, one.values, one.rows) for one in sorted(proof.views, key=lambda one: one.view)] == [("activity", 3, 3, ()), ("purchase", 3, 6, ())]
    assert client.verify(views=["purchase"], start_date=before).compared == 3


def test_what_cannot_be_compared_is_counted_with_its_reason(client: CatalogClient) -> None:
    now = datetime.now(timezone.utc)
    client.push("purchases", [{"customer_id": 90, "branch": "north", "bought_at": now, "points": 1}], to="online")
    client.flush("purchase")
    client.get_online_features(["purchase:points"], [{"customer_id": 90}])

    proof = client.verify(views=["purchase"], start_date=now)

    assert (proof.compared, proof.not_compared, proof.not_compared_by_reason) == (0, 1, {"one-store-only": 1})
    assert not proof.is_proven


def test_nothing_logged_proves_nothing(client: CatalogClient) -> None:
    ahead = datetime.now(timezone.utc) + timedelta(days=1)

    proof = client.verify(start_date=ahead.isoformat())

    assert (proof.compared, proof.is_proven) == (0, False)
    assert all(one.compared == 0 for one in proof.views)


def test_what_does_not_exist_or_is_no_time_is_refused(client: CatalogClient) -> None:
    with pytest.raises(NotFound, match="no feature service 'nothing'"):
        client.verify(service="nothing")
    with pytest.raises(NotFound, match="no feature view 'nothing'"):
        client.verify(views=["nothing"])
    with pytest.raises(Refused, match="yesterday"):
        client.verify(end_date="yesterday")
