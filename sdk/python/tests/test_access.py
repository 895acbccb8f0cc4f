"""Keys of consumers at the gRPC and HTTP doors, sent by grpcio with the code that Feast 0.66 ships."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient, Refused
from server import CatalogServer

grpc = pytest.importorskip("grpc", reason="grpcio is not in this environment")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Protobuf's, about the age of the generated code.
    serving = pytest.importorskip("feast.protos.feast.serving.ServingService_pb2", reason="Feast is not in this environment")
    from feast.protos.feast.serving.GrpcServer_pb2_grpc import GrpcFeatureServerStub
    from feast.protos.feast.serving.ServingService_pb2_grpc import ServingServiceStub
    from feast.protos.feast.types.Value_pb2 import RepeatedValue, Value

DEFINITIONS = Path(__file__).parent / "definitions"
ADMIN_KEY = "the key of the administrators"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, built: None) -> Iterator[CatalogServer]:
    settings = {"FeatureStore__Access__Required": "true", "FeatureStore__Access__AdminKey": ADMIN_KEY}
    with CatalogServer(tmp_path_factory.mktemp("guarded"), settings) as started:
        CatalogClient(started.url, progress=False).apply(DEFINITIONS, message="For the tests")
        yield started


@pytest.fixture(scope="module")
def key(guarded: CatalogServer) -> str:
    administer(guarded, "", {"name": "shop-model", "owner": "shop-team", "featureServices": ["shop_v1"]})
    return str(administer(guarded, "/shop-model/keys", {})["key"])


def administer(server: CatalogServer, path: str, body: dict[str, Any]) -> Any:
    headers = {"x-api-key": ADMIN_KEY, "content-type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{server.url}/api/v1/consumers{path}", json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)


def ask(features: list[str] | str) -> Any:
    asked = {"feature_service": features} if isinstance(features, str) else {"features": serving.FeatureList(val=features)}
    return serving.GetOnlineFeaturesRequest(**asked, entities={"customer_id": RepeatedValue(val=[Value(int64_val=1)])})


@pytest.mark.parametrize("stub", [ServingServiceStub, GrpcFeatureServerStub])
def test_keys_are_judged_over_grpc(guarded: CatalogServer, key: str, stub: Any) -> None:
    with grpc.insecure_channel(guarded.grpc) as channel:
        look_up = stub(channel).GetOnlineFeatures

        assert look_up(ask("shop_v1"), metadata=[("authorization", f"Bearer {key}")]).metadata.feature_names.val
        assert look_up(ask("shop_v1"), metadata=[("x-api-key", key)]).metadata.feature_names.val
        for metadata, features, status, code, words in [
            ([], "shop_v1", "UNAUTHENTICATED", "key-required", "x-api-key"),
            ([("x-api-key", key + "x")], "shop_v1", "UNAUTHENTICATED", "key-not-accepted", "none of a consumer"),
            ([("x-api-key", key)], ["basket:basket_share", "nope:x"], "NOT_FOUND", "feature-view-not-found", "nope"),
        ]:
            with pytest.raises(grpc.RpcError) as refused:
                look_up(ask(features), metadata=metadata)
            assert refused.value.code().name == status, refused.value.details()
            assert dict(refused.value.trailing_metadata())["catalog-error-code"] == code
            assert words in refused.value.details()


def test_a_consumer_without_grants_is_told_what_is_missing_and_whom_to_ask(guarded: CatalogServer) -> None:
    administer(guarded, "", {"name": "stranger", "owner": "others"})
    strange = administer(guarded, "/stranger/keys", {})["key"]

    with grpc.insecure_channel(guarded.grpc) as channel, pytest.raises(grpc.RpcError) as refused:
        ServingServiceStub(channel).GetOnlineFeatures(ask("shop_v1"), metadata=[("x-api-key", strange)])

    assert refused.value.code().name == "PERMISSION_DENIED"
    assert "'stranger' may not read feature service 'shop_v1'" in refused.value.details()
    assert "It may read nothing yet." in refused.value.details()
    assert "who owns it" in refused.value.details()


def test_http_refuses_before_it_reads(guarded: CatalogServer) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{guarded.url}/get-online-features", b"no JSON at all"))

    assert refused.value.code == 401
    assert refused.value.headers["WWW-Authenticate"] == "Bearer"


def refusal(client: CatalogClient, features: list[str] | str) -> tuple[str, int | None]:
    with pytest.raises(Refused) as refused:
        client.get_online_features(features, [{"customer_id": 1, "branch": "north"}])
    return refused.value.code, refused.value.status


def test_the_client_sends_its_key(guarded: CatalogServer, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for client in [
        CatalogClient(guarded.url, api_key=key),
        CatalogClient(guarded.url, api_key=key, headers={"AUTHORIZATION": "Bearer of-a-proxy"}),
        CatalogClient(guarded.url, headers={"x-api-key": key}),
    ]:
        assert "points" in client.get_online_features("shop_v1", [{"customer_id": 1}]).names
    assert refusal(CatalogClient(guarded.url, api_key=key), ["branch_purchase:branch_amount"]) == ("access-denied", 403)
    assert refusal(CatalogClient(guarded.url, api_key="cat_wrong"), "shop_v1") == ("key-not-accepted", 401)
    assert refusal(CatalogClient(guarded.url), "shop_v1") == ("key-required", 401)

    monkeypatch.setenv("CATALOG_API_KEY", f"{key}\n")
    assert "points" in CatalogClient(guarded.url).get_online_features("shop_v1", [{"customer_id": 1}]).names
    assert refusal(CatalogClient(guarded.url, api_key="cat_wrong"), "shop_v1") == ("key-not-accepted", 401)
    assert refusal(CatalogClient(guarded.url, headers={"X-Api-Key": "cat_wrong"}), "shop_v1") == ("key-not-accepted", 401)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"api_key": ""}, "api_key is empty"),
        ({"api_key": "cat_a b"}, "api_key is no key"),
        ({"api_key": "cat_a\r\nx: y"}, "api_key is no key"),
        ({"api_key": "cat_ä"}, "api_key is no key"),
        ({"api_key": "cat_a", "headers": {"X-API-Key": "cat_b"}}, "headers has an x-api-key"),
    ],
)
def test_what_is_no_key_is_refused_without_telling_it(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        CatalogClient(**arguments)
    assert "cat_" not in str(refused.value)


def test_a_variable_that_is_no_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_API_KEY", "a b")
    with pytest.raises(ValueError, match="CATALOG_API_KEY is no key"):
        CatalogClient()
