"""Compares each NAME.arrows of a folder with NAME.parquet, as pyarrow reads them. Prints `NAME ROWS BATCHES` for each; a difference ends it."""
import pathlib
import sys

import pyarrow
import pyarrow.parquet

folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.glob("*.arrows")):
    content = path.read_bytes()
    assert len(content) % 8 == 0, f"{path.name} has {len(content)} bytes"
    assert content.endswith(b"\xff\xff\xff\xff\x00\x00\x00\x00"), f"{path.name} has no end"
    with pyarrow.ipc.open_stream(content) as reader:
        batches = list(reader)
        schema = reader.schema
    for batch in batches:
        batch.validate(full=True)
    stream = pyarrow.Table.from_batches(batches, schema)
    parquet = pyarrow.parquet.ParquetFile(path.with_suffix(".parquet")).read()

    # The text of a schema has what equality leaves out: the names of the elements of lists.
    assert stream.schema.equals(parquet.schema) and stream.schema.to_string(show_field_metadata=False) == parquet.schema.to_string(
        show_field_metadata=False, show_schema_metadata=False
    ), f"{path.name}\n{stream.schema}\n\nis not\n\n{parquet.schema}"
    assert stream.num_rows == parquet.num_rows, f"{path.name} has {stream.num_rows} rows, not {parquet.num_rows}"
    for name, ours, theirs in zip(schema.names, stream.columns, parquet.columns):
        # NaN equals nothing, and zeros of both signs each other; their texts do better.
        assert ours.equals(theirs) or pyarrow.types.is_floating(getattr(ours.type, "value_type", ours.type)), f"{path.name}, column {name}"
        assert repr(ours.to_pylist()) == repr(theirs.to_pylist()), f"{path.name}, column {name}"
    print(path.stem, stream.num_rows, len(batches))
