"""Training sets: frames of every kind in, every form out, values and types unchanged."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas
import pyarrow
import pyarrow.ipc
import pyarrow.parquet
import pytest
from catalog_client import CatalogClient, Conflict, DatasetRecord, NotFound, Refused, RunFailed
from conftest import FIRST, NOW, PURCHASES, SECOND

VIEW = ["product", "pieces", "points", "amount", "weight", "paid", "receipt", "delivered_at", "tags", "prices"]
FEATURES = [f"purchase:{name}" for name in VIEW]
ROWS: list[dict[str, Any]] = [
    {"customer_id": 2, "event_timestamp": NOW, "note": "nothing but nulls"},
    {"customer_id": 1, "event_timestamp": NOW, "note": "007"},
    {"customer_id": 1, "event_timestamp": FIRST, "note": ""},
    {"customer_id": 1, "event_timestamp": NOW, "note": None},
    {"customer_id": 1, "event_timestamp": FIRST - timedelta(seconds=1), "note": "before the first"},
    {"customer_id": 99, "event_timestamp": NOW, "note": "unknown, \"quoted\"\r\nand broken"},
]  # fmt: skip


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """What a naive reader of the purchases gives for an entity row."""
    before = [one for one in PURCHASES if one["customer_id"] == row["customer_id"] and one["bought_at"] <= row["event_timestamp"]]
    newest = max(before, key=lambda one: one["bought_at"], default={})
    values = {name: newest.get(name) for name in VIEW}
    if values["weight"] is not None:
        values["weight"] = pyarrow.scalar(values["weight"], pyarrow.float32()).as_py()
    return {**row, **values}


def test_rows_in_rows_out_keeps_number_order_and_values(client: CatalogClient) -> None:
    with client.get_historical_features(ROWS, FEATURES) as job:
        assert job.to_rows() == [expected(row) for row in ROWS]
        assert list(job.iter_rows()) == job.to_rows()


def test_arrow_in_arrow_out_equals_rows_and_has_the_declared_types(client: CatalogClient) -> None:
    frame = pyarrow.Table.from_pylist(ROWS)

    with client.get_historical_features(frame, FEATURES) as job:
        table = job.to_arrow()
        assert table.to_pylist() == job.to_rows() == [expected(row) for row in ROWS]

    time = pyarrow.timestamp("us", "UTC")
    types = [pyarrow.string(), pyarrow.int32(), pyarrow.int64(), pyarrow.float64(), pyarrow.float32(), pyarrow.bool_(), pyarrow.binary(), time]
    assert [table.schema.field(name).type for name in VIEW[:8]] == types
    assert [table.schema.field(name).type.value_type for name in VIEW[8:]] == [pyarrow.string(), pyarrow.float64()]
    assert [(column.name, column.type) for column in job.record.columns][-2:] == [("tags", "list<string>"), ("prices", "list<double>")]


def test_arrow_batches_give_the_same_rows_one_batch_at_a_time(client: CatalogClient) -> None:
    with client.get_historical_features(ROWS, FEATURES) as job:
        batches = list(job.to_arrow_batches())

        assert all(isinstance(batch, pyarrow.RecordBatch) for batch in batches)
        assert pyarrow.Table.from_batches(batches).equals(job.to_arrow())


def test_a_server_without_arrow_streams_gives_the_same_through_parquet(client: CatalogClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with client.get_historical_features(ROWS, FEATURES) as job:
        table = job.to_arrow()
        monkeypatch.setattr("catalog_client.reading._ARROW_STREAM", "application/x-of-the-future")

        assert job.to_arrow().equals(table)
        assert pyarrow.Table.from_batches(job.to_arrow_batches()).equals(table)


@pytest.mark.parametrize("make", [pyarrow.Table.to_reader, lambda table: table.to_batches()[0]], ids=["reader", "batch"])
def test_other_arrow_frames_are_taken(client: CatalogClient, make: Any) -> None:
    with client.get_historical_features(make(pyarrow.Table.from_pylist(ROWS)), ["purchase:points"]) as job:
        assert job.to_arrow()["points"].to_pylist() == [expected(row)["points"] for row in ROWS]


def test_pandas_in_pandas_out_changes_no_number(client: CatalogClient) -> None:
    frame = pandas.DataFrame(ROWS).set_index(pandas.Index(range(10, 16)))

    result = client.get_historical_features(frame, FEATURES).to_df()

    assert list(result["note"]) == [row["note"] for row in ROWS]
    # As floats these would be rounded: 2^53 + 1 has no double.
    assert [None if value is pandas.NA else int(value) for value in result["points"]] == [expected(row)["points"] for row in ROWS]
    assert {name: str(result[name].dtype) for name in ("customer_id", "points", "pieces", "paid", "amount", "event_timestamp")} == {
        "customer_id": "int64", "points": "Int64", "pieces": "Int32", "paid": "boolean", "amount": "float64", "event_timestamp": "datetime64[us, UTC]",
    }  # fmt: skip


def test_frame_columns_of_every_type_come_back(client: CatalogClient) -> None:
    frame = pandas.DataFrame(
        {
            "customer_id": pandas.array([3, None], dtype="Int64"),
            "event_timestamp": [NOW, NOW],
            "money": [Decimal("1.10"), Decimal("-2.25")],
            "small": pandas.array([1, None], dtype="Int8"),
            "word": pandas.Categorical(["a", "b"]),
            "day": [date(2020, 1, 1), None],
            "berlin": pandas.to_datetime(["1926-11-28T00:00:00.123456789", "2026-06-01T12:00:00.0"]).tz_localize("Europe/Berlin"),
            "naive": pandas.to_datetime(["2026-06-01T12:00:00", None]),
            "numbers": [[1, 2], None],
            "single": pandas.array([0.1, 0.2], dtype="float32"),
            "raw": [b"x", None],
            "flag": [True, None],
        }
    )

    rows = client.get_historical_features(frame, ["purchase:points"]).to_rows()

    utc = timezone.utc
    assert rows == [
        {
            "customer_id": 3, "event_timestamp": NOW, "money": 1.1, "small": 1, "word": "a", "day": datetime(2020, 1, 1, tzinfo=utc),
            "berlin": datetime(1926, 11, 27, 23, 0, 0, 123456, utc), "naive": datetime(2026, 6, 1, 12, tzinfo=utc), "numbers": [1, 2],
            "single": 0.10000000149011612, "raw": b"x", "flag": True, "points": 6,
        },
        {
            "customer_id": None, "event_timestamp": NOW, "money": -2.25, "small": None, "word": "b", "day": None,
            "berlin": datetime(2026, 6, 1, 10, tzinfo=utc), "naive": None, "numbers": None,
            "single": 0.20000000298023224, "raw": None, "flag": None, "points": None,
        },
    ]  # fmt: skip


@pytest.mark.parametrize("to_frame", [list, pyarrow.Table.from_pylist, pandas.DataFrame], ids=["rows", "arrow", "pandas"])
def test_times_without_zone_are_utc_in_every_frame(client: CatalogClient, to_frame: Any) -> None:
    naive = FIRST.replace(tzinfo=None)
    rows = [{"customer_id": 1, "event_timestamp": naive - timedelta(seconds=1)}, {"customer_id": 1, "event_timestamp": naive}]

    result = client.get_historical_features(to_frame(rows), ["purchase:points"]).to_rows()

    assert [(row["event_timestamp"], row["points"]) for row in result] == [(FIRST - timedelta(seconds=1), None), (FIRST, 2**53 + 1)]


def test_rows_with_another_zone_are_the_same_instant(client: CatalogClient) -> None:
    there = timezone(timedelta(hours=-7))
    rows = [{"customer_id": 1, "event_timestamp": FIRST.astimezone(there)}, {"customer_id": 1, "event_timestamp": (FIRST - timedelta(seconds=1)).astimezone(there)}]

    assert [row["points"] for row in client.get_historical_features(rows, ["purchase:points"]).to_rows()] == [2**53 + 1, None]


def test_composite_keys_and_duplicates_keep_every_row(client: CatalogClient) -> None:
    rows = [{"customer_id": 3, "branch": branch, "event_timestamp": NOW} for branch in ("south", "north", "south", "nowhere", "south")] * 40

    result = client.get_historical_features(rows, ["branch_purchase:branch_product", "branch_purchase:branch_amount"]).to_rows()

    assert [(row["branch"], row["branch_product"], row["branch_amount"]) for row in result] == [
        ("south", "date", 8.0), ("north", "fig", 4.0), ("south", "date", 8.0), ("nowhere", None, None), ("south", "date", 8.0),
    ] * 40  # fmt: skip


def write_arrow_stream(frame: pandas.DataFrame, path: Path) -> None:
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    with pyarrow.ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=1)


@pytest.mark.parametrize("extension", ["csv", "parquet", "arrows", "ndjson"])
def test_a_file_is_taken_as_it_is(client: CatalogClient, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"entities of 'ü'.{extension}"
    frame = pandas.DataFrame([{"customer_id": 1, "event_timestamp": FIRST.isoformat()}, {"customer_id": 3, "event_timestamp": NOW.isoformat()}])
    {
        "csv": lambda: frame.to_csv(path, index=False),
        "parquet": lambda: frame.to_parquet(path),
        "arrows": lambda: write_arrow_stream(frame, path),
        "ndjson": lambda: frame.to_json(path, orient="records", lines=True),
    }[extension]()

    job = client.get_historical_features(path, ["purchase:points"])

    assert [row["points"] for row in job.to_rows()] == [2**53 + 1, 6]
    assert job.record.frame_name == path.name


def test_to_parquet_and_to_csv_write_whole_files(client: CatalogClient, tmp_path: Path) -> None:
    (tmp_path / "out.parquet").write_text("the former file")
    with client.get_historical_features(ROWS, FEATURES) as job:
        job.to_parquet(tmp_path / "out.parquet")
        job.to_csv(str(tmp_path / "out.csv"))

        assert pyarrow.parquet.read_table(tmp_path / "out.parquet").equals(job.to_arrow())
        assert (tmp_path / "out.csv").read_text().startswith("customer_id,event_timestamp,note,product")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.parquet"]


def test_every_option_is_sent_and_recorded(client: CatalogClient) -> None:
    name = f"options-{uuid4().hex[:8]}"
    rows = [{"customer_id": 1, "asked": NOW}]

    client.get_historical_features(
        rows, ["purchase:points"], full_feature_names=True, timestamp_column="asked", as_known_at=FIRST - timedelta(days=9), name=name, format="csv", requested_by="ana",
    ).wait()  # fmt: skip

    record = client.saved_dataset(name).record
    assert (record.full_feature_names, record.timestamp_column, record.format, record.requested_by) == (True, "asked", "csv", "ana")
    assert record.as_known_at == FIRST - timedelta(days=9)
    # Nothing had arrived nine days before the first event.
    assert client.saved_dataset(name).to_rows() == [{"customer_id": 1, "asked": NOW, "purchase__points": None}]


def test_as_known_at_entity_time_counts_only_what_had_arrived(client: CatalogClient) -> None:
    # The events of the past were pushed just now, so nobody knew them then.
    rows = [{"customer_id": 1, "event_timestamp": SECOND}, {"customer_id": 1, "event_timestamp": datetime.now(timezone.utc) + timedelta(seconds=1)}]

    result = client.get_historical_features(rows, ["purchase:points"], as_known_at_entity_time=True).to_rows()

    assert [row["points"] for row in result] == [None, -(2**62)]


def test_a_feature_service_and_request_values_are_taken(client: CatalogClient) -> None:
    service = client.get_historical_features([{"customer_id": 1, "event_timestamp": NOW}], "shop_v1").to_rows()
    computed = client.get_historical_features([{"customer_id": 1, "event_timestamp": NOW, "basket_amount": 1.3}], ["basket:basket_share"]).to_rows()

    assert service[0]["last_products"] == ["", PURCHASES[0]["product"]]
    assert computed[0]["basket_share"] == pytest.approx(0.5)


def test_without_a_name_nothing_stays_on_the_server(client: CatalogClient) -> None:
    job = client.get_historical_features(ROWS, FEATURES)
    name = job.name
    job.to_rows()
    record = client.saved_dataset(name).record
    assert record.state == "completed"
    # Should this process be killed now, the server removes it.
    assert record.ended_at is not None and record.kept_until == record.ended_at + timedelta(days=1)

    del job

    with pytest.raises(NotFound):
        client.saved_dataset(name)


def test_a_saved_dataset_is_kept_listed_read_replaced_and_removed(client: CatalogClient) -> None:
    name = f"kept-{uuid4().hex[:8]}"
    client.get_historical_features(ROWS, FEATURES, name=name).wait()

    saved = client.saved_dataset(name)
    assert isinstance(saved.record, DatasetRecord)
    assert (saved.record.row_count, saved.record.views[0].view, saved.record.views[0].matched) == (6, "purchase", 4)
    assert name in [one.name for one in client.list_saved_datasets()]
    preview = saved.preview(rows=3)
    assert (list(preview.rows), preview.total_rows) == ([expected(row) for row in ROWS[:3]], 6)
    assert saved.to_arrow().to_pylist() == saved.to_rows() == [expected(row) for row in ROWS]

    with pytest.raises(Conflict) as taken:
        client.get_historical_features(ROWS, FEATURES, name=name)
    assert (taken.value.code, taken.value.status) == ("training-set-exists", 409)

    client.get_historical_features(ROWS[:1], FEATURES, name=name, overwrite=True).wait()
    assert client.saved_dataset(name).record.row_count == 1

    with pytest.raises(ValueError, match="overwrite is given without name"):
        client.get_historical_features(ROWS[:1], FEATURES, overwrite=True)

    saved.delete()
    with pytest.raises(NotFound) as gone:
        client.saved_dataset(name)
    assert gone.value.code == "training-set-not-found"


def test_listing_reads_all_pages(client: CatalogClient, server: Any) -> None:
    jobs = [client.get_historical_features(ROWS[:1], ["purchase:points"]) for _ in range(101)]

    names = [saved.name for saved in client.list_saved_datasets()]

    assert {job.name for job in jobs} <= set(names)
    assert len(names) == len(set(names))


def test_all_errors_of_a_request_are_told_together(client: CatalogClient) -> None:
    with pytest.raises(Refused) as refused:
        client.get_historical_features([{"x": 1}], ["purchase:nothing", "nowhere:x"])

    assert {finding["code"] for finding in refused.value.findings} == {"feature-not-found", "feature-view-not-found", "invalid-entity-frame"}
    assert "Feature 'nothing' not found" in str(refused.value)


def test_a_wrong_value_fails_the_run_and_says_where(client: CatalogClient) -> None:
    job = client.get_historical_features([{"customer_id": "seven", "event_timestamp": NOW}], ["purchase:points"])

    with pytest.raises(RunFailed) as failed:
        job.to_rows()

    assert (failed.value.code, failed.value.run_id) == ("invalid-entity-frame", job.id)
    assert "in row 1, column 'customer_id', the value 'seven'" in str(failed.value)
    with pytest.raises(Conflict) as early:
        client.saved_dataset(job.name).to_rows()
    assert early.value.code == "training-set-not-complete"


@pytest.mark.parametrize(
    ("frame", "error", "words"),
    [
        ([], ValueError, "no rows"),
        ({"customer_id": [1]}, TypeError, "takes a pandas or Arrow frame or a list of rows"),
        ([7], TypeError, "Row 1 is of the type 'int'"),
        ([{"customer_id": 1, "x": object()}], TypeError, "Row 1, column 'x', holds a value of the type 'object'"),
        ([{"customer_id": 1, "x": float("nan")}], ValueError, "Row 1, column 'x', is nan"),
        ("nowhere.csv", FileNotFoundError, "nowhere.csv"),
        (__file__, ValueError, "must be a file whose name ends in"),
        (pandas.DataFrame({7: [1]}), TypeError, "a column named 7"),
        (pandas.DataFrame({"x": [1, "a"]}), TypeError, "not of one type"),
        (pandas.DataFrame({"x": ["\ud800"]}), ValueError, "text that is no Unicode"),
        (pandas.DataFrame({"x": [2**70]}), ValueError, "a whole number of more than 64 bits"),
        ([{"x": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))}], ValueError, "does not lie in the years 1 to 9999"),
        (pandas.DataFrame({"customer_id": [], "event_timestamp": []}), ValueError, "no rows"),
        (pandas.DataFrame({"x": [pandas.Timedelta("1h")]}), TypeError, "the column 'x' with durations"),
        (pandas.DataFrame({"x": pandas.period_range("2020", "2021", freq="Y")}), TypeError, "the column 'x' with periods"),
    ],
)
def test_a_frame_that_cannot_be_sent_is_refused_here(client: CatalogClient, frame: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        client.get_historical_features(frame, ["purchase:points"])


def test_a_reference_without_a_list_is_no_service(client: CatalogClient) -> None:
    with pytest.raises(ValueError, match="give references as a list"):
        client.get_historical_features(ROWS, "purchase:points")


def test_an_unknown_service_is_not_found(client: CatalogClient) -> None:
    with pytest.raises(NotFound, match="Feature service 'nothing' does not exist"):
        client.get_historical_features(ROWS, "nothing")


@pytest.mark.parametrize(("name", "error"), [("", ValueError), (None, TypeError)])
def test_a_training_set_without_a_name_is_refused_here(client: CatalogClient, name: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="such as 'churn-1'"):
        client.saved_dataset(name)


@pytest.mark.parametrize("name", [".", ".."])
def test_a_name_that_is_a_folder_to_an_address_is_refused_here(client: CatalogClient, name: str) -> None:
    with pytest.raises(ValueError, match="to an address it means a folder"):
        client.saved_dataset(name)


@pytest.mark.parametrize("name", ["", None])
def test_a_part_without_a_name_is_not_the_whole(client: CatalogClient, name: Any) -> None:
    with client.get_historical_features(ROWS, FEATURES) as job, pytest.raises(ValueError, match="give one such as 'train'"):
        job.split(name)


def test_ten_thousand_unknown_features_are_told_by_the_first_and_their_number(client: CatalogClient) -> None:
    with pytest.raises(Refused) as refused:
        client.get_historical_features(ROWS, [f"purchase:nothing_{number}" for number in range(10_000)])
    assert "Feature 'nothing_0' not found" in str(refused.value) and "That is 10 of 10000 errors." in str(refused.value)
    assert len(str(refused.value)) < 2_000 and len(refused.value.findings) == 10_000


def test_features_and_splits_that_nobody_can_mean_are_refused_here(client: CatalogClient) -> None:
    with pytest.raises(TypeError, match="features is None"):
        client.get_historical_features(ROWS, None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="splits is a list"):
        client.get_historical_features(ROWS, ["purchase:points"], splits=[0.8, 0.2])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="The split 'train' has the ratio nan"):
        client.get_historical_features(ROWS, ["purchase:points"], splits={"train": float("nan"), "test": 0.5})


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [({"timeout": 0}, ValueError, "timeout is 0"), ({"retries": -1}, ValueError, "retries is -1"), ({"patience": -1.0}, ValueError, "patience -1.0"), ({"progress": "yes"}, TypeError, "progress is 'yes'")],
)
def test_a_client_refuses_options_that_cannot_work(options: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        CatalogClient(**options)
