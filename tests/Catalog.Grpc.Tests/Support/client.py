"""Calls the echo service as any Python program would: no generated code, only bytes of protobuf by hand."""

import sys
import threading

import grpc
from google.protobuf import descriptor_pool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase


def text(value: str, count: int = 0) -> bytes:
    raw = value.encode()
    size, length = len(raw), b""
    while size >= 0x80:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return b"\x0a" + length + bytes([size]) + raw + (b"\x10" + bytes([count]) if count else b"")


def value(message: bytes) -> str:
    at, size, shift = 1, 0, 0
    while True:
        size |= (message[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if message[at - 1] < 0x80:
            return message[at : at + size].decode()


def failure(call) -> grpc.RpcError:
    try:
        list(call()) if not isinstance(call, grpc.Future) else call.result()
    except grpc.RpcError as error:
        return error
    raise AssertionError("it did not fail")


def unary(channel):
    call = channel.unary_unary("/catalog.test.Echo/Unary")
    assert value(call(text("grün"))) == "grün"
    futures = [call.future(text(str(i))) for i in range(500)]
    assert [value(future.result()) for future in futures] == [str(i) for i in range(500)]
    answer, state = call.with_call(text("!metadata"), metadata=[("who", "me")])
    assert ("seen", "me") in [(item.key, item.value) for item in state.trailing_metadata()]


def streams(channel):
    assert len(list(channel.unary_stream("/catalog.test.Echo/Repeat")(text("a", 100)))) == 100
    assert list(channel.unary_stream("/catalog.test.Echo/Repeat")(text("a"))) == []
    join = channel.stream_unary("/catalog.test.Echo/Join")
    assert value(join(iter([text(str(i)) for i in range(1000)]))) == "".join(map(str, range(1000)))
    assert value(join(iter([text("a"), text("!stop")] + [text("x" * 1000)] * 5000))) == "stopped"

    # Each answer is there before the next message is sent.
    heard = threading.Semaphore(1)

    def say():
        for word in ["one", "two", "three"]:
            heard.acquire()
            yield text(word)

    answers = []
    for answer in channel.stream_stream("/catalog.test.Echo/Chat")(say()):
        answers.append(value(answer))
        heard.release()
    assert answers == ["ONE", "TWO", "THREE"]


def deadline(channel):
    for call in [lambda: channel.unary_unary("/catalog.test.Echo/Unary").future(text("!wait"), timeout=0.2).result(),
                 lambda: channel.unary_stream("/catalog.test.Echo/Repeat")(text("!wait", 3), timeout=0.2)]:
        assert failure(call).code() == grpc.StatusCode.DEADLINE_EXCEEDED


def cancel(channel):
    stream = channel.unary_stream("/catalog.test.Echo/Repeat")(text("!wait", 3))
    assert [value(next(stream)) for _ in range(3)] == ["!wait"] * 3
    stream.cancel()
    assert failure(lambda: stream).code() == grpc.StatusCode.CANCELLED
    unary(channel)


def gzip(channel):
    call = channel.unary_unary("/catalog.test.Echo/Unary")
    for size in [1, 300, 100_000]:
        assert value(call(text("x" * size), compression=grpc.Compression.Gzip)) == "x" * size
    assert failure(lambda: call(text("x" * 300), compression=grpc.Compression.Deflate)).code() == grpc.StatusCode.UNIMPLEMENTED
    join = channel.stream_unary("/catalog.test.Echo/Join")
    assert value(join(iter([text("x" * 500)] * 100), compression=grpc.Compression.Gzip)) == "x" * 50_000


def errors(channel):
    call = channel.unary_unary("/catalog.test.Echo/Unary")
    refused = failure(lambda: call(text("!refused")))
    assert refused.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert refused.details() == "The value '!refused' is no text. Send one — a plain one: 100 %."
    assert ("catalog-error-code", "echo-refused") in [(item.key, item.value) for item in refused.trailing_metadata()]
    assert failure(lambda: call(text("!broken"))).code() == grpc.StatusCode.INTERNAL
    assert failure(lambda: channel.unary_unary("/no.Service/Method")(b"")).code() == grpc.StatusCode.UNIMPLEMENTED
    late = channel.unary_stream("/catalog.test.Echo/Repeat")(text("!late", 2))
    assert [value(next(late)), value(next(late))] == ["!late"] * 2
    assert failure(lambda: late).details() == "Enough."


def large(channel):
    call = channel.unary_unary("/catalog.test.Echo/Unary")
    assert len(value(call(text("x" * 1_000_000)))) == 1_000_000
    refused = failure(lambda: call(text("x" * 2_000_000)))
    assert refused.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, refused
    assert "Grpc:MaxMessageBytes" in refused.details()
    unary(channel)


def health(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    for name in ["", "catalog.test.Echo", "grpc.health.v1.Health"]:
        assert stub.Check(health_pb2.HealthCheckRequest(service=name)).status == health_pb2.HealthCheckResponse.SERVING
    assert failure(lambda: stub.Check(health_pb2.HealthCheckRequest(service="no"))).code() == grpc.StatusCode.NOT_FOUND
    assert next(stub.Watch(health_pb2.HealthCheckRequest(service="no"))).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


def watch(channel):
    for answer in health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest()):
        print(answer.status, flush=True)
        if answer.status == health_pb2.HealthCheckResponse.SERVING:
            return


def reflection(channel):
    database = ProtoReflectionDescriptorDatabase(channel)
    assert set(database.get_services()) == {
        "catalog.test.Echo", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"}
    service = descriptor_pool.DescriptorPool(database).FindServiceByName("catalog.test.Echo")
    assert [(method.name, method.client_streaming, method.server_streaming) for method in service.methods] == [
        ("Unary", False, False), ("Repeat", False, True), ("Join", True, False), ("Chat", True, True), ("Measure", True, True)]
    assert service.methods[0].input_type.fields_by_name["value"].number == 1
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    asked = [reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.Such"), reflection_pb2.ServerReflectionRequest(), reflection_pb2.ServerReflectionRequest(list_services="")]
    answers = list(stub.ServerReflectionInfo(iter(asked)))
    assert [answer.WhichOneof("message_response") for answer in answers] == ["error_response", "error_response", "list_services_response"]


with grpc.insecure_channel(sys.argv[2], options=[("grpc.max_receive_message_length", 64 << 20)]) as channel:
    globals()[sys.argv[1]](channel)
if sys.argv[1] != "watch":
    print("ok")
