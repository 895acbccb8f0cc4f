using Ingestion.Postgres.Connections;
using Npgsql;

namespace Ingestion.Postgres.Snapshots;

/// <summary>
/// Tells which changes the snapshot has already: those of transactions that the reading of the row's part saw. Where a key lies among the parts is asked of the database, whose order of keys is its own.
/// Not thread-safe.
/// </summary>
internal sealed class SnapshotOverlap(CaptureDatabase database, CaptureTable table, IReadOnlyList<SnapshotPart> parts)
{
    private readonly TransactionSnapshot[] _snapshots = [.. parts.Select(static part => TransactionSnapshot.Parse(part.Snapshot))];
    private readonly ulong _until = parts.Count == 0 ? 0 : parts.Max(static part => part.Until);

    /// <summary>Whether a transaction that commits there is behind the whole snapshot, and so is all that follows.</summary>
    internal bool IsBehind(ulong commit) => parts.Count == 0 || commit > _until;

    /// <summary>Whether the snapshot has a change already.</summary>
    /// <param name="xid">Its transaction.</param>
    /// <param name="key">Key of its row; null where it is about all rows.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="IngestionException">All rows were removed in the middle of the snapshot.</exception>
    internal async ValueTask<bool> HasAsync(uint xid, IReadOnlyList<string>? key, CancellationToken cancellationToken)
    {
        var seen = _snapshots.Count(snapshot => snapshot.Sees(xid));
        if (seen == 0 || seen == _snapshots.Length)
        {
            return seen > 0;
        }

        if (key is null)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureLost, "All rows of the table were removed (TRUNCATE) while its snapshot was interrupted, so that the rows read before are not those of one moment. Name another slot in 'capture.slot' to begin anew.");
        }

        return _snapshots[await FindPartAsync(key, cancellationToken).ConfigureAwait(false)].Sees(xid);
    }

    private async Task<int> FindPartAsync(IReadOnlyList<string> key, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionClosing = connection.ConfigureAwait(false);
        for (var part = parts.Count - 1; part > 0; part--)
        {
            if (parts[part].From is { } from && await IsBehindAsync(connection, key, from, cancellationToken).ConfigureAwait(false))
            {
                return part;
            }
        }

        return 0;
    }

    private async Task<bool> IsBehindAsync(NpgsqlConnection connection, IReadOnlyList<string> key, IReadOnlyList<string> from, CancellationToken cancellationToken)
    {
        var left = table.Key.Select(static (column, index) => Value(column, index + 1));
        var right = table.Key.Select((column, index) => Value(column, index + 1 + table.Key.Count));
        using var command = new NpgsqlCommand($"SELECT ROW({string.Join(", ", left)}) > ROW({string.Join(", ", right)})", connection);
        foreach (var value in key.Concat(from))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown });
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    private static string Value(KeyColumn column, int number) => $"${number}::{column.Type}{(column.Collation is null ? string.Empty : " COLLATE " + column.Collation)}";
}
