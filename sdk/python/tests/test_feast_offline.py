"""Feast 0.66's own client, unchanged, whose configuration names the product as remote registry, remote online store and remote offline store."""

from __future__ import annotations

import json
import uuid
import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import FIRST, NOW, SECOND
from server import CatalogServer

pytest.importorskip("grpc", reason="grpcio is not in this environment")
pd = pytest.importorskip("pandas", reason="pandas is not in this environment")
pytestmark = pytest.mark.filterwarnings("ignore")  # Feast's own, about what is new in it and old in protobuf.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    feast = pytest.importorskip("feast", reason="Feast is not in this environment")
    import pyarrow as pa
    import pyarrow.flight as flight
    from feast.data_format import ParquetFormat
    from feast.infra.offline_stores.file_source import SavedDatasetFileStorage

FEATURES = ["purchase:points", "purchase:tags", "activity:count_7d"]


@pytest.fixture
def store(server: CatalogServer, tmp_path: Path) -> Any:
    host, port = server.grpc.split(":")
    (tmp_path / "feature_store.yaml").write_text(f"""
project: catalog
provider: local
registry: {{registry_type: remote, path: "{server.grpc}"}}
online_store: {{type: remote, path: "{server.url}"}}
offline_store: {{type: remote, host: "{host}", port: {port}}}
entity_key_serialization_version: 3
""")
    return feast.FeatureStore(repo_path=str(tmp_path))


def rows(customers: list[Any], **more: Any) -> Any:
    return pd.DataFrame({"customer_id": customers, "event_timestamp": [NOW] * len(customers), **more})


def test_historical_features_come_by_references(store: Any, client: CatalogClient) -> None:
    frame = rows([3, 1, 9, 2, 3], label=[0.5, 1.5, None, 2.5, 3.5])
    job = store.get_historical_features(entity_df=frame, features=FEATURES)
    result = job.to_df()

    assert list(result.columns) == ["customer_id", "event_timestamp", "label", "points", "tags", "count_7d"]
    assert list(result["customer_id"]) == [3, 1, 9, 2, 3]
    assert str(list(result["label"])) == str(list(frame["label"]))
    assert list(result["event_timestamp"]) == list(frame["event_timestamp"])
    here = client.get_historical_features(frame, FEATURES).to_arrow()
    table = store.get_historical_features(entity_df=frame, features=FEATURES).to_arrow()
    assert table.to_pylist() == here.to_pylist()
    assert [str(field.type) for field in table.schema] == [str(field.type) for field in here.schema]


def test_historical_features_come_by_service_and_with_full_names(store: Any, client: CatalogClient) -> None:
    frame = rows([1, 3])
    result = store.get_historical_features(entity_df=frame, features=store.get_feature_service("shop_v1"), full_feature_names=True).to_arrow()

    assert result.to_pylist() == client.get_historical_features(frame, "shop_v1", full_feature_names=True).to_arrow().to_pylist()
    assert "purchase__amount" in result.column_names


def test_request_values_reach_on_demand_features(store: Any) -> None:
    result = store.get_historical_features(entity_df=rows([1], basket_amount=[1.3]), features=["basket:basket_share"]).to_df()

    assert list(result["basket_share"]) == [pytest.approx(0.5)]


def test_an_index_is_no_column_and_times_may_lie_elsewhere(store: Any) -> None:
    chosen = rows([1, 3], note=pd.array([1, 3], dtype="Int64")).rename(columns={"event_timestamp": "asked_at"}).set_index(pd.Index(["a", "b"]))
    chosen["asked_at"] = chosen["asked_at"].dt.tz_convert("Europe/Berlin")
    job = store.get_historical_features(entity_df=chosen, features=["purchase:points"])
    result = job.to_df()

    assert list(job.to_arrow().to_pandas().index) == ["a", "b"]  # to_df drops it, from any server.
    assert list(result.columns) == ["customer_id", "asked_at", "note", "points"]
    assert list(result["asked_at"]) == list(chosen["asked_at"])
    assert (str(result["note"].dtype), list(result["note"])) == ("Int64", [1, 3])
    assert list(result["points"]) == [-(2**62), 6]


def test_a_range_of_dates_takes_the_rows_of_the_view(store: Any) -> None:
    result = store.get_historical_features(entity_df=None, features=["branch_purchase:branch_product"], start_date=FIRST, end_date=SECOND).to_df()

    found = sorted((row.customer_id, row.branch, row.branch_product or "") for row in result.itertuples() if row.branch in ("north", "south"))
    assert (3, "south", "date") in found and (3, "north", "fig") in found
    assert max(result["event_timestamp"]) == SECOND  # Both ends count.


def test_rows_of_a_source_are_pulled(store: Any) -> None:
    view = store.get_feature_view("branch_purchase")
    job = store._get_provider().offline_store.pull_all_from_table_or_query(
        config=store.config, data_source=view.batch_source, join_key_columns=["customer_id", "branch"], feature_name_columns=["branch_product"],
        timestamp_field="bought_at", start_date=SECOND, end_date=SECOND,
    )  # fmt: skip
    result = job.to_df()

    assert list(result.columns) == ["customer_id", "branch", "bought_at", "branch_product"]
    assert "date" in list(result["branch_product"]) and "fig" not in list(result["branch_product"])


def test_rows_that_are_written_offline_are_in_training_sets_only(store: Any, client: CatalogClient) -> None:
    provider = store._get_provider()
    columns = dict(provider.get_table_column_names_and_types_from_data_source(store.config, store.get_feature_view("purchase").batch_source))
    assert (columns["customer_id"], columns["bought_at"], columns["tags"]) == ("int64", "timestamp[us, tz=UTC]", "list<element: string>")
    time = NOW - timedelta(hours=1)
    values: dict[str, Any] = {"customer_id": [701, 702], "branch": ["east", "east"], "bought_at": [time, time], "product": ["kiwi", None], "points": [11, 12], "tags": [["new"], []]}
    written = pd.DataFrame({name: values.get(name, [None, None]) for name in columns})

    store.write_to_offline_store("purchase", written)
    store.write_to_offline_store("activity", written)  # As a push does for each view over the source; the rows count once.
    client.flush("purchase")
    client.flush("activity")

    result = store.get_historical_features(entity_df=rows([701, 702]), features=["purchase:product", "purchase:tags", "activity:count_7d"]).to_arrow()
    assert result.column("product").to_pylist() == ["kiwi", None]
    assert result.column("tags").to_pylist() == [["new"], []]
    assert result.column("count_7d").to_pylist() == [1, 1]
    assert store.get_online_features(features=["purchase:product"], entity_rows=[{"customer_id": 701}]).to_dict()["product"] == [None]


def test_what_is_wrong_is_told(store: Any) -> None:
    for asked, exception, words in [
        ({"entity_df": rows(["one"])}, pa.ArrowInvalid, "row 1, column 'customer_id'"),
        ({"entity_df": pd.DataFrame({"event_timestamp": [NOW]})}, Exception, "customer_id"),
        ({"entity_df": "SELECT 1"}, pa.ArrowInvalid, "SQL"),
        ({"entity_df": rows([1]), "features": ["purchase:nope"]}, Exception, "nope"),
    ]:
        with pytest.raises(exception, match=words):
            store.get_historical_features(**{"features": FEATURES, **asked}).to_df()


def test_what_is_not_served_says_what_to_use(store: Any) -> None:
    view = store.get_feature_view("purchase")
    offline = store._get_provider().offline_store
    with pytest.raises(NotImplementedError, match="online store"):
        offline.pull_latest_from_table_or_query(store.config, view.batch_source, ["customer_id"], ["points"], "bought_at", None, FIRST, SECOND).to_df()
    job = store.get_historical_features(entity_df=rows([1]), features=FEATURES)
    with pytest.raises(NotImplementedError, match="training-set --name"):
        job.persist(SavedDatasetFileStorage("data/set.parquet", file_format=ParquetFormat()))
    offline.validate_data_source(store.config, view.batch_source)


def test_commands_that_no_feast_client_sends_are_refused(server: CatalogServer) -> None:
    wanted = {"api": "get_historical_features", "project": "catalog", "feature_refs": FEATURES, "feature_view_names": [], "name_aliases": [], "full_feature_names": False}
    table = pa.table({"customer_id": [1], "event_timestamp": [NOW]})
    with flight.connect(f"grpc+tcp://{server.grpc}") as door:
        for changes, exception, words in [
            ({"api": "fly"}, NotImplementedError, "get_historical_features"),
            ({"api": 7}, pa.ArrowInvalid, "'api'"),
            ({"project": "nope"}, KeyError, "Project nope does not exist"),
            ({"feature_refs": None}, pa.ArrowInvalid, "feature_refs"),
            ({"full_feature_names": "no"}, pa.ArrowInvalid, "full_feature_names"),
            ({"name_aliases": ["other"]}, pa.ArrowInvalid, "aliases 'other'"),
            ({"api": "offline_write_batch", "feature_view_names": ["nope"]}, KeyError, "Feature view nope"),
            ({"api": "offline_write_batch", "feature_view_names": ["purchase"]}, pa.ArrowInvalid, "bought_at"),
            ({"api": "validate_data_source", "data_source_proto": "{"}, pa.ArrowInvalid, "no JSON"),
        ]:
            descriptor = flight.FlightDescriptor.for_command(json.dumps({"command_id": str(uuid.uuid4()), **wanted, **changes}))
            with pytest.raises(exception, match=words):
                writer, _ = door.do_put(descriptor, table.schema)
                writer.write_table(table)
                writer.close()
