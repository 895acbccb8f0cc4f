using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>
/// One connection. Calls block until DuckDB is done and may come from one thread at a time; the cancellation token may be cancelled from any.
/// SQL is one statement; <c>$1</c>, <c>$2</c> stand for the parameters in order.
/// </summary>
internal sealed class DuckDbConnection(ConnectionHandle handle) : IDisposable
{
    /// <summary>Runs a statement to its end.</summary>
    /// <returns>The rows changed, inserted or copied.</returns>
    /// <exception cref="DuckDbException">DuckDB refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what the statement did is undone.</exception>
    internal long Execute(string sql, CancellationToken cancellationToken, params ReadOnlySpan<Value> parameters)
    {
        using var reader = Query(sql, cancellationToken, parameters);
        var rows = 0L;
        while (reader.ReadChunk(out var chunk))
        {
            rows = chunk[0].Type.Id == DuckDbType.BigInt ? chunk[0].Data<long>()[0] : rows;
        }

        return rows;
    }

    /// <summary>Starts a statement whose rows are fetched chunk by chunk while DuckDB goes on. One reader may be open at a time.</summary>
    /// <exception cref="DuckDbException">DuckDB refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal unsafe DuckDbReader Query(string sql, CancellationToken cancellationToken, params ReadOnlySpan<Value> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var prepared = Prepare(sql);
        Bind(prepared, parameters);
        var state = NativeMethods.duckdb_pending_prepared_streaming(prepared, out var pending);
        using (pending)
        {
            if (state != DuckDbState.Success)
            {
                throw DuckDbException.From(DuckDbErrorType.Invalid, NativeMethods.duckdb_pending_error(pending));
            }

            // An interrupt that comes before the statement has started is forgotten by DuckDB, so the token is asked again once it has.
            var interruption = cancellationToken.UnsafeRegister(static state => NativeMethods.duckdb_interrupt((ConnectionHandle)state!), handle);
            var result = new ResultHandle();
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (NativeMethods.duckdb_execute_pending(pending, result.Pointer) != DuckDbState.Success)
                {
                    throw Failure(result, cancellationToken);
                }

                return new DuckDbReader(result, interruption, cancellationToken);
            }
            catch
            {
                interruption.Dispose();
                result.Dispose();
                throw;
            }
        }
    }

    /// <summary>Opens an appender to a temporary table of this connection whose columns have the given types.</summary>
    internal DuckDbAppender Append(string temporaryTable, IReadOnlyList<DataType> types) => DuckDbAppender.Open(handle, "temp", "main", temporaryTable, types);

    /// <summary>As <see cref="Append"/>, for a table that all connections see.</summary>
    internal DuckDbAppender AppendShared(string schema, string table, IReadOnlyList<DataType> types) => DuckDbAppender.Open(handle, "memory", schema, table, types);

    public void Dispose() => handle.Dispose();

    internal static unsafe Exception Failure(ResultHandle result, CancellationToken cancellationToken)
    {
        var errorType = NativeMethods.duckdb_result_error_type(result.Pointer);
        return cancellationToken.IsCancellationRequested && errorType is DuckDbErrorType.Interrupt or DuckDbErrorType.Invalid
            ? new OperationCanceledException(cancellationToken)
            : DuckDbException.From(errorType, NativeMethods.duckdb_result_error(result.Pointer));
    }

    private unsafe PreparedHandle Prepare(string sql)
    {
        if (NativeMethods.duckdb_prepare(handle, sql, out var prepared) == DuckDbState.Success)
        {
            return prepared;
        }

        using (prepared)
        {
            throw DuckDbException.From(DuckDbErrorType.InvalidInput, NativeMethods.duckdb_prepare_error(prepared));
        }
    }

    private static void Bind(PreparedHandle prepared, ReadOnlySpan<Value> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (Bind(prepared, (ulong)i + 1, parameters[i]) != DuckDbState.Success)
            {
                throw new DuckDbException(
                    DuckDbErrorType.InvalidInput, $"Parameter ${i + 1} of type '{parameters[i].Type}' does not fit the statement.");
            }
        }
    }

    private static unsafe DuckDbState Bind(PreparedHandle prepared, ulong index, Value value)
    {
        switch (value.Type)
        {
            case { Element: ScalarType.Invalid }:
                return NativeMethods.duckdb_bind_null(prepared, index);
            case { IsList: true }:
                return DuckDbState.Error;
            case { Element: ScalarType.Bool }:
                return NativeMethods.duckdb_bind_boolean(prepared, index, value.AsBool());
            case { Element: ScalarType.Int32 }:
                return NativeMethods.duckdb_bind_int32(prepared, index, (int)value.AsInt64());
            case { Element: ScalarType.Float }:
                return NativeMethods.duckdb_bind_float(prepared, index, value.AsFloat());
            case { Element: ScalarType.Double }:
                return NativeMethods.duckdb_bind_double(prepared, index, value.AsDouble());
            case { Element: ScalarType.Timestamp }:
                return NativeMethods.duckdb_bind_timestamp_tz(prepared, index, value.AsInt64());
            case { Element: ScalarType.String }:
                var text = Encoding.UTF8.GetBytes(value.AsString());
                fixed (byte* first = text)
                {
                    return NativeMethods.duckdb_bind_varchar_length(prepared, index, first, (ulong)text.Length);
                }

            case { Element: ScalarType.Bytes }:
                fixed (byte* first = value.AsBytes())
                {
                    return NativeMethods.duckdb_bind_blob(prepared, index, first, (ulong)value.AsBytes().Length);
                }

            default:
                return NativeMethods.duckdb_bind_int64(prepared, index, value.AsInt64());
        }
    }
}
