using Catalog.Core.Values;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>
/// Fills a table chunk by chunk. A row is written by one <c>Set</c> for each column that is not null, then <see cref="EndRow"/>;
/// <see cref="Complete"/> ends the table. Without it nothing is promised about the rows. Or a chunk is written column by column, through <see cref="Column"/>, and ended by <see cref="EndChunk"/>;
/// one appender is used in one way only. Not thread-safe.
/// </summary>
internal sealed class DuckDbAppender : IDisposable
{
    private readonly AppenderHandle _handle;
    private readonly DataChunkHandle _chunk;
    private readonly DuckDbVectorWriter[] _writers;
    private readonly int _capacity = (int)NativeMethods.duckdb_vector_size();
    private int _row;

    private DuckDbAppender(AppenderHandle handle, DataChunkHandle chunk, IReadOnlyList<DataType> types)
    {
        _handle = handle;
        _chunk = chunk;
        _writers = [.. types.Select(static type => new DuckDbVectorWriter(type))];
        BeginChunk();
    }

    internal static unsafe DuckDbAppender Open(ConnectionHandle connection, string database, string schema, string table, IReadOnlyList<DataType> types)
    {
        if (NativeMethods.duckdb_appender_create_ext(connection, database, schema, table, out var handle) != DuckDbState.Success)
        {
            using (handle)
            {
                throw DuckDbException.From(DuckDbErrorType.InvalidInput, NativeMethods.duckdb_appender_error(handle));
            }
        }

        return new DuckDbAppender(handle, CreateChunk(types), types);
    }

    /// <summary>How many rows a chunk has at most.</summary>
    internal int ChunkRows => _capacity;

    /// <summary>Writes the rows of a column of the chunk, in order, each ended by <see cref="DuckDbVectorWriter.EndRow"/>; or all at once, as <see cref="DuckDbVectorWriter.Data"/> says.</summary>
    internal DuckDbVectorWriter Column(int column) => _writers[column];

    /// <summary>Ends a chunk of so many rows, which were written in every column.</summary>
    internal void EndChunk(int rows)
    {
        _row = rows;
        AppendChunk();
        BeginChunk();
    }

    internal void Set(int column, long value) => _writers[column].Write(_row, value);

    /// <summary>Sets a bool, a number or a time from its stored form.</summary>
    internal void SetBits(int column, long bits) => _writers[column].WriteBits(_row, bits);

    internal void Set(int column, Value value)
    {
        if (!value.IsNull)
        {
            _writers[column].Write(_row, value);
        }
    }

    /// <summary>Ends a row; columns that were not set are null.</summary>
    internal void EndRow()
    {
        foreach (var writer in _writers)
        {
            writer.EndRow(_row);
        }

        if (++_row == _capacity)
        {
            AppendChunk();
            BeginChunk();
        }
    }

    /// <summary>Makes all rows visible to the connection.</summary>
    internal void Complete()
    {
        if (_row > 0)
        {
            AppendChunk();
        }

        Check(NativeMethods.duckdb_appender_close(_handle));
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _handle.Dispose();
    }

    private static unsafe DataChunkHandle CreateChunk(IReadOnlyList<DataType> types)
    {
        var logicalTypes = new LogicalTypeHandle[types.Count];
        try
        {
            Span<nint> pointers = new nint[types.Count];
            for (var i = 0; i < types.Count; i++)
            {
                logicalTypes[i] = DuckDbTypes.CreateLogicalType(types[i]);
                pointers[i] = logicalTypes[i].DangerousGetHandle();
            }

            fixed (nint* first = pointers)
            {
                return NativeMethods.duckdb_create_data_chunk(first, (ulong)pointers.Length);
            }
        }
        finally
        {
            foreach (var type in logicalTypes)
            {
                type?.Dispose();
            }
        }
    }

    private void BeginChunk()
    {
        NativeMethods.duckdb_data_chunk_reset(_chunk);
        _row = 0;
        for (var i = 0; i < _writers.Length; i++)
        {
            _writers[i].Begin(NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)i));
        }
    }

    private void AppendChunk()
    {
        NativeMethods.duckdb_data_chunk_set_size(_chunk, (ulong)_row);
        Check(NativeMethods.duckdb_append_data_chunk(_handle, _chunk));
    }

    private unsafe void Check(DuckDbState state)
    {
        if (state != DuckDbState.Success)
        {
            throw DuckDbException.From(DuckDbErrorType.InvalidInput, NativeMethods.duckdb_appender_error(_handle));
        }
    }
}
