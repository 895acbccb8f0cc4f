"""Feast 0.66's own client, unchanged, whose configuration names the product as remote registry and remote online store."""

from __future__ import annotations

import urllib.request
import warnings
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import SECOND
from server import CatalogServer

grpc = pytest.importorskip("grpc", reason="grpcio is not in this environment")
pytestmark = pytest.mark.filterwarnings("ignore")  # Feast's own, about what is new in it and old in protobuf.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    feast = pytest.importorskip("feast", reason="Feast is not in this environment")
    from feast import FeatureService, FeatureStore, FileSource, PushSource, StreamFeatureView
    from feast.errors import FeastError
    from feast.protos.feast.core.Registry_pb2 import Registry
    from feast.protos.feast.registry import RegistryServer_pb2 as messages
    from feast.protos.feast.registry.RegistryServer_pb2_grpc import RegistryServerStub
    from feast.types import Array, Bool, Bytes, Float32, Float64, Int32, Int64, String, UnixTimestamp
    from feast.value_type import ValueType
from google.protobuf.empty_pb2 import Empty  # noqa: E402

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def store_of(folder: Path, registry: str, online: str, project: str = "catalog") -> Any:
    folder.mkdir(exist_ok=True)
    (folder / "feature_store.yaml").write_text(
        f"project: {project}\nprovider: local\nregistry: {registry}\nonline_store: {{type: remote, path: '{online}'}}\nentity_key_serialization_version: 3\n"
    )
    return FeatureStore(repo_path=str(folder))


def remote(server: CatalogServer) -> str:
    return f"{{registry_type: remote, path: '{server.grpc}'}}"


@pytest.fixture
def store(server: CatalogServer, tmp_path: Path) -> Any:
    return store_of(tmp_path / "repository", remote(server), server.url)


@pytest.fixture
def stub(server: CatalogServer) -> Iterator[Any]:
    with grpc.insecure_channel(server.grpc) as channel:
        yield RegistryServerStub(channel)


def test_entities_are_those_of_the_catalogue(store: Any) -> None:
    entities = {entity.name: entity for entity in store.list_entities()}

    assert sorted(entities) == ["branch", "customer_id"]
    assert (entities["customer_id"].join_key, entities["customer_id"].value_type, entities["customer_id"].owner) == ("customer_id", ValueType.INT64, "shop-team")
    assert store.get_entity("branch").value_type == ValueType.STRING
    assert entities["branch"].tags == {"domain": "shop"}
    assert entities["branch"].last_updated_timestamp is not None


def test_feature_views_have_their_features_and_keys(store: Any) -> None:
    assert {"purchase", "branch_purchase"} <= {view.name for view in store.list_feature_views()}
    view = store.get_feature_view("purchase")

    assert [(field.name, field.dtype) for field in view.features] == [
        ("product", String), ("pieces", Int32), ("points", Int64), ("amount", Float64), ("weight", Float32), ("paid", Bool), ("receipt", Bytes),
        ("delivered_at", UnixTimestamp), ("tags", Array(String)), ("prices", Array(Float64)),
    ]  # fmt: skip
    assert (view.entities, [field.name for field in view.entity_columns], view.join_keys) == (["customer_id"], ["customer_id"], ["customer_id"])
    assert (view.ttl, view.online, view.owner, view.current_version_number) == (timedelta(0), True, "shop-team", 1)
    assert isinstance(view.stream_source, PushSource) and view.stream_source.name == "purchases"
    assert isinstance(view.batch_source, FileSource) and view.batch_source.timestamp_field == "bought_at"
    assert store.get_feature_view("branch_purchase").join_keys == ["customer_id", "branch"]


def test_windows_are_aggregations_of_a_stream_feature_view(store: Any) -> None:
    assert [view.name for view in store.list_stream_feature_views()] == ["activity"]
    view = store.get_stream_feature_view("activity")

    assert isinstance(view, StreamFeatureView)
    by_name = {aggregation.name: aggregation for aggregation in view.aggregations}
    assert (by_name["amount_7d"].function, by_name["amount_7d"].column) == ("sum", "amount")
    assert (by_name["amount_7d"].time_window, by_name["amount_7d"].slide_interval) == (timedelta(days=7), timedelta(hours=1))
    assert {field.name: field.tags.get("aggregate") for field in view.features} == {"amount_7d": "sum", "count_7d": "count", "last_products": "last_distinct"}
    assert [field.name for field in store.get_feature_view("activity").features] == ["amount_7d", "count_7d", "last_products"]
    assert isinstance(store.registry.get_any_feature_view("activity", "catalog"), StreamFeatureView)


def test_on_demand_views_show_their_expressions(store: Any) -> None:
    assert [view.name for view in store.list_on_demand_feature_views()] == ["basket"]
    view = store.get_on_demand_feature_view("basket")

    assert [(field.name, field.dtype) for field in view.features] == [("basket_share", Float64)]
    assert view.feature_transformation.udf_string == "basket_share = basket_amount / amount_7d"
    assert view.get_request_data_schema() == {"basket_amount": ValueType.DOUBLE}
    assert [projection.name for projection in view.source_feature_view_projections.values()] == ["activity"]
    assert {view.name for view in store.list_all_feature_views()} >= {"purchase", "branch_purchase", "activity", "basket"}


def test_services_and_sources_are_there(store: Any) -> None:
    assert "shop_v1" in [service.name for service in store.list_feature_services()]
    service = store.get_feature_service("shop_v1")

    assert isinstance(service, FeatureService)
    assert [(projection.name, [field.name for field in projection.features]) for projection in service.feature_view_projections] == [
        ("purchase", ["product", "points", "amount"]),
        ("activity", ["amount_7d", "count_7d", "last_products"]),
    ]
    source = store.get_data_source("purchases")
    assert isinstance(source, PushSource) and source.batch_source.path == "catalog://sources/purchases"
    assert [source.name for source in store.list_data_sources()] == ["purchases"]
    assert {"catalog", "shop"} <= {project.name for project in store.list_projects()}
    assert (store.get_project("catalog").name, store.get_project("shop").owner) == ("catalog", "shop-team")


def test_what_the_catalogue_has_not_is_an_empty_list(store: Any) -> None:
    assert store.list_saved_datasets() == []
    assert store.list_permissions() == []
    assert store.list_validation_references() == []
    assert store.registry.list_label_views("catalog") == []
    assert store.registry.get_infra("catalog").infra_objects == []
    store.refresh_registry()


def test_online_features_come_by_references_and_by_service(store: Any, client: CatalogClient) -> None:
    customers = [1, 2, 3, 9]
    by_references = store.get_online_features(features=["purchase:points", "purchase:paid", "activity:count_7d"], entity_rows=[{"customer_id": number} for number in customers]).to_dict()
    # The client cannot read an empty list from any server, so this asks for customers who bought something.
    by_service = store.get_online_features(features=store.get_feature_service("shop_v1"), entity_rows=[{"customer_id": 1}, {"customer_id": 3}], full_feature_names=True).to_dict()

    served = client.get_online_features(["purchase:points", "purchase:paid", "activity:count_7d"], entities={"customer_id": customers}).to_dict()
    assert by_references == served
    assert by_references["points"] == [-(2**62), None, 6, None]
    served = client.get_online_features("shop_v1", entities={"customer_id": [1, 3]}, full_feature_names=True).to_dict()
    assert by_service == served
    assert by_service["purchase__product"] == ["", "date"]


def test_request_values_reach_on_demand_features(store: Any) -> None:
    answer = store.get_online_features(features=["basket:basket_share"], entity_rows=[{"customer_id": 1, "basket_amount": 1.3}]).to_dict()

    assert answer["basket_share"] == [pytest.approx(0.5)]


@pytest.mark.parametrize(
    ("ask", "exception", "words"),
    [
        (lambda store: store.get_entity("nope"), "EntityNotFoundException", "Entity nope does not exist in project catalog"),
        (lambda store: store.get_feature_view("nope"), "FeatureViewNotFoundException", "Feature view nope does not exist in project catalog"),
        (lambda store: store.get_stream_feature_view("purchase"), "FeatureViewNotFoundException", "Feature view purchase does not exist"),
        (lambda store: store.registry.get_any_feature_view("nope", "catalog"), "FeatureViewNotFoundException", "Feature view nope"),
        (lambda store: store.get_on_demand_feature_view("nope"), "OnDemandFeatureViewNotFoundException", "On demand feature view nope"),
        (lambda store: store.get_feature_service("nope"), "FeatureServiceNotFoundException", "Feature service nope does not exist in project catalog"),
        (lambda store: store.get_data_source("nope"), "DataSourceObjectNotFoundException", "Data source nope"),
        (lambda store: store.registry.get_saved_dataset("nope", "catalog"), "SavedDatasetNotFound", "Saved dataset nope"),
        (lambda store: store.registry.get_validation_reference("nope", "catalog"), "ValidationReferenceNotFound", "Validation reference nope"),
        (lambda store: store.registry.get_permission("nope", "catalog"), "PermissionObjectNotFoundException", "Permission nope"),
        (lambda store: store.registry.get_label_view("nope", "catalog"), "FeatureViewNotFoundException", "Feature view nope"),
        (lambda store: store.get_project("nope"), "ProjectObjectNotFoundException", "Set 'project' in feature_store.yaml to 'catalog'"),
        (lambda store: store.registry.list_entities("nope"), "ProjectObjectNotFoundException", "or to a domain: '"),
        (lambda store: store.get_online_features(features=["nope:x"], entity_rows=[{"customer_id": 1}]), "FeatureViewNotFoundException", "nope"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)  # fmt: skip
def test_what_is_not_there_raises_the_exception_that_feast_raises(store: Any, ask: Any, exception: str, words: str) -> None:
    with pytest.raises(FeastError) as refused:
        ask(store)

    assert type(refused.value).__name__ == exception
    assert words in str(refused.value)


def test_a_domain_is_a_project(server: CatalogServer, store: Any, tmp_path: Path) -> None:
    shop = store_of(tmp_path / "shop", remote(server), server.url, project="shop")

    assert {view.name for view in shop.list_all_feature_views()} == {view.name for view in store.list_all_feature_views()}
    assert shop.get_feature_view("purchase").projection == store.get_feature_view("purchase").projection
    assert shop.get_online_features(features=shop.get_feature_service("shop_v1"), entity_rows=[{"customer_id": 3}]).to_dict()["points"] == [6]


def test_refusals_have_a_status_that_tells_whose_fault_it_is(stub: Any) -> None:
    for call, request, status in [
        (stub.GetEntity, messages.GetEntityRequest(name="nope", project="catalog"), "NOT_FOUND"),
        (stub.DeleteEntity, messages.DeleteEntityRequest(name="branch", project="catalog"), "FAILED_PRECONDITION"),
        (stub.DeleteEntity, messages.DeleteEntityRequest(name="nope", project="catalog"), "NOT_FOUND"),
        (stub.DeleteProject, messages.DeleteProjectRequest(name="shop"), "FAILED_PRECONDITION"),
        (stub.ApplyEntity, messages.ApplyEntityRequest(project="nope"), "NOT_FOUND"),
        (stub.ListEntities, messages.ListEntitiesRequest(project="catalog", sorting=messages.SortingParams(sort_by="colour")), "INVALID_ARGUMENT"),
        (stub.GetRegistryLineage, messages.GetRegistryLineageRequest(project="catalog"), "UNIMPLEMENTED"),
    ]:
        with pytest.raises(grpc.RpcError) as refused:
            call(request)
        assert refused.value.code().name == status, refused.value.details()


def test_lists_are_narrowed_sorted_and_cut_into_pages(stub: Any) -> None:
    def names(**asked: Any) -> list[str]:
        views = stub.ListAllFeatureViews(messages.ListAllFeatureViewsRequest(project="catalog", **asked)).feature_views
        return [getattr(view, view.WhichOneof("any_feature_view")).spec.name for view in views]

    everything = names()
    assert everything == sorted(everything)
    assert names(entity="branch") == ["branch_purchase"]
    assert names(feature="basket_share") == ["basket"]
    assert "basket" in names(data_source="offer") and "purchase" not in names(data_source="offer")
    assert {"purchase", "activity"} <= set(names(feature_service="shop_v1")) and "branch_purchase" not in names(feature_service="shop_v1")
    assert names(tags={"domain": "shop"}) == everything and names(tags={"domain": "nope"}) == []
    assert names(sorting=messages.SortingParams(sort_by="name", sort_order="desc")) == everything[::-1]

    first = stub.ListAllFeatureViews(messages.ListAllFeatureViewsRequest(project="catalog", pagination=messages.PaginationParams(page=1, limit=1)))
    assert (first.pagination.total_count, first.pagination.total_pages) == (len(everything), len(everything))
    assert (first.pagination.has_next, first.pagination.has_previous) == (True, False)
    assert names(pagination=messages.PaginationParams(page=2, limit=1)) == everything[1:2]
    assert names(pagination=messages.PaginationParams(page=2**31 - 1, limit=2**31 - 1)) == []
    services = stub.ListFeatureServices(messages.ListFeatureServicesRequest(project="catalog", feature_view="activity")).feature_services
    assert "shop_v1" in [service.spec.name for service in services]


def test_the_registry_is_a_file_that_feast_reads(server: CatalogServer, stub: Any, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{server.url}/api/v1/feast/registry") as answer:
        content = answer.read()
    (tmp_path / "registry.db").write_bytes(content)
    store = store_of(tmp_path / "repository", str(tmp_path / "registry.db"), server.url)

    assert Registry.FromString(content) == stub.Proto(Empty())
    assert sorted(entity.name for entity in store.list_entities()) == ["branch", "customer_id"]
    assert store.get_stream_feature_view("activity").join_keys == ["customer_id"]
    assert store.get_online_features(features=store.get_feature_service("shop_v1"), entity_rows=[{"customer_id": 3}]).to_dict()["points"] == [6]
    assert store.get_feature_service("shop_v1").last_updated_timestamp.replace(tzinfo=SECOND.tzinfo) > SECOND


def test_samples_are_read_whole(own_server: CatalogServer, tmp_path: Path) -> None:
    own_server.start()
    with CatalogClient(own_server.url, progress=False) as client:
        for sample in ("loyalty", "fleet", "helpdesk"):
            client.apply(SAMPLES / sample, message="For the tests")
    store = store_of(tmp_path / "repository", remote(own_server), own_server.url)

    views = {view.name: view for view in store.list_all_feature_views()}
    assert {"customer_engagement", "vehicle_state", "stop_approach"} <= set(views)
    for view in views.values():
        assert store.registry.get_any_feature_view(view.name, "catalog") == view
    for service in store.list_feature_services():
        for projection in service.feature_view_projections:
            assert {field.name for field in projection.features} <= {field.name for field in views[projection.name].features}
    assert {entity for view in store.list_feature_views() for entity in view.entities} <= {entity.name for entity in store.list_entities()}
    assert {source.name for source in store.list_data_sources()} >= {view.batch_source.name for view in store.list_feature_views()}
