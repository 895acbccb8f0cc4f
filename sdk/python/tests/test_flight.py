"""Arrow's own Flight client, unchanged: entity frames go up, training sets come down."""

from __future__ import annotations

import json
import os
import random
import threading
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import FIRST, NOW, SECOND
from server import CatalogServer

pa = pytest.importorskip("pyarrow", reason="pyarrow is not in this environment")
flight = pytest.importorskip("pyarrow.flight", reason="pyarrow has no Flight in this environment")

FEATURES = ["purchase:points", "purchase:tags"]


@pytest.fixture
def door(server: CatalogServer) -> Iterator[Any]:
    with flight.connect(f"grpc+tcp://{server.grpc}") as client:
        yield client


def command(**asked: Any) -> Any:
    return flight.FlightDescriptor.for_command(json.dumps({"command_id": str(uuid.uuid4()), "features": FEATURES, **asked}))


def frame(customers: list[int | None], time: datetime = NOW) -> Any:
    return pa.table({"customer_id": pa.array(customers, pa.int64()), "event_timestamp": pa.array([time] * len(customers), pa.timestamp("us", "UTC"))})


def upload(door: Any, descriptor: Any, table: Any, **options: Any) -> dict[str, Any]:
    writer, told = door.do_put(descriptor, table.schema)
    writer.write_table(table, **options)
    writer.done_writing()
    answer = told.read()
    writer.close()  # Raises what went wrong.
    return dict(json.loads(answer.to_pybytes()))


def fetch(door: Any, descriptor: Any) -> Any:
    return door.do_get(door.get_flight_info(descriptor).endpoints[0].ticket).read_all()


def ask(door: Any, table: Any, **asked: Any) -> Any:
    descriptor = command(**asked)
    upload(door, descriptor, table)
    return fetch(door, descriptor)


def test_what_is_uploaded_comes_back_in_its_order_with_features(door: Any) -> None:
    descriptor = command()
    given = frame([3, None, 1, 9, 3])
    told = upload(door, descriptor, given)
    info = door.get_flight_info(descriptor)
    result = door.do_get(info.endpoints[0].ticket).read_all()

    assert told["name"].startswith("temporary-")
    assert result.column("customer_id").to_pylist() == [3, None, 1, 9, 3]
    assert result.column("points").to_pylist() == [6, None, -(2**62), None, 6]
    assert result.column("tags").to_pylist() == [None, None, [], None, None]
    assert [str(field.type) for field in result.schema] == ["int64", "timestamp[us, tz=UTC]", "int64", "list<element: string>"]
    assert result.column("event_timestamp").to_pylist() == given.column("event_timestamp").to_pylist()
    assert (info.total_records, info.schema, info.ordered) == (5, result.schema, True)
    assert door.get_schema(descriptor).schema == result.schema
    assert fetch(door, descriptor).equals(result)  # Twice, and by itself.


def test_columns_of_all_types_keep_their_values(door: Any) -> None:
    size = 4
    columns = {
        "int8": pa.array([-1, None, 3, 4], pa.int8()),
        "uint32": pa.array([2**32 - 1, None, 3, 4], pa.uint32()),
        "half": pa.array([0.5, None, -2, 4], pa.float16()),
        "single": pa.array([0.5, None, float("inf"), 4], pa.float32()),
        "number": pa.array([0.1, None, float("nan"), -0.0], pa.float64()),
        "flag": pa.array([True, None, False, True]),
        "text": pa.array(["ü\"x", None, "", "a"]),
        "large": pa.array(["ü", None, "", "a"], pa.large_string()),
        "word": pa.array(["b", None, "a", "b"]).dictionary_encode(),
        "bytes": pa.array([b"\x00\xff", None, b"", b"a"]),
        "fixed": pa.array([b"ab", None, b"cd", b"ef"], pa.binary(2)),
        "price": pa.array([Decimal("1.25"), None, Decimal("-0.05"), Decimal("0")], pa.decimal128(9, 2)),
        "exact": pa.array([Decimal("123456789012345678.25"), None, Decimal("-0.05"), Decimal("0")], pa.decimal128(30, 2)),
        "day": pa.array([FIRST.date(), None, SECOND.date(), NOW.date()]),
        "second": pa.array([1, None, -1, 0], pa.timestamp("s")),
        "nanosecond": pa.array([1_999, None, -1, 0], pa.timestamp("ns", "Europe/Berlin")),
        "list": pa.array([[1, None], None, [], [2]], pa.list_(pa.int32())),
        "texts": pa.array([["a", None, ""], None, [], ["ü"]], pa.large_list(pa.string())),
        "nothing": pa.nulls(size),
    }
    result = ask(door, pa.table({**columns, **dict(zip(["customer_id", "event_timestamp"], frame([1, 2, 3, 1]).columns))}))

    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    midnight = [datetime(day.year, day.month, day.day, tzinfo=timezone.utc) for day in (FIRST, SECOND, NOW)]
    expected = {
        "price": [1.25, None, -0.05, 0.0],
        "exact": ["123456789012345678.25", None, "-0.05", "0.00"],
        "day": [midnight[0], None, midnight[1], midnight[2]],
        "second": [epoch + timedelta(seconds=1), None, epoch - timedelta(seconds=1), epoch],
        "nanosecond": [epoch + timedelta(microseconds=1), None, epoch - timedelta(microseconds=1), epoch],
    }
    assert result.column_names[: len(columns)] == list(columns)
    for name, column in columns.items():
        found = [value.astimezone(timezone.utc) if isinstance(value, datetime) else value for value in result.column(name).to_pylist()]
        assert str(found) == str(expected.get(name, column.to_pylist())), name  # As text, since NaN equals nothing.
    assert str(result.column("exact").type) == "string" and str(result.column("int8").type) == "int32"


def test_large_frames_go_up_in_one_message_and_come_down_in_many(door: Any) -> None:
    rows = 200_000
    text = "x" * 400  # 80 MB: more than a message of other calls may have.
    given = pa.table({**dict(zip(["customer_id", "event_timestamp"], frame([1 + row % 3 for row in range(rows)]).columns)), "row": pa.array(range(rows), pa.int64()), "text": pa.array([text] * rows)})
    descriptor = command()
    upload(door, descriptor, given)
    sizes = []
    numbers: list[int] = []
    for chunk in door.do_get(door.get_flight_info(descriptor).endpoints[0].ticket):
        sizes.append(chunk.data.nbytes)
        numbers.extend(chunk.data.column("row").to_pylist())

    assert numbers == list(range(rows))
    assert len(sizes) > 30 and max(sizes) < 4 << 20


def test_frames_in_many_batches_are_one_frame(door: Any) -> None:
    customers = [1 + number % 3 for number in range(1_000)]
    table = frame(customers)
    descriptor = command()
    upload(door, descriptor, table, max_chunksize=7)

    assert fetch(door, descriptor).column("points").to_pylist() == [{1: -(2**62), 2: None, 3: 6}[customer] for customer in customers]


def test_named_training_sets_are_kept_and_found(door: Any, client: CatalogClient) -> None:
    name = f"flight-{uuid.uuid4().hex}"
    descriptor = flight.FlightDescriptor.for_command(json.dumps({"name": name, "features": FEATURES, "splits": {"kind": "ratio", "parts": [{"name": "a", "ratio": 0.5}, {"name": "b", "ratio": 0.5}]}}))
    upload(door, descriptor, frame([1, 2, 3]))
    result = fetch(door, descriptor)
    by_path = flight.FlightDescriptor.for_path(name)

    assert fetch(door, by_path).equals(result)
    assert [info.descriptor.path for info in door.list_flights(name[:20].encode())] == [[name.encode()]]
    assert sum(fetch(door, flight.FlightDescriptor.for_path(name, part)).num_rows for part in ("a", "b")) == 3
    with pytest.raises(pa.ArrowException, match="exists"):
        upload(door, descriptor, frame([1]))
    again = flight.FlightDescriptor.for_command(json.dumps({"name": name, "features": FEATURES, "overwrite": True}))
    upload(door, again, frame([3]))
    assert fetch(door, again).column("customer_id").to_pylist() == [3]
    assert {action.type for action in door.list_actions()} == {"cancel", "delete"}
    assert [json.loads(answer.body.to_pybytes()) for answer in door.do_action(("delete", name.encode()))] == [{"name": name}]
    with pytest.raises(KeyError, match="There is no training set"):
        door.get_flight_info(by_path)


def test_ranges_need_no_upload(door: Any) -> None:
    result = fetch(door, command(features=["branch_purchase:branch_product"], range={"asOf": NOW.isoformat()}))

    rows = {(row["customer_id"], row["branch"]): row["branch_product"] for row in result.to_pylist()}
    assert rows[3, "south"] == "date" and rows[3, "north"] == "fig"


def test_two_clients_at_once_get_their_own(server: CatalogServer) -> None:
    def work(customer: int) -> None:
        with flight.connect(f"grpc+tcp://{server.grpc}") as own:
            for _ in range(3):
                found.append(ask(own, frame([customer] * 5)).column("customer_id").to_pylist() == [customer] * 5)

    found: list[bool] = []
    threads = [threading.Thread(target=work, args=(customer,)) for customer in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 9


@pytest.mark.parametrize(
    ("asked", "table", "exception", "words"),
    [
        ({"features": ["purchase:nope"]}, None, KeyError, "nope"),
        ({"features": ["nope:points"]}, None, KeyError, "nope"),
        ({"features": FEATURES, "featurse": []}, None, pa.ArrowInvalid, "Did you mean 'features'"),
        ({"features": 7}, None, pa.ArrowInvalid, "features"),
        ({"rows": []}, None, pa.ArrowInvalid, "Upload the entity rows"),
        ({"asKnownAt": "yesterday"}, None, pa.ArrowInvalid, "yesterday"),
        ({}, frame([]), pa.ArrowInvalid, "no rows"),
        ({}, pa.table({"customer_id": [1]}), pa.ArrowInvalid, "event_timestamp"),
        ({}, pa.table({"customer_id": ["one"], "event_timestamp": [NOW]}), pa.ArrowInvalid, "row 1, column 'customer_id'"),
        ({}, pa.table({"customer_id": [1], "event_timestamp": [NOW], "x": [{"a": 1}]}), pa.ArrowInvalid, "column 'x' has the type struct"),
        ({}, pa.table({"customer_id": [1], "event_timestamp": [NOW], "x": pa.array([2**64 - 1], pa.uint64())}), pa.ArrowInvalid, "18446744073709551615"),
        ({}, pa.table([pa.array([1]), pa.array([1]), pa.array([NOW])], ["customer_id", "CUSTOMER_ID", "event_timestamp"]), pa.ArrowInvalid, "twice"),
    ],
)
def test_what_is_wrong_is_told(door: Any, asked: dict[str, Any], table: Any, exception: type[Exception], words: str) -> None:
    with pytest.raises(exception, match=words):
        ask(door, table if table is not None else frame([1]), **asked)


@pytest.mark.parametrize(
    ("descriptor", "exception", "words"),
    [
        (flight.FlightDescriptor.for_command(b"{"), pa.ArrowInvalid, "The command "),
        (flight.FlightDescriptor.for_command(b"[]"), pa.ArrowInvalid, "no object"),
        (flight.FlightDescriptor.for_command(b"\xff\xfe"), pa.ArrowInvalid, "The command "),
        (flight.FlightDescriptor.for_command(b'{"features": ["purchase:points"]}'), pa.ArrowInvalid, "command_id"),
        (flight.FlightDescriptor.for_command(b'{"command_id": "7f0c", "features": ["purchase:points"]}'), KeyError, "upload the entity frame"),
        (flight.FlightDescriptor.for_path("nope"), KeyError, "no training set 'nope'"),
        (flight.FlightDescriptor.for_path("a", "b", "c"), pa.ArrowInvalid, "3 parts"),
        (flight.FlightDescriptor.for_path(), pa.ArrowInvalid, "0 parts"),
    ],
)
def test_descriptors_of_nothing_are_refused(door: Any, descriptor: Any, exception: type[Exception], words: str) -> None:
    with pytest.raises(exception, match=words):
        door.get_flight_info(descriptor)


def test_other_calls_say_what_to_use(door: Any) -> None:
    with pytest.raises(pa.ArrowInvalid, match="ticket"):
        door.do_get(flight.Ticket(b"\xff\xff\xff")).read_all()
    with pytest.raises(pa.ArrowInvalid, match="path"):
        upload(door, flight.FlightDescriptor.for_path("some-set"), frame([1]))
    with pytest.raises(NotImplementedError, match="DoPut"):
        writer, reader = door.do_exchange(command())
        writer.begin(frame([1]).schema)
        writer.done_writing()
        reader.read_all()
    with pytest.raises(NotImplementedError, match="cancel"):
        list(door.do_action(("fly", b"")))
    with pytest.raises(NotImplementedError, match="handshake"):
        door.authenticate_basic_token("user", "word")


def test_a_command_is_uploaded_once(door: Any) -> None:
    descriptor = command()
    upload(door, descriptor, frame([1]))
    fetch(door, descriptor)

    with pytest.raises(pa.ArrowException, match="command_id"):
        upload(door, descriptor, frame([2]))
    assert fetch(door, descriptor).column("customer_id").to_pylist() == [1]


def test_who_breaks_off_leaves_nothing(server: CatalogServer, door: Any) -> None:
    folder = server.folder / "data" / "training-sets"
    descriptor = command()
    with flight.connect(f"grpc+tcp://{server.grpc}") as other:
        writer, _ = other.do_put(descriptor, frame([1]).schema)
        writer.write_table(frame([1]))
        del writer
    big = command()
    upload(door, big, frame([1] * 300_000))
    reader = door.do_get(door.get_flight_info(big).endpoints[0].ticket)
    reader.read_chunk()
    reader.cancel()

    assert ask(door, frame([1])).num_rows == 1
    assert not [path for path in folder.rglob("*.arrows")]


def test_random_bytes_are_refused(server: CatalogServer) -> None:
    grpc = pytest.importorskip("grpc", reason="grpcio is not in this environment")
    seed = int(os.environ.get("CATALOG_TEST_SEED", "1"))
    chance = random.Random(seed)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, frame([1, 2, 3]).schema) as writer:
        writer.write_table(frame([1, 2, 3]))
    messages = list(pa.ipc.MessageReader.open_stream(sink.getvalue()))

    def field(number: int, content: bytes) -> bytes:
        def varint(value: int) -> bytes:
            return bytes([value & 0x7F | 0x80]) + varint(value >> 7) if value > 0x7F else bytes([value])

        return varint(number << 3 | 2) + varint(len(content)) + content

    def data(message: Any, descriptor: bytes = b"") -> bytes:
        first = field(1, b"\x08\x02" + field(2, descriptor)) if descriptor else b""
        body = message.body.to_pybytes() if message.body is not None else b""
        return first + field(2, message.metadata.to_pybytes()) + (field(1000, body) if body else b"")

    def spoil(content: bytes) -> bytes:
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed[: chance.randint(1, len(changed))] if chance.random() < 0.2 else changed)

    codes = set()
    with grpc.insecure_channel(server.grpc) as channel:
        put = channel.stream_stream("/arrow.flight.protocol.FlightService/DoPut")
        for _ in range(300):
            asked = json.dumps({"command_id": str(uuid.uuid4()), "features": FEATURES}).encode()
            sent = [data(messages[0], asked), data(messages[1])]
            place = chance.randrange(2)
            sent[place] = spoil(sent[place]) if chance.random() < 0.9 else chance.randbytes(chance.randrange(200))
            try:
                list(put(iter(sent)))
            except grpc.RpcError as error:
                codes.add(error.code().name)
                assert error.code().name not in ("INTERNAL", "UNKNOWN"), (seed, sent, error.details())
        assert "INVALID_ARGUMENT" in codes
    assert "failed (" not in server.output
