"""HTTP over the standard library: kept connections, streamed bodies, and retries of calls that may be made twice."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from .errors import CatalogError, Unavailable, of_answer

T = TypeVar("T")

PIECE_BYTES = 256 * 1024
_MAX_KEPT = 8
_KEPT_BYTES = 16
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_LOST = (ConnectionError, http.client.RemoteDisconnected, http.client.IncompleteRead, http.client.BadStatusLine)


class ShortBody(ConnectionError):
    """The connection ended before the whole body had come."""


def _close_all(connections: list[http.client.HTTPConnection]) -> None:
    while connections:
        connections.pop().close()


class _BodyFailed(Exception):
    """What made the body failed, which says nothing about the server."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _guarded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except Exception as error:
        raise _BodyFailed(error) from error


@dataclass(frozen=True)
class Body:
    """A body of known length, made anew for every attempt."""

    content_type: str
    length: int
    pieces: Callable[[], Iterable[bytes]]

    @staticmethod
    def of(content_type: str, content: bytes) -> Body:
        return Body(content_type, len(content), lambda: (content,))

    @staticmethod
    def of_json(document: Any) -> Body:
        return Body.of("application/json", json.dumps(document, allow_nan=False, separators=(",", ":")).encode())


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    headers: Message
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content) if self.content else {}


class BodyReader:
    """The body of an answer, as a file that is read once."""

    closed = False

    def __init__(
        self, response: http.client.HTTPResponse, reached: Callable[[], contextlib.AbstractContextManager[None]], report: Callable[[int, int | None], None]
    ) -> None:
        self._response = response
        self._reached = reached
        self._report = report
        self._done = 0
        self._last = b""

    @property
    def media_type(self) -> str:
        return str(self._response.headers.get_content_type())

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for; fewer only at the end."""
        with self._reached():
            piece = self._response.read(None if size < 0 else size)
        if piece:
            self._last = (self._last + piece[-_KEPT_BYTES:])[-_KEPT_BYTES:]
            self._done += len(piece)
            self._report(self._done, None)
        return piece

    def close(self) -> None:
        """Whoever opened the answer closes it."""

    def finish(self, mark: bytes) -> None:
        """Reads to the end, which must be that mark."""
        while self.read(PIECE_BYTES):
            pass
        with self._reached():
            if not self._last.endswith(mark):
                raise ShortBody(f"the body ended after {self._done} bytes without the mark of its end")


def escaped(name: str) -> str:
    """A name as one part of an address, which an empty one would make another."""
    if not isinstance(name, str):
        raise TypeError(f"A name is a text such as 'churn-1', not a value of the type '{type(name).__name__}'.")
    if not name:
        raise ValueError("The name is empty; give one such as 'churn-1'.")
    if name in (".", ".."):
        raise ValueError(f"'{name}' is no name; to an address it means a folder.")
    return quote(name, safe="")


class Transport:
    """Calls one server. Thread-safe: each call has a connection of its own while it lasts."""

    def __init__(self, url: str, *, timeout: float, retries: int, headers: Mapping[str, str]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(f"The address of the server is '{url}'; it must be one such as http://localhost:8080.")
        self.url = url.rstrip("/")
        self.timeout = timeout
        self._retries = retries
        self._headers = {"Accept": "application/json", "User-Agent": "catalog-client-python", **headers}
        self._secure = parts.scheme == "https"
        self._host, self._port, self._base = parts.hostname, parts.port, parts.path.rstrip("/")
        self._kept: list[http.client.HTTPConnection] = []
        weakref.finalize(self, _close_all, self._kept)
        self._lock = threading.Lock()
        self._process = os.getpid()

    def call(
        self,
        attempted: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
        safe: bool | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """Makes a call and reads the whole answer. A ``safe`` one, by default GET, is made again when the connection broke or the server asks for it."""
        repeatable = method == "GET" if safe is None else safe

        def once() -> Answer:
            with self.open(attempted, method, path, query=query, body=body, headers=headers, fresh=not repeatable, timeout=timeout) as response:
                with self._reached(attempted):
                    return Answer(response.headers, response.read())

        return self._repeat(once) if repeatable else once()

    @contextlib.contextmanager
    def open(
        self,
        attempted: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
        fresh: bool = False,
        timeout: float | None = None,
    ) -> Iterator[http.client.HTTPResponse]:
        """Makes a call and gives the answer to read from. Raises what the server refuses with."""
        target = f"{self._base}/{path.lstrip('/')}"
        given = {name: value for name, value in (query or {}).items() if value is not None}
        if given:
            target = f"{target}?{urlencode(given)}"
        connection, response = self._send(attempted, method, target, body, {**self._headers, **(headers or {})}, fresh, timeout or self.timeout)
        try:
            if response.status >= 300:
                with self._reached(attempted):
                    content = response.read()
                raise of_answer(attempted, response.status, response.reason, response.headers, content, f"{self.url}/{path.lstrip('/')}")
            yield response
        finally:
            self._give_back(connection, response)

    def download(self, attempted: str, path: str, *, query: Mapping[str, Any], write: Callable[[bytes], object], report: Callable[[int, int | None], None]) -> int:
        """Hands the body of an answer on piece by piece and gives its length; a body that is cut off is an error."""
        with self.open(attempted, "GET", path, query=query) as response:
            length = response.getheader("Content-Length")
            total = None if length is None else int(length)
            done = 0
            while True:
                with self._reached(attempted):
                    piece = response.read(PIECE_BYTES)
                    # A short body of known length is no error to http.client.
                    if not piece and total is not None and done != total:
                        raise ShortBody(f"the body ended after {done} of {total} bytes")
                if not piece:
                    return done
                write(piece)
                done += len(piece)
                report(done, total)

    @contextlib.contextmanager
    def stream(
        self, attempted: str, path: str, *, accept: str, report: Callable[[int, int | None], None], query: Mapping[str, Any] | None = None
    ) -> Iterator[BodyReader]:
        """Gives the body of an answer to read from, of that media type where the server has it."""
        with self.open(attempted, "GET", path, headers={"Accept": accept}, query=query) as response:
            yield BodyReader(response, lambda: self._reached(attempted), report)

    def close(self) -> None:
        """Closes the connections that are kept."""
        with self._lock:
            _close_all(self._kept)

    def _send(
        self, attempted: str, method: str, target: str, body: Body | None, headers: dict[str, str], fresh: bool, timeout: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        if body is not None:
            headers.update({"Content-Type": body.content_type, "Content-Length": str(body.length)})
        elif method == "POST":
            headers["Content-Length"] = "0"
        while True:
            connection, kept = self._take(fresh, timeout)
            try:
                with self._reached(attempted):
                    return connection, self._exchange(connection, method, target, body, headers)
            except Unavailable as error:
                connection.close()
                # A kept connection may have been closed by the server meanwhile; that says nothing about the server.
                if not kept or not isinstance(error.__cause__, _LOST):
                    raise
            except _BodyFailed as error:
                connection.close()
                raise error.reason from None
            except BaseException:
                connection.close()
                raise

    @staticmethod
    def _exchange(connection: http.client.HTTPConnection, method: str, target: str, body: Body | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        try:
            connection.request(method, target, body=None if body is None else _guarded(body.pieces()), headers=headers)
        except (BrokenPipeError, ConnectionResetError):
            # The server refuses a body without reading all of it; what it says is worth more than the broken connection.
            if connection.sock is None:
                raise
        return connection.getresponse()

    def _take(self, fresh: bool, timeout: float) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            if self._process != os.getpid():
                # After a fork the connections belong to the parent.
                self._kept.clear()
                self._process = os.getpid()
            kept = self._kept.pop() if self._kept and not fresh else None
        if kept is not None:
            if kept.sock is not None:
                kept.sock.settimeout(timeout)
            return kept, True
        if self._secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=timeout, context=ssl.create_default_context()), False
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout), False

    def _give_back(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        if response.isclosed() and not response.will_close and connection.sock is not None:
            with self._lock:
                if len(self._kept) < _MAX_KEPT:
                    self._kept.append(connection)
                    return
        connection.close()

    def _repeat(self, once: Callable[[], T]) -> T:
        pause = _FIRST_PAUSE
        for attempt in range(self._retries + 1):
            try:
                return once()
            except CatalogError as error:
                if not error.transient or attempt == self._retries:
                    raise
                time.sleep(min(error.retry_after if error.retry_after is not None else pause, _LONGEST_PAUSE))
                pause *= 2
        raise AssertionError("The last attempt returns or raises.")

    @contextlib.contextmanager
    def _reached(self, attempted: str) -> Iterator[None]:
        try:
            yield
        except (OSError, http.client.HTTPException) as error:
            words = "it did not answer in time" if isinstance(error, TimeoutError) else str(error).rstrip(".") or type(error).__name__
            raise Unavailable(
                attempted,
                f"the server at '{self.url}' cannot be reached: {words}. Start it, or name another one with CatalogClient(url) or CATALOG_SERVER.",
                code="unreachable",
                transient=True,
            ) from error
