"""The product that the tests run against, and the data in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from catalog_client import CatalogClient
from server import CatalogServer, program

DEFINITIONS = Path(__file__).parent / "definitions"

NOW = datetime.now(timezone.utc).replace(microsecond=0)
FIRST = NOW - timedelta(days=3)
SECOND = NOW - timedelta(days=1)

# In the order of time, since late events do not count in windows. The newest row of customer 1 has a value in every column, that of customer 2 in none, and customer 3 has two branches.
PURCHASES: list[dict[str, Any]] = [
    {
        "customer_id": 1, "branch": "north", "bought_at": FIRST, "product": "plum, \"dried\"\nand salted", "pieces": 1, "points": 2**53 + 1, "amount": 0.1,
        "weight": 0.1, "paid": True, "receipt": b"\x00\xff", "delivered_at": FIRST + timedelta(microseconds=123456), "tags": ["a", None, "", "ü\"x"], "prices": [0.1, None, 1e300],
    },
    {"customer_id": 3, "branch": "north", "bought_at": FIRST, "product": "fig", "amount": 4.0, "points": 5},
    {
        "customer_id": 1, "branch": "north", "bought_at": SECOND, "product": "", "pieces": -7, "points": -(2**62), "amount": 2.5,
        "weight": 3.5, "paid": False, "receipt": b"", "delivered_at": SECOND, "tags": [], "prices": [],
    },
    {"customer_id": 2, "branch": "north", "bought_at": SECOND},
    {"customer_id": 3, "branch": "south", "bought_at": SECOND, "product": "date", "amount": 8.0, "points": 6},
]  # fmt: skip


@pytest.fixture(scope="session")
def built() -> None:
    if not program().is_file():
        pytest.fail(f"The product is not built: there is no '{program()}'. Run dotnet build src/Catalog.Web, or name it with CATALOG_WEB_PROGRAM.")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, built: None) -> Iterator[CatalogServer]:
    # Every lookup is logged, so that a test may compare its own.
    with CatalogServer(tmp_path_factory.mktemp("catalog"), {"FeatureStore__LookupLog__SampleRate": "1"}) as started:
        client = CatalogClient(started.url, progress=False)
        client.apply(DEFINITIONS, message="For the tests")
        client.push("purchases", PURCHASES)
        for view in ("purchase", "branch_purchase", "activity"):
            client.flush(view)
        yield started


@pytest.fixture
def client(server: CatalogServer) -> Iterator[CatalogClient]:
    with CatalogClient(server.url, progress=False) as made:
        yield made


@pytest.fixture
def own_server(tmp_path: Path, built: None) -> Iterator[CatalogServer]:
    """A server that a test may kill; it must be started."""
    server = CatalogServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def package_path() -> dict[str, str]:
    """The environment of a Python process that is to import the package."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
