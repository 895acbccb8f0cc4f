using Ingestion.Model;
using Npgsql;

namespace Ingestion.Postgres.Connections;

/// <summary>What of a table its publication publishes.</summary>
/// <param name="Columns">The columns; null: all.</param>
/// <param name="RowFilter">A condition on the rows, in SQL; null: all.</param>
internal sealed record PublishedTable(IReadOnlySet<string>? Columns, string? RowFilter)
{
    private const int ColumnListsSince = 15;

    internal bool Has(string column) => Columns is null || Columns.Contains(column);

    /// <summary>Looks for the publication, and makes it where there is none.</summary>
    /// <exception cref="IngestionException">It publishes other tables.</exception>
    internal static async Task<PublishedTable> EnsureAsync(NpgsqlConnection connection, SourceCapture capture, CaptureTable table, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, capture, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        if (await ExistsAsync(connection, capture.Publication, cancellationToken).ConfigureAwait(false))
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureUnavailable,
                $"Publication '{capture.Publication}' on connection '{capture.Connection}' does not publish '{capture.Table}'. As its owner: ALTER PUBLICATION {CaptureErrors.Quote(capture.Publication)} ADD TABLE {capture.Table}; or name another one in 'capture.publication'.");
        }

        using var command = new NpgsqlCommand(
            $"CREATE PUBLICATION {CaptureErrors.Quote(capture.Publication)} FOR TABLE {table.Relation} WITH (publish_via_partition_root = true)", connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return new PublishedTable(null, null);
    }

    private static async Task<PublishedTable?> FindAsync(NpgsqlConnection connection, SourceCapture capture, CancellationToken cancellationToken)
    {
        var (schema, name) = CaptureTable.Split(capture.Table);
        var details = connection.PostgreSqlVersion.Major >= ColumnListsSince ? "attnames::text[], rowfilter" : "NULL::text[], NULL::text";
        using var command = new NpgsqlCommand($"SELECT {details} FROM pg_catalog.pg_publication_tables WHERE pubname = $1 AND schemaname = $2 AND tablename = $3", connection)
        {
            Parameters = { new() { Value = capture.Publication }, new() { Value = schema }, new() { Value = name } },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerClosing = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new PublishedTable(
                await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? null : reader.GetFieldValue<string[]>(0).ToHashSet(StringComparer.Ordinal),
                await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(1))
            : null;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string publication, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = $1)", connection) { Parameters = { new() { Value = publication } } };
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }
}
