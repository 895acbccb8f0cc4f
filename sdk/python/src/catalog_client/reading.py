"""Reads complete training sets: streamed to a file first, so that memory holds no more than the frame that is asked for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
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

ROUTE = "api/v1/training-sets"


class DatasetReader:
    """What can be done with a complete training set. The order of rows is that of the entity frame."""

    def __init__(self, transport: Transport, name: str, patience_seconds: float, progress: ProgressOption) -> None:
        self._transport = transport
        self._name = name
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
        parquet = need("pyarrow.parquet", "arrow", f"Reading the training set '{self._name}' as an Arrow table")
        with tempfile.TemporaryDirectory(prefix="catalog-dataset-") as folder:
            path = os.path.join(folder, "dataset.parquet")
            self.to_parquet(path)
            return parquet.ParquetFile(path).read()

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

    def _to_file(self, path: PathLike, kind: str) -> None:
        self._make_ready()
        with new_file(path) as stream:
            self._download(stream, kind)

    def _download(self, stream: IO[bytes], kind: str) -> None:
        attempted = f"Downloading the training set '{self._name}'"
        reporter = Reporter(self._progress_option)

        def once() -> None:
            # Whatever an attempt before left is written over.
            if stream.seekable():
                stream.seek(0)
                stream.truncate()
            self._transport.download(
                attempted,
                f"{ROUTE}/{escaped(self._name)}/download",
                query={"format": kind},
                write=stream.write,
                report=lambda done, total: reporter.report(Progress(attempted, done, total, "bytes")),
            )

        try:
            Patience(self._patience_seconds, reporter, "The training set stays on the server.").ask(once)
        finally:
            reporter.end()
