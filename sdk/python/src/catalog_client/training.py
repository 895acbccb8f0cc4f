"""Training sets: having the server build them, following that, and those that are kept."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from uuid import uuid4

from .caller import user_name
from .creating import TIDY_TIMEOUT, Creation, quietly
from .errors import Cancelled, NotFound, RunFailed
from .frames import FrameFile
from .progress import Progress, ProgressOption, Reporter
from .reading import ROUTE, DatasetReader
from .records import Column, DatasetRecord, Preview, Rebuild, columns_of
from .runs import FIRST_PAUSE, Patience, longer
from .transport import Body, Transport, escaped
from .values import from_json


@dataclass(frozen=True)
class Settings:
    """How a client waits and tells progress."""

    patience_seconds: float
    progress: ProgressOption


class DatasetSplit(DatasetReader):
    """One part of a training set that was divided."""

    def __init__(self, owner: DatasetReader, name: str) -> None:
        if not isinstance(name, str) or not name:
            raise ValueError(f"The name of the part is {name!r}; give one such as 'train'.")
        super().__init__(owner._transport, owner.name, owner._patience_seconds, owner._progress_option, name)
        self._owner = owner

    @property
    def split(self) -> str:
        """Name of the part."""
        return self._split or ""

    def _columns(self) -> Sequence[Column]:
        return self._owner._columns()

    def _make_ready(self) -> None:
        self._owner._make_ready()


class RetrievalJob(DatasetReader):
    """A training set that the server is building, or has built.

    The building began when the job was made. Without a name it is removed from the server when the job is closed, leaves its ``with`` block, or is not used any
    more; with a name it stays and is found again by ``saved_dataset``. Ctrl-C while the job is waited for cancels the building.
    """

    def __init__(self, transport: Transport, record: DatasetRecord, settings: Settings, *, keep: bool) -> None:
        super().__init__(transport, record.name, settings.patience_seconds, settings.progress)
        self._record = record
        self._remove = None if keep else weakref.finalize(self, _remove_quietly, transport, record.name, os.getpid())

    @property
    def id(self) -> str:
        """Id of the training set and of the run that builds it."""
        return self._record.id

    @property
    def record(self) -> DatasetRecord:
        """What the server said last; ``wait()`` asks until it is complete."""
        return self._record

    @property
    def progress(self) -> Progress | None:
        """How far the building is now; None when it has not begun to count. Asks the server unless the building has ended."""
        if not self._record.has_ended:
            self._record = self._ask()
        if self._record.has_ended:
            return Progress(self._title, self._record.row_count, self._record.row_count, "rows")
        return self._ask_progress()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with their types; waits until the training set is complete."""
        return self.wait()._record.columns

    @property
    def manifest(self) -> dict[str, Any]:
        """What it was made of, as the server's document; waits until it is complete."""
        self.wait()
        return _manifest(self._transport, self.name)

    @property
    def rebuild(self) -> Rebuild | None:
        """How a rebuild compares with the training set that it was built from; waits until it is complete. None for any other."""
        return self.wait()._record.rebuild

    def split(self, name: str) -> DatasetSplit:
        """One part of a training set that is divided."""
        return DatasetSplit(self, name)

    def done(self) -> bool:
        """Whether the building has ended, one way or another; asks the server."""
        if not self._record.has_ended:
            self._record = self._ask()
        return self._record.has_ended

    def wait(self, timeout: float | None = None) -> RetrievalJob:
        """Waits until the training set is complete, also over a restart of the server.

        Raises RunFailed when it could not be built, Cancelled when somebody stopped it, TimeoutError after ``timeout`` seconds; the building goes on then.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            self._follow(deadline)
        except KeyboardInterrupt:
            quietly(lambda: self._post_cancel(TIDY_TIMEOUT))
            raise
        if self._record.state == "failed":
            raise RunFailed(self._title, self._record.error_message or "", code=self._record.error_code or "job-failed", run_id=self.id)
        if self._record.state == "cancelled":
            raise Cancelled(self._title, f"The run {self.id} was cancelled.", run_id=self.id)
        return self

    def cancel(self) -> None:
        """Asks the server to stop the building. Raises Conflict with the code ``run-ended`` when it has ended already."""
        self._post_cancel(None)

    def close(self) -> None:
        """Removes a training set without a name from the server; one that is being built is stopped."""
        if self._remove is not None:
            self._remove()

    def __enter__(self) -> RetrievalJob:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"RetrievalJob(id='{self.id}', name='{self.name}', state='{self._record.state}')"

    @property
    def _title(self) -> str:
        return f"Building the training set '{self.name}'"

    def _columns(self) -> Sequence[Column]:
        return self.columns

    def _make_ready(self) -> None:
        self.wait()

    def _post_cancel(self, timeout: float | None) -> None:
        self._transport.call(f"Cancelling the training set '{self.name}'", "POST", f"{ROUTE}/{self.id}/cancel", timeout=timeout)

    def _ask(self) -> DatasetRecord:
        return DatasetRecord.of(self._transport.call(self._title, "GET", f"{ROUTE}/{self.id}").json())

    def _ask_progress(self) -> Progress | None:
        try:
            answer = self._transport.call(self._title, "GET", f"api/v1/runs/{self.id}").json()["run"].get("progress")
        except NotFound:
            # The run is known a moment after the training set.
            return None
        return None if answer is None else Progress.of_run(self._title, answer)

    def _follow(self, deadline: float | None) -> None:
        if self._record.has_ended:
            return
        reporter = Reporter(self._progress_option)
        patience = Patience(self._patience_seconds, reporter, f"The training set '{self.name}' goes on as soon as the server is back.")
        pause = FIRST_PAUSE
        try:
            while not patience.ask(self.done, deadline=deadline):
                progress = patience.ask(self._ask_progress, deadline=deadline)
                if progress is not None:
                    reporter.report(progress)
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError(f"{self._title} was not done in time; the run {self.id} goes on.")
                time.sleep(pause)
                pause = longer(pause)
            if self._record.state == "completed":
                reporter.report(Progress(self._title, self._record.row_count, self._record.row_count, "rows"))
        finally:
            reporter.end()


class SavedDataset(DatasetReader):
    """A training set that the server keeps under a name."""

    def __init__(self, transport: Transport, record: DatasetRecord, settings: Settings) -> None:
        super().__init__(transport, record.name, settings.patience_seconds, settings.progress)
        self.record = record

    @property
    def id(self) -> str:
        """Id of the training set and of the run that built it."""
        return self.record.id

    def preview(self, rows: int = 20) -> Preview:
        """The first rows, up to 1,000."""
        answer = self._transport.call(
            f"Reading the first rows of the training set '{self.name}'", "GET", f"{ROUTE}/{escaped(self.name)}/preview", query={"rows": rows}
        ).json()
        columns = columns_of(answer["columns"])
        read = tuple({column.name: from_json(value, column.type) for column, value in zip(columns, row)} for row in answer["rows"])
        return Preview(columns, read, answer["totalRows"])

    @property
    def manifest(self) -> dict[str, Any]:
        """What it was made of: versions, ranges of the event log, files and hashes, statistics of the columns, as the server's document."""
        return _manifest(self._transport, self.name)

    def split(self, name: str) -> DatasetSplit:
        """One part of a training set that was divided."""
        return DatasetSplit(self, name)

    def rebuild(self, name: str | None = None, *, overwrite: bool = False, requested_by: str | None = None) -> RetrievalJob:
        """Builds it once more from its manifest; the job's ``rebuild`` tells whether the bytes are the same.

        Args:
            name: Under which the rebuilt training set stays on the server. Default: the name of this one with ``-rebuilt``, which replaces an earlier rebuild.
            overwrite: Replace another training set of that name.
            requested_by: Who asks, for the record. Default: the user of this machine.

        Raises:
            Conflict: Another training set of that name exists.
        """
        body = Body.of_json({"name": name, "overwrite": overwrite, "requestedBy": requested_by or user_name()})
        answer = self._transport.call(f"Rebuilding the training set '{self.name}'", "POST", f"{ROUTE}/{escaped(self.name)}/rebuild", body=body)
        return RetrievalJob(self._transport, DatasetRecord.of(answer.json()), Settings(self._patience_seconds, self._progress_option), keep=True)

    def delete(self) -> None:
        """Removes it from the server with its file."""
        self._transport.call(f"Removing the training set '{self.name}'", "DELETE", f"{ROUTE}/{escaped(self.name)}")

    def __repr__(self) -> str:
        return f"SavedDataset(name='{self.name}', state='{self.record.state}', rows={self.record.row_count})"

    def _columns(self) -> Sequence[Column]:
        return self.record.columns


def create(transport: Transport, spec: Mapping[str, Any], frame: FrameFile | None, settings: Settings) -> RetrievalJob:
    """Has the server build a training set. When the caller is interrupted after the last byte, the answer is waited for, so that the building can be stopped."""
    keep = spec.get("name") is not None
    # Should this process be killed before it removes one without a name, the server does.
    named = spec if keep else {**spec, "name": f"temporary-{uuid4().hex[:16]}", "keepFor": "1d"}
    creation = Creation(transport, named, frame, Reporter(settings.progress), keep=keep)
    return RetrievalJob(transport, creation.run(), settings, keep=keep)


def find(transport: Transport, name: str, settings: Settings) -> SavedDataset:
    """The training set of that name or id."""
    return SavedDataset(transport, DatasetRecord.of(transport.call(f"Reading the training set '{name}'", "GET", f"{ROUTE}/{escaped(name)}").json()), settings)


def list_all(transport: Transport, settings: Settings) -> Iterator[SavedDataset]:
    """All training sets, newest first."""
    before = None
    while True:
        page = transport.call("Listing the training sets", "GET", ROUTE, query={"before": before}).json()
        yield from (SavedDataset(transport, DatasetRecord.of(item), settings) for item in page["items"])
        before = page.get("next")
        if before is None:
            return


def _manifest(transport: Transport, name: str) -> dict[str, Any]:
    manifest: dict[str, Any] = transport.call(f"Reading the manifest of the training set '{name}'", "GET", f"{ROUTE}/{escaped(name)}/manifest").json()
    return manifest


def _remove_quietly(transport: Transport, name: str, process: int) -> None:
    # After a fork the training set belongs to the parent.
    if os.getpid() == process:
        quietly(lambda: transport.call(f"Removing the training set '{name}'", "DELETE", f"{ROUTE}/{escaped(name)}", timeout=TIDY_TIMEOUT))
