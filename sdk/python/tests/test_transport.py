"""Addresses, connections and what is said of a server that is none."""

from __future__ import annotations

import http.server
import json
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow
import pytest
from catalog_client import CatalogClient, CatalogError, NotFound, Unavailable, UnexpectedAnswer
from server import CatalogServer, free_port


RECORD = {
    "id": "1", "name": "x", "state": "completed", "features": [], "timestampColumn": "t", "fullFeatureNames": False, "asKnownAtEntityTime": False, "format": "parquet",
    "frameName": "f.csv", "createdAt": "2026-11-29T00:00:00Z", "views": [], "columns": [], "rowCount": 3, "byteCount": 1,
}  # fmt: skip


@pytest.fixture
def other_program() -> Iterator[str]:
    """A web server that is no catalogue."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_nobody_at_the_address_is_said_with_what_to_do() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable) as away:
        CatalogClient(url, retries=0).saved_dataset("x")

    assert str(away.value) == (
        f"Reading the training set 'x' failed: the server at '{url}' cannot be reached: [Errno 111] Connection refused. "
        "Start it, or name another one with CatalogClient(url) or CATALOG_SERVER. [unreachable]"
    )
    assert (away.value.code, away.value.status, away.value.transient) == ("unreachable", None, True)


def test_a_push_to_nobody_is_told_at_once() -> None:
    with pytest.raises(Unavailable):
        CatalogClient(f"http://127.0.0.1:{free_port()}", progress=False).push("x", [{"a": 1}])


@pytest.mark.parametrize("attempt", [lambda client: client.saved_dataset("x"), lambda client: client.get_online_features("x", [{}])], ids=["get", "post"])
def test_another_program_at_the_address_is_recognised(other_program: str, attempt: object) -> None:
    with pytest.raises(UnexpectedAnswer, match="Is it a catalogue") as strange:
        attempt(CatalogClient(other_program))  # type: ignore[operator]
    assert (strange.value.code, strange.value.status) == ("unexpected-answer", 501)


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://x", "http://", "http://x?y=1"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="it must be one such as http://localhost:8080"):
        CatalogClient(url)


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_SERVER", "http://somewhere:1/")
    assert (CatalogClient().url, CatalogClient("http://here").url) == ("http://somewhere:1", "http://here")
    monkeypatch.delenv("CATALOG_SERVER")
    assert repr(CatalogClient()) == "CatalogClient('http://localhost:8080')"


def test_names_are_escaped_in_addresses(client: CatalogClient) -> None:
    with pytest.raises(NotFound, match="'a/b \\?ü'") as missing:
        client.saved_dataset("a/b ?ü")
    assert isinstance(missing.value, CatalogError)


def test_a_server_that_was_started_again_is_reached_over_kept_connections(own_server: CatalogServer) -> None:
    own_server.start()
    with CatalogClient(own_server.url) as client:
        assert client.list_saved_datasets() == []
        own_server.kill()
        own_server.start()
        assert client.list_saved_datasets() == []


def test_threads_share_a_client(client: CatalogClient) -> None:
    def ask(number: int) -> object:
        return client.get_online_features(["purchase:points"], [{"customer_id": 1 + number % 3}]).to_dict()["points"][0]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(120))) == [-(2**62), None, 6] * 40


def test_a_server_that_hangs_is_told_as_such(own_server: CatalogServer) -> None:
    own_server.start()
    own_server.signal(signal.SIGSTOP)

    with pytest.raises(Unavailable, match="it did not answer in time"):
        CatalogClient(own_server.url, timeout=0.2, retries=1).list_saved_datasets()


class CutStreams(http.server.BaseHTTPRequestHandler):
    """Answers with an Arrow stream that lacks its last bytes, and says that this is all."""

    lacking = 8

    def do_GET(self) -> None:
        sink = pyarrow.BufferOutputStream()
        with pyarrow.ipc.new_stream(sink, pyarrow.schema([("a", pyarrow.int64())])) as writer:
            for number in range(3):
                writer.write_batch(pyarrow.record_batch({"a": [number]}))
        stream = self.path.endswith("/download")
        body = sink.getvalue().to_pybytes()[: -self.lacking] if stream else json.dumps(RECORD).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.apache.arrow.stream" if stream else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.mark.parametrize("lacking", [8, 12, 100])
def test_an_arrow_stream_without_its_end_is_an_error(lacking: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CutStreams, "lacking", lacking)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CutStreams)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        saved = CatalogClient(f"http://127.0.0.1:{server.server_address[1]}", retries=0, patience=0, progress=False).saved_dataset("x")
        with pytest.raises(Unavailable, match="without the mark of its end"):
            saved.to_arrow()
    finally:
        server.shutdown()
        server.server_close()
