"""What the store object of Feast 0.66 writes where its online store is this product: `write_to_online_store` and `push`, which both go past the log."""

from __future__ import annotations

import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import SECOND
from server import CatalogServer

feast = pytest.importorskip("feast", reason="Feast is not in this environment")
pd = pytest.importorskip("pandas", reason="pandas is not in this environment")

LATER = SECOND + timedelta(hours=2)


@pytest.fixture
def store(server: CatalogServer, tmp_path: Path) -> Any:
    (tmp_path / "feature_store.yaml").write_text(f"""
project: catalog
registry: {tmp_path / "registry.db"}
provider: local
online_store: {{type: remote, path: "{server.url}"}}
entity_key_serialization_version: 3
""")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Feast's, about itself.
        made = feast.FeatureStore(repo_path=str(tmp_path))
        customer = feast.Entity(name="customer_id", join_keys=["customer_id"], value_type=feast.ValueType.INT64)
        branch = feast.Entity(name="branch", join_keys=["branch"], value_type=feast.ValueType.STRING)
        pd.DataFrame({"customer_id": [1], "branch": ["x"], "bought_at": [LATER], "branch_product": ["x"], "branch_amount": [1.0]}).to_parquet(tmp_path / "rows.parquet")
        source = feast.PushSource(name="purchases", batch_source=feast.FileSource(path=str(tmp_path / "rows.parquet"), timestamp_field="bought_at"))
        types = feast.types
        keys = [feast.Field(name="customer_id", dtype=types.Int64), feast.Field(name="branch", dtype=types.String)]
        features = [feast.Field(name="branch_product", dtype=types.String), feast.Field(name="branch_amount", dtype=types.Float64)]
        windows = [feast.Field(name="amount_7d", dtype=types.Float64), feast.Field(name="count_7d", dtype=types.Int64), feast.Field(name="last_products", dtype=types.Array(types.String))]
        made.apply(
            [
                customer, branch, source,
                feast.FeatureView(name="branch_purchase", entities=[customer, branch], schema=[*keys, *features], source=source),
                feast.FeatureView(name="activity", entities=[customer], schema=[keys[0], *windows], source=source.batch_source),
            ]
        )  # fmt: skip
    return made


def frame(customers: list[int], products: list[str | None], seconds: int = 0) -> Any:
    return pd.DataFrame(
        {
            "customer_id": customers, "branch": ["west"] * len(customers), "bought_at": [LATER + timedelta(seconds=seconds)] * len(customers),
            "branch_product": products, "branch_amount": [float(customer) for customer in customers],
        }
    )  # fmt: skip


def look_up(store: Any, customers: list[int]) -> list[str | None]:
    rows = [{"customer_id": customer, "branch": "west"} for customer in customers]
    return list(store.get_online_features(features=["branch_purchase:branch_product"], entity_rows=rows).to_dict()["branch_product"])


@pytest.mark.filterwarnings("ignore")
def test_written_frames_are_served_and_older_rows_are_not(store: Any, client: CatalogClient) -> None:
    store.write_to_online_store("branch_purchase", frame([91, 92, 93], ["lime", None, "pear"]))
    store.write_to_online_store("branch_purchase", frame([91, 93], ["older", "older"], seconds=-1))
    store.write_to_online_store("branch_purchase", frame([93], ["newer"], seconds=1))

    assert look_up(store, [91, 92, 93, 94]) == ["lime", None, "newer", None]
    here = client.get_online_features(["branch_purchase:branch_amount"], entities={"customer_id": [91], "branch": ["west"]})
    assert here.event_timestamps["branch_amount"] == [LATER]


@pytest.mark.filterwarnings("ignore")
def test_pushes_of_the_client_are_written(store: Any) -> None:
    store.push("purchases", frame([95], ["plum"]))

    assert look_up(store, [95]) == ["plum"]


@pytest.mark.filterwarnings("ignore")
def test_what_is_refused_says_why(store: Any) -> None:
    windows = pd.DataFrame({"customer_id": [96], "bought_at": [LATER], "amount_7d": [1.0], "count_7d": [1], "last_products": [["x"]]})

    with pytest.raises(RuntimeError, match="aggregate over a window"):
        store.write_to_online_store("activity", windows)
    with pytest.raises(RuntimeError, match="max_ahead"):
        store.write_to_online_store("branch_purchase", frame([96], ["x"], seconds=10**7))
