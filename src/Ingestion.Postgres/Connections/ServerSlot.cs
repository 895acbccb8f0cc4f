using Ingestion.Model;
using Ingestion.Ports;
using Npgsql;
using NpgsqlTypes;

namespace Ingestion.Postgres.Connections;

/// <summary>What a server says of a replication slot.</summary>
internal sealed record ServerSlot
{
    // Slots that sources get by default begin like this, so that those left behind can be found.
    internal const string DefaultPrefix = "catalog_";

    private const string Query =
        """
        SELECT slot_name::text, active, plugin::text, database::text, wal_status, confirmed_flush_lsn,
          CASE WHEN restart_lsn IS NULL THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint END,
          CASE WHEN confirmed_flush_lsn IS NULL THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint END
        FROM pg_catalog.pg_replication_slots
        """;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether somebody reads it.</summary>
    public required bool IsActive { get; init; }

    /// <summary>What decodes changes for it; null for a physical slot.</summary>
    public required string? Plugin { get; init; }

    /// <summary>Its database; null for a physical slot.</summary>
    public required string? Database { get; init; }

    /// <summary>Whether the server still keeps what it needs.</summary>
    public required string? State { get; init; }

    /// <summary>What its reader has confirmed.</summary>
    public required ulong Confirmed { get; init; }

    /// <summary>Bytes of the log that are kept for it; null when they are lost.</summary>
    public required long? RetainedBytes { get; init; }

    /// <summary>Bytes of the log that were written since its reader confirmed; null when they are lost.</summary>
    public required long? LagBytes { get; init; }

    internal static async Task<ServerSlot?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Query + " WHERE slot_name = $1", connection) { Parameters = { new() { Value = name } } };
        return (await ListAsync(command, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <summary>The slots that the captured tables of this database get by default.</summary>
    internal static async Task<List<ServerSlot>> ListDefaultAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Query + " WHERE starts_with(slot_name::text, $1) AND plugin = 'pgoutput' AND database = current_database() ORDER BY 1", connection)
        {
            Parameters = { new() { Value = DefaultPrefix } },
        };
        return await ListAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes sure that it can be read from where the source is.</summary>
    /// <exception cref="IngestionException">It is of another kind, or changes are lost.</exception>
    internal void Require(SourceCapture capture, string database, ulong? read)
    {
        if (Plugin != "pgoutput" || Database != database)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureUnavailable,
                $"Slot '{Name}' on connection '{capture.Connection}' is {(Plugin is null ? "a physical one" : $"one of '{Plugin}' in database '{Database}'")}, where one of 'pgoutput' in '{database}' is needed. Name another in 'capture.slot'.");
        }

        if (State == "lost" || RetainedBytes is null)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureLost,
                $"The server does not keep what slot '{Name}' of table '{capture.Table}' needs any more (max_slot_wal_keep_size), so that nobody can read it. {CaptureErrors.LostHint(capture)}");
        }

        if (read is { } known && Confirmed > known)
        {
            throw new IngestionException(
                IngestionErrorCode.CaptureLost,
                $"Slot '{Name}' of table '{capture.Table}' stands at {new NpgsqlLogSequenceNumber(Confirmed)}, but source and event log only at {new NpgsqlLogSequenceNumber(known)}: somebody else read it, or the event log was set back. {CaptureErrors.LostHint(capture)}");
        }
    }

    internal CaptureSlot ToSlot() => new(Name, IsActive, RetainedBytes);

    private static async Task<List<ServerSlot>> ListAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var slots = new List<ServerSlot>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerClosing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            slots.Add(new ServerSlot
            {
                Name = reader.GetString(0),
                IsActive = reader.GetBoolean(1),
                Plugin = reader.IsDBNull(2) ? null : reader.GetString(2),
                Database = reader.IsDBNull(3) ? null : reader.GetString(3),
                State = reader.IsDBNull(4) ? null : reader.GetString(4),
                Confirmed = reader.IsDBNull(5) ? 0 : (ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(5),
                RetainedBytes = reader.IsDBNull(6) ? null : reader.GetInt64(6),
                LagBytes = reader.IsDBNull(7) ? null : reader.GetInt64(7),
            });
        }

        return slots;
    }
}
