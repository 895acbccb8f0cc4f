"""Tables on their way to and from the server. pandas and pyarrow are imported only for a frame of theirs."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from .errors import FrameWarning, MissingExtra
from .values import row_to_json

if TYPE_CHECKING:
    import pandas
    import pyarrow

Rows = Iterable[Mapping[str, Any]]
Tabular = Union["pandas.DataFrame", "pyarrow.Table", "pyarrow.RecordBatch", "pyarrow.RecordBatchReader", Rows]
EntityFrame = Union[Tabular, str, "os.PathLike[str]"]

_EXTENSIONS = (".csv", ".csv.gz", ".parquet", ".arrows", ".json", ".ndjson")
_SLICE_ROWS = 10_000
_NULLABLE = {"int32": "Int32", "int64": "Int64", "bool": "boolean"}


@dataclass(frozen=True)
class FrameFile:
    """An entity frame as a file; its name says the format."""

    name: str
    path: str


def need(package: str, extra: str, attempted: str) -> Any:
    """Imports an optional package, or says how to install it."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingExtra(attempted, package.split(".")[0], extra) from error


@contextmanager
def as_file(frame: EntityFrame) -> Iterator[FrameFile]:
    """The frame as a file, which is removed afterwards unless it is the caller's own."""
    if isinstance(frame, (str, os.PathLike)):
        yield _own_file(os.fspath(frame))
        return
    with tempfile.TemporaryDirectory(prefix="catalog-frame-") as folder:
        if is_pandas(frame):
            yield _write_pandas(frame, folder)
        elif is_arrow(frame):
            yield _write_arrow(frame, folder)
        else:
            yield _write_rows(rows_of(frame, "Sending the entity frame"), folder)


def rows_of(data: Any, attempted: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a frame of any kind, one at a time. What pandas calls missing is None."""
    if is_pandas(data):
        return _pandas_rows(data)
    if is_arrow(data):
        return _arrow_rows(data, attempted)
    if isinstance(data, (str, bytes, Mapping)) or not isinstance(data, Iterable):
        raise TypeError(
            f"{attempted} takes a pandas or Arrow frame or a list of rows such as [{{'customer_id': 7}}], not a value of the type '{type(data).__name__}'."
        )
    return iter(data)


def is_pandas(frame: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(frame, pandas.DataFrame)


def is_arrow(frame: Any) -> bool:
    return hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__")


def arrow_to_pandas(table: pyarrow.Table) -> pandas.DataFrame:
    """A pandas frame that changes no value: whole numbers and booleans beside nulls get pandas' nullable types rather than floats."""
    pandas = need("pandas", "pandas", "Making a pandas frame")
    pa = importlib.import_module("pyarrow")
    nullable = {pa.int32(): pandas.Int32Dtype(), pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
    frame = table.to_pandas()
    for index, field in enumerate(table.schema):
        if field.type in nullable and table.column(index).null_count > 0:
            frame[field.name] = table.column(index).to_pandas(types_mapper=nullable.get)
    return frame


def rows_to_pandas(rows: Iterable[Mapping[str, Any]], types: Mapping[str, str]) -> pandas.DataFrame:
    """The same frame without pyarrow."""
    pandas = need("pandas", "pandas", "Making a pandas frame")
    columns: dict[str, list[Any]] = {name: [] for name in types}
    for row in rows:
        for name, values in columns.items():
            values.append(row[name])
    return pandas.DataFrame({name: pandas.Series(values, dtype=_pandas_type(types[name], values)) for name, values in columns.items()})


def _pandas_type(type_name: str, values: Sequence[Any]) -> str:
    if type_name in _NULLABLE:
        return _NULLABLE[type_name] if any(value is None for value in values) else type_name
    return {"float": "float32", "double": "float64", "timestamp": "datetime64[us, UTC]"}.get(type_name, "object")


def _own_file(path: str) -> FrameFile:
    if not os.path.isfile(path):
        raise FileNotFoundError(f"There is no file '{path}' to take the entity frame from.")
    if not path.lower().endswith(_EXTENSIONS):
        raise ValueError(f"The entity frame '{path}' must be a file whose name ends in {', '.join(_EXTENSIONS)}.")
    return FrameFile(os.path.basename(path), path)


def _write_pandas(frame: pandas.DataFrame, folder: str) -> FrameFile:
    wrong = next((name for name in frame.columns if not isinstance(name, str)), None)
    if wrong is not None:
        raise TypeError(f"The entity frame has a column named {wrong!r}; names of columns must be text.")
    if len(frame) == 0:
        raise _without_rows()
    try:
        pa = importlib.import_module("pyarrow")
    except ImportError:
        warnings.warn(
            "pyarrow is not installed, so the entity frame is sent as JSON: beside the timestamp column, times come back as text and bytes as base64. "
            "Install it with: pip install 'catalog-client[pandas]'.",
            FrameWarning,
            stacklevel=2,
        )
        return _write_rows(_pandas_rows(frame), folder)
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except pa.ArrowException as error:
        raise TypeError(f"The entity frame has values that are not of one type in a column. {'. '.join(str(part) for part in error.args)}") from error
    except OverflowError as error:
        raise ValueError(f"The entity frame has a whole number of more than 64 bits. Make its column text: frame[name].astype(str). {error}") from error
    except UnicodeEncodeError as error:
        raise ValueError(f"The entity frame has text that is no Unicode, such as half of a surrogate pair: {error.object!r}. Replace it, or leave it out.") from error
    return _write_arrow(table, folder)


def _write_arrow(frame: Any, folder: str) -> FrameFile:
    attempted = "Sending an Arrow frame"
    pa, parquet = need("pyarrow", "arrow", attempted), need("pyarrow.parquet", "arrow", attempted)
    reader = _arrow_reader(pa, frame)
    for field in reader.schema:
        if getattr(field.type, "extension_name", None) == "pandas.period":
            # A file keeps the bare number, which counts periods since 1970.
            raise TypeError(f"The entity frame has the column '{field.name}' with periods, which a file cannot hold; make it text or times first: frame['{field.name}'].astype(str).")
        if pa.types.is_duration(field.type):
            raise TypeError(
                f"The entity frame has the column '{field.name}' with durations, which would come back as bare numbers; make it a number of some unit first: frame['{field.name}'].dt.total_seconds()."
            )
    path = os.path.join(folder, "entities.parquet")
    with parquet.ParquetWriter(path, _schema_in_microseconds(pa, reader.schema), compression="zstd") as writer:
        for batch in reader:
            writer.write_table(_in_microseconds(pa, batch))
    return FrameFile("entities.parquet", path)


def _write_rows(rows: Iterator[Mapping[str, Any]], folder: str) -> FrameFile:
    path = os.path.join(folder, "entities.ndjson")
    index = -1
    with open(path, "w", encoding="utf-8") as stream:
        for index, row in enumerate(rows):
            json.dump(row_to_json(row, index, special_numbers=False), stream, allow_nan=False)
            stream.write("\n")
    if index < 0:
        raise _without_rows()
    return FrameFile("entities.ndjson", path)


def _without_rows() -> ValueError:
    return ValueError("The entity frame has no rows. Give at least one with the join keys and a time.")


def _arrow_reader(pa: Any, frame: Any) -> pyarrow.RecordBatchReader:
    if isinstance(frame, pa.RecordBatchReader):
        return frame
    if isinstance(frame, pa.Table):
        return frame.to_reader()
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame]).to_reader()
    # Frames of other libraries, such as Polars and DuckDB.
    return pa.RecordBatchReader.from_stream(frame) if hasattr(frame, "__arrow_c_stream__") else pa.table(frame).to_reader()


def _arrow_rows(frame: Any, attempted: str) -> Iterator[Mapping[str, Any]]:
    pa = need("pyarrow", "arrow", attempted)
    for batch in _arrow_reader(pa, frame):
        for start in range(0, batch.num_rows, _SLICE_ROWS):
            yield from _in_microseconds(pa, batch.slice(start, _SLICE_ROWS)).to_pylist()


def _in_microseconds(pa: Any, batch: pyarrow.RecordBatch) -> pyarrow.Table:
    """The batch with times in microseconds, cut towards the past as the server does it: Python and the catalogue have no nanoseconds."""
    compute = importlib.import_module("pyarrow.compute")
    columns = [
        # Without a zone, since a local time may be there twice.
        compute.floor_temporal(column.cast(pa.timestamp("ns")), unit="microsecond").cast(pa.timestamp("us")).cast(pa.timestamp("us", column.type.tz))
        if _has_nanoseconds(pa, column.type)
        else column
        for column in batch.columns
    ]
    return pa.table(columns, schema=_schema_in_microseconds(pa, batch.schema))


def _schema_in_microseconds(pa: Any, schema: pyarrow.Schema) -> pyarrow.Schema:
    return pa.schema([field.with_type(pa.timestamp("us", field.type.tz)) if _has_nanoseconds(pa, field.type) else field for field in schema])


def _has_nanoseconds(pa: Any, kind: Any) -> bool:
    return bool(pa.types.is_timestamp(kind)) and kind.unit == "ns"


def _pandas_rows(frame: pandas.DataFrame) -> Iterator[Mapping[str, Any]]:
    for start in range(0, len(frame), _SLICE_ROWS):
        part = frame.iloc[start : start + _SLICE_ROWS].astype(object)
        yield from part.where(part.notna(), None).to_dict(orient="records")
