"""``feast apply`` and the client's own changes, from a repository of Feast 0.66 to the catalogue's documents."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import urllib.request
import warnings
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import NOW
from server import CatalogServer

grpc = pytest.importorskip("grpc", reason="grpcio is not in this environment")
pytestmark = pytest.mark.filterwarnings("ignore")  # Feast's own, about what is new in it and old in protobuf.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("feast", reason="Feast is not in this environment")
    import pandas
    from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, KafkaSource, PushSource, RequestSource
    from feast.data_format import JsonFormat
    from feast.errors import FeastError
    from feast.on_demand_feature_view import on_demand_feature_view
    from feast.protos.feast.registry import RegistryServer_pb2 as messages
    from feast.types import Array, Float64, Int64, Map, String
    from feast.value_type import ValueType

DOMAINS = "".join(f"kind: Domain\nname: {name}\nowner: drivers-team\n---\n" for name in ("drivers", "other")) + "kind: Team\nname: drivers-team\n"

REPOSITORY = """
from datetime import timedelta

from feast import Entity, FeatureService, FeatureView, Field, FileSource, PushSource, ValueType
from feast.types import Array, Float64, Int64, String

driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64, description="One driver")
history = FileSource(name="driver_history", path="history.parquet", timestamp_field="seen_at")
pushes = PushSource(name="driver_pushes", batch_source=history)
stats = FeatureView(
    name="driver_stats", entities=[driver], ttl=timedelta(days=2), source=pushes, tags={"team": "blue", "hot": "true"}, description="How they drive",
    schema=[Field(name="trips", dtype=Int64, description="Trips of the day"), Field(name="rating", dtype=Float64), Field(name="routes", dtype=Array(String))],
)
model = FeatureService(name="eta_v1", features=[stats[["trips", "rating"]]], description="For the time of arrival")
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, built: None) -> Iterator[CatalogServer]:
    folder = tmp_path_factory.mktemp("feast-apply")
    with CatalogServer(folder) as started, CatalogClient(started.url, progress=False) as client:
        (folder / "domains.yaml").write_text(DOMAINS)
        client.apply(folder / "domains.yaml")
        yield started


def repository(folder: Path, server: CatalogServer, project: str = "drivers", text: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "feature_store.yaml").write_text(
        f"project: {project}\nprovider: local\nregistry: {{registry_type: remote, path: '{server.grpc}'}}\nonline_store: {{type: remote, path: '{server.url}'}}\n"
        "entity_key_serialization_version: 3\n"
    )
    if text:
        pandas.DataFrame({"driver_id": [1], "seen_at": [NOW], "trips": [1], "rating": [0.5], "routes": [["a"]]}).to_parquet(folder / "history.parquet")
        (folder / "definitions.py").write_text(text)
    return folder


def apply(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "feast"
    return subprocess.run([program, "apply"], cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONWARNINGS": "ignore"})


def definition(server: CatalogServer, kind: str, name: str) -> Any:
    with urllib.request.urlopen(f"{server.url}/api/v1/definitions/{kind}/{name}") as answer:
        return json.load(answer)


def test_feast_apply_of_a_repository_is_in_force_and_served(catalogue: CatalogServer, tmp_path: Path) -> None:
    folder = repository(tmp_path / "repository", catalogue, text=REPOSITORY)
    applied = apply(folder)
    assert applied.returncode == 0, applied.stdout + applied.stderr

    text = definition(catalogue, "FeatureView", "driver_stats")["text"]
    assert "source: driver_pushes" in text and "ttl: 2d" in text and "owner: drivers-team" in text and "team=blue" in text
    with CatalogClient(catalogue.url, progress=False) as client:
        client.push("driver_pushes", [{"driver_id": 7, "seen_at": NOW, "trips": 3, "rating": 0.25, "routes": ["a", "b"]}])
        client.flush("driver_stats")
    store = FeatureStore(repo_path=str(folder))
    view = store.get_feature_view("driver_stats")
    assert (view.ttl, view.description, view.tags) == (timedelta(days=2), "How they drive", {"domain": "drivers", "hot": "true", "team=blue": "true"})
    answer = store.get_online_features(features=store.get_feature_service("eta_v1"), entity_rows=[{"driver_id": 7}, {"driver_id": 8}]).to_dict()
    assert answer == {"driver_id": [7, 8], "trips": [3, None], "rating": [0.25, None]}

    revision = definition(catalogue, "FeatureView", "driver_stats")["definition"]["revision"]
    assert apply(folder).returncode == 0
    assert definition(catalogue, "FeatureView", "driver_stats")["definition"]["revision"] == revision

    (folder / "definitions.py").write_text(REPOSITORY[: REPOSITORY.index("model = ")].replace('Field(name="rating", dtype=Float64), ', ""))
    changed = apply(folder)
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert [field.name for field in store.get_feature_view("driver_stats").features] == ["trips", "routes"]
    assert store.list_feature_services() == []

    (folder / "definitions.py").write_text("")
    assert apply(folder).returncode == 0
    assert (store.list_all_feature_views(), store.list_data_sources(), store.list_entities()) == ([], [], [])


def test_objects_are_applied_and_removed_one_by_one(catalogue: CatalogServer, tmp_path: Path) -> None:
    store = FeatureStore(repo_path=str(repository(tmp_path / "repository", catalogue, "other")))
    rider = Entity(name="rider", join_keys=["rider_id"], value_type=ValueType.STRING)
    source = FileSource(name="rides", path="rides.parquet", timestamp_field="at", created_timestamp_column="made", field_mapping={"raw_fare": "fare"})
    fares = FeatureView(name="fares", entities=[rider], source=source, schema=[Field(name="fare", dtype=Float64), Field(name="rider_id", dtype=String)])
    store.apply([rider, source, fares])
    counts = FeatureView(name="ride_counts", entities=[rider], source=source, schema=[Field(name="rides_made", dtype=Int64), Field(name="rider_id", dtype=String)], online=False)
    store.apply([counts, FeatureService(name="riders_v1", features=[fares, counts])])

    assert {view.name for view in store.list_feature_views()} == {"fares", "ride_counts"}
    assert [field.name for field in store.get_feature_view("fares").features] == ["fare"]
    text = definition(catalogue, "Source", "rides")["text"]
    assert all(f"{{name: {name}, type: {kind}}}" in text for name, kind in [("rider_id", "string"), ("at", "timestamp"), ("made", "timestamp"), ("raw_fare", "double"), ("rides_made", "int64")])
    assert "from: raw_fare" in definition(catalogue, "FeatureView", "fares")["text"]

    drivers = FeatureStore(repo_path=str(repository(tmp_path / "drivers", catalogue)))
    with pytest.raises(FeastError, match="in force by 'feast/other/featureview-fares.yaml', which no client of this project wrote"):
        drivers.apply([rider, source, fares])
    with pytest.raises(FeastError, match="Feature view fares does not exist in project drivers"):
        drivers.delete_feature_view("fares")
    with pytest.raises(FeastError, match="cannot be removed: it is used by"):
        store.registry.delete_entity("rider", "other")
    with pytest.raises(FeastError, match="Feature view nope does not exist"):
        store.delete_feature_view("nope")
    store.delete_feature_service("riders_v1")
    store.delete_feature_view("fares")
    assert [view.name for view in store.list_feature_views()] == ["ride_counts"]


def test_what_cannot_be_taken_over_is_refused_with_the_way_that_leads_there(server: CatalogServer, tmp_path: Path) -> None:
    store = FeatureStore(repo_path=str(repository(tmp_path / "repository", server, "shop")))
    before = [(view.name, view.current_version_number) for view in store.list_all_feature_views()]
    customer = Entity(name="customer_id", join_keys=["customer_id"], value_type=ValueType.INT64)
    source = FileSource(name="new_source", path="x.parquet", timestamp_field="at")
    kafka = KafkaSource(
        name="rides_topic", kafka_bootstrap_servers="localhost:9092", topic="rides", message_format=JsonFormat(schema_json="a int"), timestamp_field="at", batch_source=source,
        watermark_delay_threshold=timedelta(minutes=5),
    )  # fmt: skip

    @on_demand_feature_view(sources=[RequestSource(name="asked", schema=[Field(name="x", dtype=Int64)])], schema=[Field(name="y", dtype=Int64)], mode="python")
    def doubled(inputs: dict[str, Any]) -> dict[str, Any]:
        return {"y": inputs["x"]}

    def view(name: str, taken: Any = source, kind: Any = Int64) -> Any:
        return FeatureView(name=name, entities=[customer], source=taken, schema=[Field(name="customer_id", dtype=Int64), Field(name="value", dtype=kind)])

    for change, words in [
        (lambda: store.apply([doubled]), "The on-demand feature view 'doubled' was not applied"),
        (lambda: store.apply([customer, source, view("purchase")]), "in force by 'shop.yaml', which no client of this project wrote"),
        (lambda: store.apply([customer, view("from_kafka", kafka)]), "its source 'rides_topic' is neither a PushSource nor a FileSource"),
        (lambda: store.apply([customer, view("with_map", kind=Map)]), "has no type for number"),
        (lambda: store.apply([customer, view("Not_Legal")]), "Not_Legal"),
        (lambda: store.apply([Entity(name="branch", join_keys=["branch_id"], value_type=ValueType.INT64)]), "has 'branch' and 'string'"),
        (lambda: store.delete_feature_view("purchase"), "The feature view 'purchase' was not removed"),
        (lambda: store.delete_feature_service("shop_v1"), "The feature service 'shop_v1' was not removed"),
    ]:
        with pytest.raises(FeastError) as refused:
            change()
        assert words in str(refused.value)

    everything = FeatureStore(repo_path=str(repository(tmp_path / "everything", server, "catalog")))
    with pytest.raises(FeastError, match="names no domain"):
        everything.apply([source, customer, view("tagless")])
    store.registry.commit()  # Nothing of what was refused is left to be committed.
    assert [(view.name, view.current_version_number) for view in store.list_all_feature_views()] == before


def test_views_may_stand_on_entities_and_sources_of_the_catalogue(server: CatalogServer, tmp_path: Path) -> None:
    store = FeatureStore(repo_path=str(repository(tmp_path / "repository", server, "catalog")))
    customer = Entity(name="customer_id", join_keys=["customer_id"], value_type=ValueType.INT64)
    purchases = PushSource(name="purchases", batch_source=FileSource(name="purchases", path="x.parquet", timestamp_field="bought_at"))
    tags = FeatureView(
        name="weights", entities=[customer], source=purchases, tags={"domain": "shop"}, schema=[Field(name="customer_id", dtype=Int64), Field(name="prices", dtype=Array(Float64))]
    )
    store.apply([customer, purchases, tags])
    try:
        with CatalogClient(server.url, progress=False) as client:
            client.flush("weights")
        assert store.get_online_features(features=["weights:prices"], entity_rows=[{"customer_id": 2}]).to_dict()["prices"] == [None]
        assert definition(server, "Source", "purchases")["definition"]["path"] == "shop.yaml"
    finally:
        store.delete_feature_view("weights")


def test_no_request_is_the_fault_of_the_server(catalogue: CatalogServer) -> None:
    """Random bytes, and valid requests with some bytes changed, by every method: each is answered or refused."""
    chance = random.Random(7)
    source = FileSource(name="noise", path="noise.parquet", timestamp_field="at", field_mapping={"raw": "value"})
    thing = Entity(name="thing", join_keys=["thing"], value_type=ValueType.INT64)
    view = FeatureView(name="noisy", entities=[thing], source=source, schema=[Field(name="thing", dtype=Int64), Field(name="value", dtype=Array(Float64))])
    valid = {
        "ApplyFeatureView": messages.ApplyFeatureViewRequest(feature_view=view.to_proto(), project="other", commit=True),
        "ApplyEntity": messages.ApplyEntityRequest(entity=thing.to_proto(), project="other", commit=True),
        "ApplyFeatureService": messages.ApplyFeatureServiceRequest(feature_service=FeatureService(name="noises", features=[view]).to_proto(), project="other", commit=True),
        "ListAllFeatureViews": messages.ListAllFeatureViewsRequest(project="other", entity="thing", pagination=messages.PaginationParams(page=1, limit=2), tags={"a": "b"}),
    }
    service = messages.DESCRIPTOR.services_by_name["RegistryServer"]
    refusals = set()
    with grpc.insecure_channel(catalogue.grpc) as channel:
        for method in service.methods:
            call = channel.unary_unary(f"/{service.full_name}/{method.name}")
            right = valid[method.name].SerializeToString() if method.name in valid else b""
            requests = [b"", right] + [chance.randbytes(chance.randrange(1, 200)) for _ in range(10)]
            for _ in range(60 if right else 0):
                broken = bytearray(right)
                for _ in range(chance.randrange(1, 4)):
                    broken[chance.randrange(len(broken))] = chance.randrange(256)
                requests.append(bytes(broken))
            for request in requests:
                try:
                    call(request)
                except grpc.RpcError as refused:
                    refusals.add(refused.code().name)

    assert refusals <= {"INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "UNIMPLEMENTED"}, refusals
