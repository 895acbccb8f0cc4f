"""The gRPC doors, called by the code that Feast 0.66 ships for its own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from catalog_client import CatalogClient
from conftest import NOW, SECOND
from server import CatalogServer

grpc = pytest.importorskip("grpc", reason="grpcio is not in this environment")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Protobuf's, about the age of the generated code.
    serving = pytest.importorskip("feast.protos.feast.serving.ServingService_pb2", reason="Feast is not in this environment")
    from feast.protos.feast.serving.GrpcServer_pb2 import PushRequest, WriteToOnlineStoreRequest
    from feast.protos.feast.serving.GrpcServer_pb2_grpc import GrpcFeatureServerStub
    from feast.protos.feast.serving.ServingService_pb2_grpc import ServingServiceStub
    from feast.protos.feast.types.Value_pb2 import RepeatedValue, Value
from google.protobuf.descriptor_pool import DescriptorPool  # noqa: E402
from google.protobuf.message_factory import GetMessageClass  # noqa: E402
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse  # noqa: E402
from grpc_health.v1.health_pb2_grpc import HealthStub  # noqa: E402
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase  # noqa: E402

STATUSES = serving.FieldStatus


@pytest.fixture
def channel(server: CatalogServer) -> Iterator[Any]:
    with grpc.insecure_channel(server.grpc) as made:
        yield made


def ask(features: list[str] | str, full_feature_names: bool = False, **entities: list[Value]) -> Any:
    asked = {"feature_service": features} if isinstance(features, str) else {"features": serving.FeatureList(val=features)}
    return serving.GetOnlineFeaturesRequest(
        **asked, full_feature_names=full_feature_names, entities={name: RepeatedValue(val=values) for name, values in entities.items()}
    )


def numbers(*values: int) -> list[Value]:
    return [Value(int64_val=value) for value in values]


@pytest.mark.parametrize("stub", [ServingServiceStub, GrpcFeatureServerStub])
def test_lookups_say_what_http_says(client: CatalogClient, channel: Any, stub: Any) -> None:
    features = ["purchase:points", "purchase:product", "purchase:tags", "activity:amount_7d"]
    answer = stub(channel).GetOnlineFeatures(ask(features, customer_id=numbers(1, 2, 3, 9)))
    http = client.get_online_features(features, entities={"customer_id": [1, 2, 3, 9]})

    assert list(answer.metadata.feature_names.val) == list(http.names)
    for name, column in zip(http.names, answer.results, strict=True):
        assert [STATUSES.Name(status) for status in column.statuses] == http.statuses[name]
        for message, value in zip(column.values, http.to_dict()[name], strict=True):
            field = message.WhichOneof("val")
            assert (None if field is None else list(message.string_list_val.val) if field == "string_list_val" else getattr(message, field)) == (
                [item or "" for item in value] if isinstance(value, list) else value
            )
    assert answer.results[1].event_timestamps[0].ToDatetime(tzinfo=SECOND.tzinfo) == SECOND


def test_services_full_names_and_request_values_are_known(channel: Any) -> None:
    stub = ServingServiceStub(channel)

    assert "count_7d" in stub.GetOnlineFeatures(ask("shop_v1", customer_id=numbers(3))).metadata.feature_names.val
    assert list(stub.GetOnlineFeatures(ask(["purchase:points"], True, customer_id=numbers(3))).metadata.feature_names.val) == ["customer_id", "purchase__points"]
    request = ask(["basket:basket_share"], customer_id=numbers(1))
    request.request_context["basket_amount"].val.append(Value(double_val=1.3))
    assert stub.GetOnlineFeatures(request).results[-1].values[0].double_val == pytest.approx(0.5)
    assert stub.GetFeastServingInfo(serving.GetFeastServingInfoRequest()).version


@pytest.mark.parametrize(
    ("request_", "code", "text"),
    [
        (ask(["nope:x"], customer_id=numbers(1)), "NOT_FOUND", "nope"),
        (ask(["purchase:nope"], customer_id=numbers(1)), "NOT_FOUND", "nope"),
        (ask("nope", customer_id=numbers(1)), "NOT_FOUND", "nope"),
        (ask(["purchase:points"]), "INVALID_ARGUMENT", "customer_id"),
        (ask(["purchase:points"], customer_id=[Value(string_val="x")]), "INVALID_ARGUMENT", "'x'"),
        (ask(["purchase:points"], customer_id=[Value()]), "INVALID_ARGUMENT", "customer_id"),
        (ask(["purchase:points"], customer_id=numbers(1), branch=numbers(1, 2)), "INVALID_ARGUMENT", "same length"),
        (serving.GetOnlineFeaturesRequest(), "INVALID_ARGUMENT", "feature_service"),
        (ask(["purchase:points"], customer_id=numbers(*range(100_000))), "INVALID_ARGUMENT", "limit"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_words(channel: Any, request_: Any, code: str, text: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        ServingServiceStub(channel).GetOnlineFeatures(request_)

    assert refused.value.code().name in (code, "RESOURCE_EXHAUSTED" if text == "limit" else code), refused.value.details()
    assert text in refused.value.details()
    assert "catalog-error-code" in dict(refused.value.trailing_metadata()) or not request_.entities


def push(channel: Any, **fields: Any) -> Any:
    answer, call = GrpcFeatureServerStub(channel).Push.with_call(PushRequest(**fields))
    return answer.status, dict(call.trailing_metadata()).get("catalog-push")


def test_pushed_rows_are_served(client: CatalogClient, channel: Any) -> None:
    time = SECOND + timedelta(hours=1)
    texts = {"customer_id": "71", "branch": "north", "bought_at": time.isoformat(), "points": "7", "amount": "0.5", "paid": "True", "product": "12", "tags": '["a", "b"]'}
    typed = {"customer_id": Value(int64_val=72), "branch": Value(string_val="north"), "bought_at": Value(unix_timestamp_val=int(time.timestamp())), "points": Value(int64_val=8), "product": Value()}

    assert push(channel, features=texts, stream_feature_view="purchases", to="online_and_offline") == (True, "read=1, accepted=1, quarantined=0")
    assert push(channel, typed_features=typed, stream_feature_view="purchases") == (True, "read=1, accepted=1, quarantined=0")
    client.flush("purchase")

    served = client.get_online_features(["purchase:points", "purchase:product", "purchase:paid", "purchase:tags"], entities={"customer_id": [71, 72]}).to_rows()
    assert [(row["points"], row["product"], row["paid"], row["tags"]) for row in served] == [(7, "12", True, ["a", "b"]), (8, None, None, None)]


def push_stream(channel: Any, rows: list[Any], key: str | None = None) -> Any:
    # The answer is a message of the product's own, which reflection describes.
    summary = GetMessageClass(DescriptorPool(ProtoReflectionDescriptorDatabase(channel)).FindMessageTypeByName("catalog.v1.PushSummary"))
    call = channel.stream_unary("/catalog.v1.PushService/PushStream", request_serializer=PushRequest.SerializeToString, response_deserializer=summary.FromString)
    return call(iter(rows), metadata=[("idempotency-key", key)] if key else None)


def test_streamed_pushes_are_taken_together(client: CatalogClient, channel: Any) -> None:
    row = {"branch": "north", "bought_at": NOW.isoformat(), "product": "nut"}
    rows = [PushRequest(features={**row, "customer_id": str(customer)}, stream_feature_view="purchases" if customer == 300 else "", to="online_and_offline") for customer in range(300, 400)]
    rows[1].features["amount"] = "-1"

    for is_again in (False, True):
        answer = push_stream(channel, rows, "a-stream")
        assert (answer.read, answer.accepted, answer.quarantined, answer.duplicate) == (100, 99, 1, is_again)
        assert dict(answer.by_rule) == {"minimum:amount": 1}
    client.flush("purchase")
    assert client.get_online_features(["purchase:product"], entities={"customer_id": [300, 301, 399]}).to_dict()["product"] == ["nut", None, "nut"]


@pytest.mark.parametrize(
    ("last", "text"),
    [
        (PushRequest(features={"customer_id": "401", "branch": "north"}), "bought_at"),
        (PushRequest(features={"customer_id": "401"}, stream_feature_view="other"), "one source"),
        (PushRequest(features={"customer_id": "401"}, to="offline"), "same stores"),
        (PushRequest(features={"customer_id": "401"}, typed_features={"customer_id": Value(int64_val=1)}), "not both"),
    ],
    ids=["column", "source", "stores", "both"],
)
def test_a_stream_with_a_wrong_row_leaves_nothing(client: CatalogClient, channel: Any, last: Any, text: str) -> None:
    first = PushRequest(features={"customer_id": "401", "branch": "north", "bought_at": SECOND.isoformat(), "product": "nut"}, stream_feature_view="purchases")
    with pytest.raises(grpc.RpcError) as refused:
        push_stream(channel, [first, last])

    assert (refused.value.code(), text in refused.value.details()) == (grpc.StatusCode.INVALID_ARGUMENT, True), refused.value.details()
    client.flush("purchase")
    assert client.get_online_features(["purchase:product"], entities={"customer_id": [401]}).to_dict()["product"] == [None]


def test_streams_without_rows_or_a_source_are_refused(channel: Any) -> None:
    for rows, text in [([], "without a row"), ([PushRequest(features={"customer_id": "1"})], "Unable to find push source ''")]:
        with pytest.raises(grpc.RpcError) as refused:
            push_stream(channel, rows)
        assert (refused.value.code(), text in refused.value.details()) == (grpc.StatusCode.INVALID_ARGUMENT, True), refused.value.details()


def test_refused_pushes_say_why_and_lose_nothing(channel: Any) -> None:
    row = {"customer_id": "73", "branch": "north", "bought_at": SECOND.isoformat()}
    assert push(channel, features={**row, "points": "many"}, stream_feature_view="purchases") == (False, "read=1, accepted=0, quarantined=1")

    for fields, text in [
        ({"features": row, "typed_features": {"customer_id": Value(int64_val=1)}, "stream_feature_view": "purchases"}, "not both"),
        ({"features": row, "stream_feature_view": "nope"}, "Unable to find push source 'nope'."),
        ({"features": row, "stream_feature_view": "purchases", "to": "nowhere"}, "nowhere"),
        ({"features": {"branch": "x"}, "stream_feature_view": "purchases"}, "bought_at"),
    ]:
        with pytest.raises(grpc.RpcError) as refused:
            push(channel, **fields)
        assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
        assert text in refused.value.details()


def write(channel: Any, **fields: Any) -> Any:
    answer, call = GrpcFeatureServerStub(channel).WriteToOnlineStore.with_call(WriteToOnlineStoreRequest(**fields))
    return answer.status, dict(call.trailing_metadata()).get("catalog-write")


def test_written_rows_are_served_and_never_an_older_one(client: CatalogClient, channel: Any) -> None:
    time = SECOND + timedelta(hours=1)
    texts = {"customer_id": "81", "branch": "north", "event_timestamp": time.isoformat(), "branch_product": "kiwi", "branch_amount": "0.5"}
    typed = {
        "customer_id": Value(int64_val=82), "branch": Value(string_val="north"), "bought_at": Value(unix_timestamp_val=int(time.timestamp())),
        "branch_product": Value(), "branch_amount": Value(double_val=1.5), "created": Value(),
    }  # fmt: skip

    assert write(channel, features=texts, feature_view_name="branch_purchase") == (True, "rows=1, newer=1, erased=0")
    assert write(channel, typed_features=typed, feature_view_name="branch_purchase") == (True, "rows=1, newer=1, erased=0")
    older = {**texts, "event_timestamp": (time - timedelta(seconds=1)).isoformat(), "branch_product": "older"}
    assert write(channel, features=older, feature_view_name="branch_purchase") == (True, "rows=1, newer=0, erased=0")

    served = client.get_online_features(["branch_purchase:branch_product", "branch_purchase:branch_amount"], entities={"customer_id": [81, 82], "branch": ["north", "north"]})
    assert [(row["branch_product"], row["branch_amount"]) for row in served.to_rows()] == [("kiwi", 0.5), (None, 1.5)]


@pytest.mark.parametrize(
    ("view", "row", "code", "text"),
    [
        ("nope", {}, "NOT_FOUND", "nope"),
        ("branch_purchase", {}, "INVALID_ARGUMENT", "'customer_id' is not in the request"),
        ("branch_purchase", {"branch_amount": "dear"}, "INVALID_ARGUMENT", "dear"),
        ("branch_purchase", {"bought_at": "yesterday"}, "INVALID_ARGUMENT", "yesterday"),
        ("branch_purchase", {"bought_at": "2999-01-01T00:00:00Z"}, "INVALID_ARGUMENT", "max_ahead"),
        ("activity", {"amount_7d": "1", "count_7d": "1", "last_products": "[]"}, "INVALID_ARGUMENT", "aggregate over a window"),
        ("basket", {"basket_share": "1"}, "INVALID_ARGUMENT", "computed when they are looked up"),
    ],
)
def test_refused_writes_say_why(channel: Any, view: str, row: dict[str, str], code: str, text: str) -> None:
    whole = {"customer_id": "83", "branch": "north", "bought_at": SECOND.isoformat(), "branch_product": "kiwi", "branch_amount": "1"}
    with pytest.raises(grpc.RpcError) as refused:
        write(channel, features={**whole, **row} if row else {}, feature_view_name=view)

    assert refused.value.code().name == code, refused.value.details()
    assert text in refused.value.details()
    assert "catalog-error-code" in dict(refused.value.trailing_metadata())


def test_health_and_reflection_tell_what_is_there(channel: Any) -> None:
    names = {"feast.serving.ServingService", "GrpcFeatureServer", "catalog.v1.PushService", "grpc.health.v1.Health"}
    assert names <= set(ProtoReflectionDescriptorDatabase(channel).get_services())
    for name in ["", *names]:
        assert HealthStub(channel).Check(HealthCheckRequest(service=name)).status == HealthCheckResponse.SERVING
