"""Reads complete training sets: streamed, so that memory holds no more than the frame that is asked for."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Any

from .csvtext import read_rows
from .files import PathLike, new_file
from .frames import arrow_to_pandas, need, rows_to_pandas
from .progress import Progress, ProgressOption, Reporter
from .records import Column
from .runs import Patience
from .transport import Transport, escaped

if TYPE_CHECKING:
    import pandas
    import pyarrow
    import pyarrow.parquet

ROUTE = "api/v1/training-sets"

_ARROW_STREAM = "application/vnd.apache.arrow.stream"
_END_OF_STREAM = b"\xff\xff\xff\xff\x00\x00\x00\x00"


class DatasetReader:
    """What can be done with a complete training set. The order of rows is that of the entity frame."""

    def __init__(self, transport: Transport, name: str, patience_seconds: float, progress: ProgressOption, split: str | None = None) -> None:
        self._transport = transport
        self._name = name
        self._split = split
        self._patience_seconds = patience_seconds
        self._progress_option = progress

    @property
    def name(self) -> str:
        """The name on the server."""
        return self._name

    def to_parquet(self, path: PathLike) -> None:
        """Writes the training set to a Parquet file, as it is on the server. The file appears when it is complete."""
        self._to_file(path, "parquet")

    def to_csv(self, path: PathLike) -> None:
        """Writes a CSV file: null is an empty field and empty text a quoted one, times are RFC 3339 in UTC, bytes base64, lists JSON."""
        self._to_file(path, "csv")

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table. Needs pyarrow."""
        need("pyarrow", "arrow", f"Reading the training set '{self._name}' as an Arrow table")
        self._make_ready()

        def once() -> pyarrow.Table | None:
            with self._arrow_stream(reporter) as reader:
                return None if reader is None else reader.read_all()

        with self._reporting() as reporter:
            table = self._patience(reporter).ask(once)
        if table is not None:
            return table
        with self._parquet_file() as file:
            return file.read()

    def to_arrow_batches(self) -> Iterator[pyarrow.RecordBatch]:
        """The rows as Arrow record batches, one at a time as they come, so that there may be any number of them. Needs pyarrow.

        Waiting for the server ends with the first batch: a connection that breaks later is ``Unavailable``.
        """
        need("pyarrow", "arrow", f"Reading the training set '{self._name}' as Arrow batches")
        self._make_ready()
        with self._reporting() as reporter, ExitStack() as stack:
            reader = self._patience(reporter).ask(lambda: stack.enter_context(self._arrow_stream(reporter)))
            yield from reader if reader is not None else stack.enter_context(self._parquet_file()).iter_batches()

    def to_df(self) -> pandas.DataFrame:
        """A pandas frame; whole numbers and booleans beside nulls have pandas' nullable types. Needs pandas, and is quicker with pyarrow."""
        need("pandas", "pandas", f"Reading the training set '{self._name}' as a pandas frame")
        try:
            need("pyarrow", "arrow", "")
        except ImportError:
            return rows_to_pandas(self.iter_rows(), {column.name: column.type for column in self._columns()})
        return arrow_to_pandas(self.to_arrow())

    def to_rows(self) -> list[dict[str, Any]]:
        """A list of rows. Needs no package."""
        return list(self.iter_rows())

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """The rows one at a time, from a temporary file, so that there may be any number of them. Needs no package."""
        columns = self._columns()
        with tempfile.TemporaryDirectory(prefix="catalog-dataset-") as folder:
            path = os.path.join(folder, "dataset.csv")
            self.to_csv(path)
            with open(path, encoding="utf-8", newline="\n") as stream:
                yield from read_rows(stream, columns)

    def _columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def _make_ready(self) -> None:
        """Waits until there is something to read."""

    @contextmanager
    def _arrow_stream(self, reporter: Reporter) -> Iterator[pyarrow.RecordBatchReader | None]:
        """The training set as it comes; None from a server that has no Arrow streams. A stream that is not read to its end is dropped with its connection."""
        pa, ipc = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.ipc")
        attempted = self._attempted
        with self._transport.stream(
            attempted,
            f"{ROUTE}/{escaped(self._name)}/download",
            query={"split": self._split},
            accept=_ARROW_STREAM,
            report=lambda done, total: reporter.report(Progress(attempted, done, total, "bytes")),
        ) as body:
            if body.media_type != _ARROW_STREAM:
                yield None
                return
            try:
                with ipc.open_stream(body) as reader:
                    yield reader
            except (pa.ArrowException, OSError):
                # That of a stream that is cut within a batch says less.
                body.finish(_END_OF_STREAM)
                raise
            # To pyarrow a stream that is cut between two batches is whole.
            body.finish(_END_OF_STREAM)

    @contextmanager
    def _parquet_file(self) -> Iterator[pyarrow.parquet.ParquetFile]:
        parquet = importlib.import_module("pyarrow.parquet")
        with tempfile.TemporaryDirectory(prefix="catalog-dataset-") as folder:
            path = os.path.join(folder, "dataset.parquet")
            self.to_parquet(path)
            with parquet.ParquetFile(path) as file:
                yield file

    @property
    def _attempted(self) -> str:
        return f"Downloading the training set '{self._name}'"

    @contextmanager
    def _reporting(self) -> Iterator[Reporter]:
        reporter = Reporter(self._progress_option)
        try:
            yield reporter
        finally:
            reporter.end()

    def _patience(self, reporter: Reporter) -> Patience:
        return Patience(self._patience_seconds, reporter, "The training set stays on the server.")

    def _to_file(self, path: PathLike, kind: str) -> None:
        self._make_ready()
        with new_file(path) as stream:
            self._download(stream, kind)

    def _download(self, stream: IO[bytes], kind: str) -> None:
        attempted = self._attempted

        def once() -> None:
            # Whatever an attempt before left is written over.
            if stream.seekable():
                stream.seek(0)
                stream.truncate()
            self._transport.download(
                attempted,
                f"{ROUTE}/{escaped(self._name)}/download",
                query={"format": kind, "split": self._split},
                write=stream.write,
                report=lambda done, total: reporter.report(Progress(attempted, done, total, "bytes")),
            )

        with self._reporting() as reporter:
            self._patience(reporter).ask(once)
