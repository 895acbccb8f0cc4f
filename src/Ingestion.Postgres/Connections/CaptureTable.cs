using Ingestion.Model;
using Npgsql;

namespace Ingestion.Postgres.Connections;

/// <summary>What the catalogue of a database says of a table.</summary>
/// <param name="Oid">Its number.</param>
/// <param name="Relation">Its name as SQL writes it, with ONLY where it has no partitions.</param>
/// <param name="Identity">What updates and deletes tell of the old row: d (the primary key), f (all), i (an index) or n (nothing).</param>
/// <param name="Columns">Columns that changes carry, in order.</param>
/// <param name="Key">Columns of the primary key, in its order; empty when there is none.</param>
/// <param name="EstimatedRows">Rows as the statistics estimate them; null when they do not.</param>
/// <param name="HasLargeValues">Whether some values are stored out of line.</param>
internal sealed record CaptureTable(
    uint Oid, string Relation, char Identity, IReadOnlyList<string> Columns, IReadOnlyList<KeyColumn> Key, long? EstimatedRows, bool HasLargeValues)
{
    /// <summary>Whether updates and deletes are possible at all once the table is published.</summary>
    internal bool HasIdentity => Identity is 'f' or 'i' || (Identity == 'd' && Key.Count > 0);

    /// <exception cref="IngestionException">There is no such table, or it is no table.</exception>
    internal static async Task<CaptureTable> LoadAsync(NpgsqlConnection connection, SourceCapture capture, CancellationToken cancellationToken)
    {
        var (schema, name) = Split(capture.Table);
        using var command = new NpgsqlCommand(
            """
            SELECT c.oid, c.relkind::text, c.relreplident::text, c.reltuples::bigint, c.reltoastrelid <> 0 AND pg_catalog.pg_relation_size(c.reltoastrelid) > 0
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2
            """,
            connection) { Parameters = { new() { Value = schema }, new() { Value = name } } };
        uint oid;
        string kind, identity;
        long estimate;
        bool isLarge;
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new IngestionException(
                    IngestionErrorCode.CaptureUnavailable, $"Database '{connection.Database}' of connection '{capture.Connection}' has no table '{capture.Table}'. Correct 'capture.table' of the source, as schema.table.");
            }

            (oid, kind, identity, estimate, isLarge) = (reader.GetFieldValue<uint>(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetBoolean(4));
        }

        if (kind is not ("r" or "p"))
        {
            throw new IngestionException(IngestionErrorCode.CaptureUnavailable, $"'{capture.Table}' is no table, so that its changes are not in the server's log. Capture the tables that it is made of.");
        }

        return new CaptureTable(
            oid,
            $"{(kind == "r" ? "ONLY " : string.Empty)}{CaptureErrors.Quote(schema)}.{CaptureErrors.Quote(name)}",
            identity[0],
            await ListColumnsAsync(connection, oid, cancellationToken).ConfigureAwait(false),
            await ListKeyAsync(connection, oid, cancellationToken).ConfigureAwait(false),
            estimate < 0 ? null : estimate,
            isLarge);
    }

    /// <summary>Schema and name; the schema <c>public</c> where none is written.</summary>
    internal static (string Schema, string Name) Split(string table) => table.Split('.', 2) is [var schema, var name] ? (schema, name) : ("public", table);

    // Changes carry no generated columns.
    private static async Task<List<string>> ListColumnsAsync(NpgsqlConnection connection, uint oid, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            "SELECT attname::text FROM pg_catalog.pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum", connection)
        { Parameters = { new() { Value = oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } } };
        var columns = new List<string>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerClosing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }

    private static async Task<List<KeyColumn>> ListKeyAsync(NpgsqlConnection connection, uint oid, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT a.attname::text, pg_catalog.format_type(a.atttypid, NULL), CASE WHEN a.attcollation <> 0 THEN quote_ident(n.nspname) || '.' || quote_ident(l.collname) END
            FROM pg_catalog.pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
            WHERE i.indrelid = $1 AND i.indisprimary AND k.place <= i.indnkeyatts ORDER BY k.place
            """,
            connection) { Parameters = { new() { Value = oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } } };
        var columns = new List<KeyColumn>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerClosing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            columns.Add(new KeyColumn(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        }

        return columns;
    }
}

/// <summary>A column of a primary key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as SQL writes it.</param>
/// <param name="Collation">What orders its texts; null where they have no order of their own.</param>
internal sealed record KeyColumn(string Name, string Type, string? Collation);
