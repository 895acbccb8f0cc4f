"""Saved training sets: what they were made of, the same once more, and their parts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from catalog_client import CatalogClient, Conflict, NotFound, Refused
from conftest import FIRST, NOW

ROWS = [{"customer_id": number % 4, "event_timestamp": NOW - timedelta(hours=number)} for number in range(40)]


def test_a_rebuild_has_the_same_bytes_and_the_manifest_names_the_rows(client: CatalogClient, tmp_path: Path) -> None:
    name = f"saved-{uuid4().hex[:8]}"
    client.get_historical_features(ROWS, ["purchase:points"], name=name).wait()
    saved = client.saved_dataset(name)

    job = saved.rebuild()
    assert job.rebuild is not None and job.rebuild.identical and job.rebuild.notes == ()
    saved.to_parquet(tmp_path / "a.parquet")
    job.to_parquet(tmp_path / "b.parquet")

    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    manifest = saved.manifest
    assert (manifest["name"], manifest["rowCount"], manifest["views"][0]["view"]) == (name, 40, "purchase")
    assert manifest["result"]["sha256"] == job.record.rebuild.sha256
    assert (job.name, job.record.rebuild_of) == (f"{name}-rebuilt", name)
    assert job.record.requested_by
    other = client.get_historical_features(ROWS, ["purchase:points"], name=f"{name}-2").wait().name
    with pytest.raises(Conflict):
        saved.rebuild(name=other)
    again = saved.rebuild(name=other, overwrite=True, requested_by="ada").wait()
    assert (again.name, again.record.rebuild_of, again.record.requested_by) == (other, name, "ada")
    with pytest.raises(NotFound):
        client.saved_dataset(f"{name}-none")


def test_parts_hold_each_row_once(client: CatalogClient) -> None:
    with client.get_historical_features(ROWS, ["purchase:points"], splits={"train": 0.5, "test": 0.5}, split_by="customer_id") as job:
        train, test = job.split("train").to_rows(), job.split("test").to_arrow().to_pylist()
        assert job.record.splits == ("train", "test")
        assert sorted(row["event_timestamp"] for row in train + test) == sorted(row["event_timestamp"] for row in ROWS)
        assert not {row["customer_id"] for row in train} & {row["customer_id"] for row in test}


def test_parts_by_time(client: CatalogClient) -> None:
    with client.get_historical_features(ROWS, ["purchase:points"], splits={"train": NOW - timedelta(hours=10), "test": None}) as job:
        assert len(job.split("train").to_rows()) == 29
        assert job.manifest["splitResults"][1]["rowCount"] == 11


def test_wrong_parts_are_refused(client: CatalogClient) -> None:
    with pytest.raises(Refused, match="add up to"):
        client.get_historical_features(ROWS, ["purchase:points"], splits={"train": 0.5, "test": 0.4})
    with pytest.raises(ValueError, match="divide nothing"):
        client.get_historical_features(ROWS, ["purchase:points"], split_by="customer_id")
    with client.get_historical_features([{"customer_id": 1, "event_timestamp": FIRST}], ["purchase:points"]) as job, pytest.raises(Refused, match="no split"):
        job.wait()
        job.split("train").to_rows()
