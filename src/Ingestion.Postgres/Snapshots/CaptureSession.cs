using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Postgres.Connections;
using Npgsql.Replication;

namespace Ingestion.Postgres.Snapshots;

/// <summary>A table with its publication and slot, found or made, and the place from which it is read.</summary>
/// <param name="Table">The table.</param>
/// <param name="Published">What of it is published.</param>
/// <param name="Position">Where reading goes on.</param>
/// <param name="Exported">Name of the snapshot that the slot begins with, valid while <paramref name="Replication"/> does nothing else; null when the slot was there.</param>
/// <param name="Replication">The connection that the slot was made on.</param>
/// <param name="Warning">What an operator should know.</param>
internal sealed record CaptureSession(CaptureTable Table, PublishedTable Published, CapturePosition Position, string? Exported, LogicalReplicationConnection Replication, string? Warning)
{
    private const int OldestVersion = 14;

    /// <exception cref="IngestionException">What is needed is not there, or changes are lost.</exception>
    internal static async Task<CaptureSession> OpenAsync(CaptureDatabase database, SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionClosing = connection.ConfigureAwait(false);
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureUnavailable, $"Connection '{capture.Connection}' is PostgreSQL {connection.PostgreSqlVersion}; tables can be captured from version {OldestVersion} on.");
        }

        var known = begin.Position.Length == 0 ? null : CapturePosition.Decode(begin.Position);
        var table = await CaptureTable.LoadAsync(connection, capture, cancellationToken).ConfigureAwait(false);
        Check(table, capture, known, begin.Columns);
        var slot = await ServerSlot.FindAsync(connection, capture.Slot, cancellationToken).ConfigureAwait(false);
        slot?.Require(capture, database.Address.Database, known?.Confirmed);
        var published = await PublishedTable.EnsureAsync(connection, capture, table, cancellationToken).ConfigureAwait(false);
        var replication = await database.OpenReplicationAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var system = (await replication.IdentifySystem(cancellationToken).ConfigureAwait(false)).SystemId;
            var (position, exported) = known is null
                ? await BeginAsync(replication, capture, system, slot, cancellationToken).ConfigureAwait(false)
                : (Follow(capture, known, system, slot), null);
            return new CaptureSession(table, published, position, exported, replication, WarningOf(table, published, begin.Columns));
        }
        catch
        {
            await replication.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<(CapturePosition Position, string? Exported)> BeginAsync(
        LogicalReplicationConnection replication, SourceCapture capture, string system, ServerSlot? slot, CancellationToken cancellationToken)
    {
        var begin = new CapturePosition { System = system, IsStreaming = capture.Snapshot == CaptureSnapshot.Never };
        if (slot is not null)
        {
            // Made by an administrator, or by us before a crash.
            return (begin with { Confirmed = slot.Confirmed }, null);
        }

        var mode = begin.IsStreaming ? LogicalSlotSnapshotInitMode.NoExport : LogicalSlotSnapshotInitMode.Export;
        var made = await replication.CreatePgOutputReplicationSlot(capture.Slot, slotSnapshotInitMode: mode, cancellationToken: cancellationToken).ConfigureAwait(false);
        return (begin with { Confirmed = (ulong)made.ConsistentPoint }, made.SnapshotName);
    }

    private static CapturePosition Follow(SourceCapture capture, CapturePosition known, string system, ServerSlot? slot)
    {
        if (known.System != system)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureLost,
                $"Connection '{capture.Connection}' leads to another database system than the one that table '{capture.Table}' was captured from ({system} in place of {known.System}). {CaptureErrors.LostHint(capture)}");
        }

        return slot is not null ? known : throw new IngestionException(
            IngestionErrorCode.CaptureLost, $"Slot '{capture.Slot}' of table '{capture.Table}' on connection '{capture.Connection}' was dropped. {CaptureErrors.LostHint(capture)}");
    }

    private static void Check(CaptureTable table, SourceCapture capture, CapturePosition? known, IReadOnlyList<string> columns)
    {
        // Once such a table is published, the database would refuse the updates of its users.
        if (!table.HasIdentity)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureUnavailable,
                $"Table '{capture.Table}' has no primary key, so that changes could not say which row they are about, and the database would refuse updates. Add a primary key, or: ALTER TABLE {capture.Table} REPLICA IDENTITY FULL; with 'snapshot: never'.");
        }

        if (known?.IsStreaming == true || (known is null && capture.Snapshot == CaptureSnapshot.Never))
        {
            return;
        }

        if (table.Key.Count == 0)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureUnavailable, $"Table '{capture.Table}' has no primary key, in whose order its rows could be read. Add one, or write 'snapshot: never' to take only changes.");
        }

        var missing = columns.Except(table.Columns).ToArray();
        if (missing.Length > 0)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureUnavailable,
                $"Table '{capture.Table}' has no column {string.Join(", ", missing.Select(static name => $"'{name}'"))} that is not generated, which the source reads. Correct 'columns' of the source; nothing is read until then.");
        }
    }

    private static string? WarningOf(CaptureTable table, PublishedTable published, IReadOnlyList<string> columns)
    {
        var missing = columns.Where(column => !table.Columns.Contains(column) || !published.Has(column)).ToArray();
        return missing.Length > 0
            ? $"The table does not have, or its publication does not publish, {string.Join(", ", missing.Select(static name => $"'{name}'"))}: changes are quarantined until 'columns' of the source is corrected."
            : table is { HasLargeValues: true, Identity: not 'f' }
                ? "Large values are stored out of line, and updates that leave them as they are do not tell them: where a column reads one, the update is quarantined. ALTER TABLE ... REPLICA IDENTITY FULL lets them be told."
                : null;
    }
}
