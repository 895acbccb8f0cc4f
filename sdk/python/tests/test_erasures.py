"""Erasures; each has customers of its own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pandas
import pytest
from catalog_client import CatalogClient, Refused
from conftest import NOW


def test_an_erased_entity_is_found_nowhere_and_others_are(client: CatalogClient) -> None:
    customer = uuid4().int % 2**40
    rows = [{"customer_id": customer + i, "branch": "x", "bought_at": NOW, "points": 5 + i} for i in range(2)]
    client.push("purchases", rows)
    client.flush("purchase")

    assert {place.kind for place in client.preview_erasure({"customer_id": customer})} >= {"online", "offlineFile"}
    erasure = client.erase({"customer_id": customer}, reason="asked", requested_by="ada")

    assert (erasure.state, erasure.forever, erasure.join_keys, erasure.reason) == ("completed", False, ("customer_id",), "asked")
    assert erasure.requested_by == "ada"
    assert erasure.through is not None
    assert {(place.kind, place.outcome) for place in erasure.places} >= {("online", "erased"), ("offlineFile", "erased"), ("eventLog", "kept")}
    assert {place.count for place in erasure.places if place.kind == "eventLog"} == {1}
    assert {place.count for place in erasure.places if place.kind in ("lookupLog", "statistics", "backups")} == {None}
    assert client.get_online_features(["purchase:points"], entities={"customer_id": [customer, customer + 1]}).to_dict()["points"] == [None, 6]
    later = datetime.now(timezone.utc) + timedelta(seconds=1)
    frame = [{"customer_id": customer + i, "event_timestamp": later} for i in range(2)]
    assert [row["points"] for row in client.get_historical_features(frame, ["purchase:points"]).to_rows()] == [None, 6]
    assert client.preview_erasure({"customer_id": customer}) == ()


def test_an_erasure_for_ever_has_no_end_and_keeps_later_events_out(client: CatalogClient) -> None:
    customer = uuid4().int % 2**40
    rows = [{"customer_id": customer + i, "branch": "x", "bought_at": datetime.now(timezone.utc), "points": 5 + i} for i in range(2)]

    # A scalar of NumPy, as a frame has it.
    erasure = client.erase({"customer_id": pandas.Series([customer]).iloc[0]}, forever=True)
    client.push("purchases", rows)
    client.flush("purchase")

    assert (erasure.forever, erasure.through, bool(erasure.requested_by)) == (True, None, True)
    assert client.erase({"customer_id": customer}, forever=True).fingerprint == erasure.fingerprint
    assert client.get_online_features(["purchase:points"], entities={"customer_id": [customer, customer + 1]}).to_dict()["points"] == [None, 6]


def test_what_is_no_entity_is_refused(client: CatalogClient) -> None:
    with pytest.raises(Refused, match="is the join key of no entity"):
        client.erase({"nobody": 1})
    with pytest.raises(Refused, match="'nobody' is the join key of no entity"):
        client.preview_erasure({"nobody": 1})
    with pytest.raises(TypeError, match=r"key\['customer_id'\] holds a value of the type 'object'"):
        client.erase({"customer_id": object()})


def test_an_erasure_needs_values_by_join_key(client: CatalogClient) -> None:
    with pytest.raises(TypeError, match="key is a NoneType"):
        client.erase(None)  # type: ignore[arg-type]
