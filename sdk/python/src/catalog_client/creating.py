"""Sending an entity frame to have a training set built."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from .errors import CatalogError
from .frames import FrameFile
from .progress import Progress, Reporter
from .reading import ROUTE
from .records import DatasetRecord
from .transport import PIECE_BYTES, Body, Transport, escaped

TIDY_TIMEOUT = 10.0
_ANSWER_PATIENCE = 30.0
_UPLOAD_TIMEOUT = 600.0


class Creation:
    """Sends the request, with the frame if there is one, from a thread of its own, since an interrupt must not lose the answer that says what was begun."""

    def __init__(self, transport: Transport, spec: Mapping[str, Any], frame: FrameFile | None, reporter: Reporter, *, keep: bool) -> None:
        self._transport = transport
        self._attempted = f"Asking for the training set '{spec['name']}'"
        self._spec = spec
        self._frame = frame
        self._reporter = reporter
        self._keep = keep
        self._stopped = threading.Event()
        self._ended = threading.Event()
        self._record: DatasetRecord | None = None
        self._error: BaseException | None = None

    def run(self) -> DatasetRecord:
        """Sends it and gives the record of what was begun."""
        threading.Thread(target=self._send, name="catalog-create", daemon=True).start()
        try:
            self._ended.wait()
        except BaseException:
            self._stopped.set()
            self._ended.wait(_ANSWER_PATIENCE)
            if self._record is not None:
                self._undo(self._record)
            raise
        finally:
            self._reporter.end()
        if self._error is not None:
            raise self._error
        assert self._record is not None
        return self._record

    def _send(self) -> None:
        try:
            answer = self._transport.call(self._attempted, "POST", ROUTE, body=self._body(), timeout=_UPLOAD_TIMEOUT)
            self._record = DatasetRecord.of(answer.json())
        except BaseException as error:
            self._error = error
        finally:
            self._ended.set()

    def _undo(self, record: DatasetRecord) -> None:
        # Removing stops the building, too, but a name that the caller gave may be that of an earlier training set.
        method, path = ("POST", f"{ROUTE}/{record.id}/cancel") if self._keep else ("DELETE", f"{ROUTE}/{escaped(record.name)}")
        quietly(lambda: self._transport.call("Stopping the training set", method, path, timeout=TIDY_TIMEOUT))

    def _body(self) -> Body:
        given = {name: value for name, value in self._spec.items() if value is not None}
        frame = self._frame
        if frame is None:
            return Body.of_json(given)
        boundary = uuid4().hex
        spec = json.dumps(given).encode()
        # Names may hold anything that files may be called.
        name = f"filename=\"frame\"; filename*=UTF-8''{quote(frame.name, safe='')}"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="spec"\r\nContent-Type: application/json\r\n\r\n'.encode()
            + spec
            + f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="frame"; {name}\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
        )
        tail = f"\r\n--{boundary}--\r\n".encode()
        size = os.path.getsize(frame.path)
        return Body(f"multipart/form-data; boundary={boundary}", len(head) + size + len(tail), lambda: self._pieces(frame, head, tail, size))

    def _pieces(self, frame: FrameFile, head: bytes, tail: bytes, size: int) -> Iterable[bytes]:
        yield head
        sent = 0
        with open(frame.path, "rb") as stream:
            while piece := stream.read(PIECE_BYTES):
                if self._stopped.is_set():
                    raise InterruptedError("The sending was interrupted.")
                yield piece
                sent += len(piece)
                self._reporter.report(Progress(f"Sending {frame.name}", sent, size, "bytes"))
        yield tail


def quietly(call: Callable[[], object]) -> None:
    """Tidies up, as far as the server is there."""
    try:
        call()
    except CatalogError:
        # Whoever tidies up has nobody to tell; the server lists what is left.
        pass
