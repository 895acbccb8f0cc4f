using System.Data;
using System.Globalization;
using Ingestion.Postgres.Connections;
using Npgsql;
using Npgsql.Schema;
using NpgsqlTypes;

namespace Ingestion.Postgres.Snapshots;

/// <summary>Reads the rows of a table in the order of its key, all in one transaction, so that what it sees is of one moment. Not thread-safe.</summary>
internal sealed class SnapshotReader : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly CaptureTable _table;
    private readonly string? _filter;

    private SnapshotReader(NpgsqlConnection connection, NpgsqlTransaction transaction, CaptureTable table, IReadOnlyList<string> columns, string? filter)
        => (_connection, _transaction, _table, Columns, _filter) = (connection, transaction, table, columns, filter);

    /// <summary>Names of the columns of a row, in order.</summary>
    internal IReadOnlyList<string> Columns { get; }

    /// <summary>What it sees, and from where on it does not.</summary>
    internal required SnapshotPart Part { get; init; }

    /// <summary>When it began, in microseconds since 1970.</summary>
    internal required long At { get; init; }

    /// <summary>Numbers of the types of the columns.</summary>
    internal uint[] Types { get; private set; } = [];

    /// <param name="database">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="publication">What of it is published.</param>
    /// <param name="exported">Name of a snapshot that a new slot begins with; null to take one now.</param>
    /// <param name="after">Key of the last row that was read before; null for none.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    internal static async Task<SnapshotReader> OpenAsync(
        CaptureDatabase database, CaptureTable table, PublishedTable publication, string? exported, IReadOnlyList<string>? after, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            if (exported is not null)
            {
                using var import = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{exported}'", connection);
                await import.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            // What was committed behind that place, which is read after the snapshot was taken, cannot be seen.
            string snapshot;
            using (var command = new NpgsqlCommand("SELECT pg_current_snapshot()::text", connection))
            {
                snapshot = (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!; // It is never null.
            }

            using var place = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn(), (extract(epoch FROM now()) * 1000000)::bigint", connection);
            var reader = await place.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var readerClosing = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new SnapshotReader(connection, transaction, table, [.. table.Columns.Where(publication.Has)], publication.RowFilter)
            {
                Part = new SnapshotPart(snapshot, (ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(0), after),
                At = reader.GetInt64(1),
            };
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next rows, as texts that the types write; fewer than asked for at the end of the table.</summary>
    internal async Task<List<string?[]>> ReadAsync(IReadOnlyList<string>? after, int maxRows, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(QueryOf(after is not null, maxRows), _connection, _transaction) { AllResultTypesAreUnknown = true, CommandTimeout = 0 };
        foreach (var value in after ?? [])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        var rows = new List<string?[]>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerClosing = reader.ConfigureAwait(false);
        Types = [.. (await reader.GetColumnSchemaAsync(cancellationToken).ConfigureAwait(false)).OfType<NpgsqlDbColumn>().Select(static column => column.TypeOID)];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = new string?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetString(i);
            }

            rows.Add(row);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private string QueryOf(bool goesOn, int maxRows)
    {
        var key = _table.Key.Select(static column => CaptureErrors.Quote(column.Name)).ToArray();
        var conditions = new List<string>();
        if (_filter is not null)
        {
            conditions.Add($"({_filter})");
        }

        if (goesOn)
        {
            conditions.Add($"({string.Join(", ", key)}) > ({string.Join(", ", _table.Key.Select(static (column, index) => $"${index + 1}::{column.Type}"))})");
        }

        var where = conditions.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", conditions);
        return string.Create(
            CultureInfo.InvariantCulture, $"SELECT {string.Join(", ", Columns.Select(CaptureErrors.Quote))} FROM {_table.Relation}{where} ORDER BY {string.Join(", ", key)} LIMIT {maxRows}");
    }
}
