using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>The rows of a running statement, chunk by chunk and in the statement's order. Not thread-safe.</summary>
internal sealed class DuckDbReader : IDisposable
{
    private readonly ResultHandle _result;
    private readonly CancellationTokenRegistration _interruption;
    private readonly CancellationToken _cancellationToken;
    private readonly DuckDbColumnType[] _types;
    private DataChunkHandle? _chunk;

    internal unsafe DuckDbReader(ResultHandle result, CancellationTokenRegistration interruption, CancellationToken cancellationToken)
    {
        _result = result;
        _interruption = interruption;
        _cancellationToken = cancellationToken;
        _types = new DuckDbColumnType[NativeMethods.duckdb_column_count(result.Pointer)];
        var names = new string[_types.Length];
        for (var i = 0; i < _types.Length; i++)
        {
            using var type = NativeMethods.duckdb_column_logical_type(result.Pointer, (ulong)i);
            _types[i] = DuckDbColumnType.From(type);
            names[i] = DuckDbException.Text(NativeMethods.duckdb_column_name(result.Pointer, (ulong)i));
        }

        Names = names;
    }

    /// <summary>Names of the columns.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Types of the columns.</summary>
    internal IReadOnlyList<DuckDbColumnType> Types => _types;

    /// <summary>Fetches the next chunk, which is valid until the next call. False at the end.</summary>
    /// <exception cref="DuckDbException">DuckDB failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal unsafe bool ReadChunk(out DuckDbChunk chunk)
    {
        _chunk?.Dispose();
        _cancellationToken.ThrowIfCancellationRequested();
        _chunk = NativeMethods.duckdb_fetch_chunk(*_result.Pointer);
        if (_chunk.IsInvalid)
        {
            chunk = default;
            return NativeMethods.duckdb_result_error(_result.Pointer) is null ? false : throw DuckDbConnection.Failure(_result, _cancellationToken);
        }

        chunk = new DuckDbChunk(_chunk, _types, checked((int)NativeMethods.duckdb_data_chunk_get_size(_chunk)));
        return true;
    }

    public void Dispose()
    {
        _interruption.Dispose();
        _chunk?.Dispose();
        _result.Dispose();
    }
}
