using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>Some rows of a result, column by column.</summary>
internal readonly struct DuckDbChunk(DataChunkHandle handle, DuckDbColumnType[] types, int rowCount)
{
    internal int RowCount => rowCount;

    internal DuckDbVector this[int column]
        => new(NativeMethods.duckdb_data_chunk_get_vector(handle, (ulong)column), types[column], rowCount);
}
