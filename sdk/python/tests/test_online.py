"""Lookups, and that they agree with training sets."""

from __future__ import annotations

import base64
import json
import struct
import urllib.request
from datetime import datetime, timezone
from typing import Any

import pyarrow.ipc
import pytest
from catalog_client import CatalogClient, NotFound, Refused
from conftest import SECOND
from server import CatalogServer
from test_training import FEATURES, VIEW

ACTIVITY = ["activity:amount_7d", "activity:count_7d", "activity:last_products"]


def test_rows_and_columns_ask_the_same(client: CatalogClient) -> None:
    by_row = client.get_online_features(FEATURES, [{"customer_id": 1}, {"customer_id": 9}])
    by_column = client.get_online_features(FEATURES, entities={"customer_id": [1, 9]})

    assert by_row.to_dict() == by_column.to_dict()
    assert by_row.names == ("customer_id", *VIEW)
    assert by_row.to_rows()[0]["points"] == -(2**62)


def test_statuses_and_times_are_told(client: CatalogClient) -> None:
    features = client.get_online_features(["purchase:points"], entities={"customer_id": [1, 2, 9]})

    assert features.statuses["points"] == ["PRESENT", "NULL_VALUE", "NOT_FOUND"]
    assert features.event_timestamps == {"customer_id": [None] * 3, "points": [SECOND, SECOND, None]}
    assert features.to_dict(include_event_timestamps=True)["points__ts"] == [int(SECOND.timestamp()), int(SECOND.timestamp()), 0]
    assert (features.metadata, features.stale_as_of) == ({"feature_names": ["customer_id", "points"]}, None)


def test_frames_have_a_row_for_each_entity(client: CatalogClient) -> None:
    features = client.get_online_features(["purchase:points", "purchase:tags"], entities={"customer_id": [1, 3]}, full_feature_names=True)

    assert features.to_df()["purchase__points"].tolist() == [-(2**62), 6]
    assert features.to_arrow().to_pylist() == features.to_rows()


def test_composite_keys_request_values_and_services(client: CatalogClient) -> None:
    both = client.get_online_features(["branch_purchase:branch_product"], [{"customer_id": 3, "branch": branch} for branch in ("north", "south")])
    computed = client.get_online_features(["basket:basket_share"], [{"customer_id": 1, "basket_amount": 1.3}])

    assert both.to_dict()["branch_product"] == ["fig", "date"]
    assert computed.to_dict()["basket_share"] == [pytest.approx(0.5)]
    assert client.get_online_features("shop_v1", [{"customer_id": 3}]).to_dict()["count_7d"] == [2]


def test_now_is_the_same_online_and_in_a_training_set(client: CatalogClient) -> None:
    customers = [1, 2, 3, 9]
    online = client.get_online_features(FEATURES + ACTIVITY, entities={"customer_id": customers}).to_rows()

    rows = [{"customer_id": customer, "event_timestamp": datetime.now(timezone.utc)} for customer in customers]
    historical = client.get_historical_features(rows, FEATURES + ACTIVITY).to_rows()

    for row in historical:
        del row["event_timestamp"]
    assert [{name: as_online(name, value) for name, value in row.items()} for row in historical] == [
        {name: narrow(name, value) for name, value in row.items()} for row in online
    ]


def as_online(name: str, value: Any) -> Any:
    """A value as Feast's JSON has it."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    return base64.b64encode(value).decode() if isinstance(value, bytes) else narrow(name, value)


def narrow(name: str, value: Any) -> Any:
    """The 32-bit float that its shortest text stands for."""
    return struct.unpack("f", struct.pack("f", value))[0] if name == "weight" and value is not None else value


@pytest.mark.parametrize(
    ("features", "rows", "error", "code"),
    [
        (["purchase:nothing"], [{"customer_id": 1}], NotFound, "feature-not-found"),
        (["nowhere:x"], [{"customer_id": 1}], NotFound, "feature-view-not-found"),
        ("nothing", [{"customer_id": 1}], NotFound, "feature-service-not-found"),
        (["purchase:points"], [{"x": 1}], Refused, "missing-join-key"),
        (["purchase:points"], [{"customer_id": "seven"}], Refused, "invalid-entity-value"),
        (["purchase:points"], [{"customer_id": [[1]]}], Refused, "invalid-request"),
        (["basket:basket_share"], [{"customer_id": 1}], Refused, "missing-request-value"),
    ],
)
def test_errors_have_the_code_of_the_server(client: CatalogClient, features: Any, rows: Any, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as refused:
        client.get_online_features(features, rows)

    assert refused.value.code == code  # type: ignore[attr-defined]
    assert str(refused.value).startswith("Looking up features failed: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "Give either entity_rows"),
        ({"entity_rows": [{"a": 1}], "entities": {"a": [1]}}, "Give either entity_rows"),
        ({"entity_rows": [{"a": 1}, {"b": 1}]}, "Row 2 of entity_rows has the keys"),
        ({"entities": {"a": [float("inf")]}}, "is inf"),
    ],
)
def test_wrong_entities_are_refused_here(client: CatalogClient, arguments: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        client.get_online_features(["purchase:points"], **arguments)


def test_the_server_answers_with_arrow(client: CatalogClient, server: CatalogServer) -> None:
    features = [feature for feature in FEATURES if feature.startswith("purchase:")]
    keys = {"customer_id": [1, 2, 9]}
    request = urllib.request.Request(
        f"{server.url}/get-online-features",
        data=json.dumps({"features": features, "entities": keys}).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/vnd.apache.arrow.stream"},
    )

    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Type"] == "application/vnd.apache.arrow.stream"
        table = pyarrow.ipc.open_stream(answer).read_all()

    asked = client.get_online_features(features, entities=keys)
    assert table.column("customer_id").to_pylist() == keys["customer_id"]
    assert table.column_names[1:4] == [f"{asked.names[1]}{suffix}" for suffix in ("", "__status", "__event_timestamp")]
    for name in asked.names[1:]:
        if name not in ("receipt", "delivered_at"):  # JSON has base64 and whole seconds there.
            assert table.column(name).to_pylist() == [row[name] for row in asked.to_rows()], name
        assert [("", "PRESENT", "NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE")[status] for status in table.column(f"{name}__status").to_pylist()] == asked.statuses[name]
        times = [time.timestamp() for time in table.column(f"{name}__event_timestamp").to_pylist()]
        assert times == [0 if time is None else time.timestamp() for time in asked.event_timestamps[name]]
