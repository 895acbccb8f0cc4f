"""Feast 0.66's own client with ``online_store: remote`` against a server that asks for keys."""

from __future__ import annotations

import json
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import PURCHASES
from server import CatalogServer

pytest.importorskip("grpc", reason="grpcio is not in this environment")
pytestmark = pytest.mark.filterwarnings("ignore")  # Feast's own, about what is new in it and old in protobuf.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("feast", reason="Feast is not in this environment")
    from feast import FeatureStore
    from feast.errors import FeastPermissionError

DEFINITIONS = Path(__file__).parent / "definitions"
ADMIN_KEY = "the key of the administrators"
ROWS = [{"customer_id": 3}]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, built: None) -> Iterator[CatalogServer]:
    settings = {"FeatureStore__Access__Required": "true", "FeatureStore__Access__AdminKey": ADMIN_KEY}
    with CatalogServer(tmp_path_factory.mktemp("guarded-feast"), settings) as started:
        client = CatalogClient(started.url, progress=False)
        client.apply(DEFINITIONS, message="For the tests")
        client.push("purchases", PURCHASES)
        for view in ("purchase", "activity"):
            client.flush(view)
        yield started


@pytest.fixture(scope="module")
def key(guarded: CatalogServer) -> str:
    administer(guarded, "", {"name": "shop-model", "owner": "shop-team", "featureServices": ["shop_v1"]})
    return str(administer(guarded, "/shop-model/keys", {})["key"])


def administer(server: CatalogServer, path: str, body: dict[str, Any]) -> Any:
    headers = {"x-api-key": ADMIN_KEY, "content-type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{server.url}/api/v1/consumers{path}", json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)


def store_of(folder: Path, server: CatalogServer, auth: str) -> Any:
    (folder / "feature_store.yaml").write_text(
        f"project: catalog\nprovider: local\nregistry: {{registry_type: remote, path: '{server.grpc}'}}\n"
        f"online_store: {{type: remote, path: '{server.url}'}}\nentity_key_serialization_version: 3\n{auth}\n"
    )
    return FeatureStore(repo_path=str(folder))


@pytest.mark.parametrize(
    "auth",
    [
        "auth: {type: oidc, token_env_var: CATALOG_API_KEY}",
        "auth: {type: oidc, token: 'KEY'}",
        "auth: {type: oidc}",
        "auth: {type: kubernetes, user_token: 'KEY'}",
    ],
)
def test_a_key_goes_where_feast_has_its_token(guarded: CatalogServer, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, auth: str) -> None:
    monkeypatch.setenv("CATALOG_API_KEY", key)
    monkeypatch.setenv("FEAST_OIDC_TOKEN", key)
    store = store_of(tmp_path, guarded, auth.replace("KEY'", f"{key}'"))

    assert store.get_online_features(features=store.get_feature_service("shop_v1"), entity_rows=ROWS).to_dict()["points"] == [6]
    assert store.get_online_features(features=["purchase:points", "activity:count_7d"], entity_rows=ROWS).to_dict()["points"] == [6]
    with pytest.raises(FeastPermissionError) as refused:
        store.get_online_features(features=["branch_purchase:branch_amount"], entity_rows=[{"customer_id": 3, "branch": "north"}])
    assert "Consumer 'shop-model' may not read 'branch_purchase:branch_amount'" in str(refused.value)
    assert "/api/v1/consumers/shop-model" in str(refused.value)


def test_without_a_key_lookups_are_refused_and_definitions_are_read(guarded: CatalogServer, tmp_path: Path) -> None:
    store = store_of(tmp_path, guarded, "")
    service = store.get_feature_service("shop_v1")

    with pytest.raises(RuntimeError) as refused:
        store.get_online_features(features=service, entity_rows=ROWS)

    assert "Failed to get online features: 401" in str(refused.value)
    assert "A lookup needs the key of a consumer here" in str(refused.value)


def test_a_key_that_was_revoked_is_refused_at_once(guarded: CatalogServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    administer(guarded, "", {"name": "past-model", "owner": "shop-team", "featureServices": ["*"]})
    made = administer(guarded, "/past-model/keys", {})
    monkeypatch.setenv("CATALOG_API_KEY", made["key"])
    store = store_of(tmp_path, guarded, "auth: {type: oidc, token_env_var: CATALOG_API_KEY}")
    assert store.get_online_features(features=["purchase:points"], entity_rows=ROWS).to_dict()["points"] == [6]

    urllib.request.urlopen(
        urllib.request.Request(f"{guarded.url}/api/v1/consumers/past-model/keys/{made['id']}", headers={"x-api-key": ADMIN_KEY}, method="DELETE")
    ).close()

    with pytest.raises(RuntimeError) as refused:
        store.get_online_features(features=["purchase:points"], entity_rows=ROWS)
    assert "401" in str(refused.value) and "was revoked at" in str(refused.value)
    assert made["key"] not in str(refused.value)
