using Ingestion.Postgres.Connections;
using Npgsql;

namespace Ingestion.Postgres.Values;

/// <summary>Knows the types of a database by their numbers. Domains are what they are made of, lists are lists of that. Not thread-safe.</summary>
internal sealed class ValueTypes(CaptureDatabase database)
{
    private static readonly Dictionary<uint, ValueKind> Kinds = new()
    {
        [16] = ValueKind.Boolean,
        [17] = ValueKind.Bytes,
        [20] = ValueKind.Number,
        [21] = ValueKind.Number,
        [23] = ValueKind.Number,
        [26] = ValueKind.Number,
        [700] = ValueKind.Number,
        [701] = ValueKind.Number,
        [790] = ValueKind.Money,
        [1114] = ValueKind.Timestamp,
        [1184] = ValueKind.TimestampTz,
        [1700] = ValueKind.Number,
    };

    private readonly Dictionary<uint, ValueType> _known = [];

    /// <summary>The types of those numbers, in order.</summary>
    internal async ValueTask<ValueType[]> OfAsync(uint[] oids, CancellationToken cancellationToken)
    {
        var unknown = oids.Where(oid => !_known.ContainsKey(oid)).Distinct().ToArray();
        if (unknown.Length > 0)
        {
            await LearnAsync(unknown, cancellationToken).ConfigureAwait(false);
        }

        return [.. oids.Select(oid => _known[oid])];
    }

    private async Task LearnAsync(uint[] oids, CancellationToken cancellationToken)
    {
        foreach (var oid in oids)
        {
            // A type that was dropped meanwhile is text.
            _known[oid] = new ValueType(Kinds.GetValueOrDefault(oid), IsList: false);
        }

        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionClosing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(
            """
            WITH RECURSIVE base AS (
              SELECT t.oid AS asked, t.oid, t.typbasetype, t.typelem, t.typcategory::text AS category, false AS is_list FROM pg_catalog.pg_type t WHERE t.oid = ANY($1)
              UNION ALL
              SELECT b.asked, t.oid, t.typbasetype, t.typelem, t.typcategory::text, b.is_list OR b.typbasetype = 0
              FROM base b JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN b.typbasetype <> 0 THEN b.typbasetype WHEN b.category = 'A' THEN b.typelem END
              WHERE b.typbasetype <> 0 OR b.category = 'A')
            SELECT asked, oid, is_list FROM base WHERE typbasetype = 0 AND category <> 'A'
            """,
            connection) { Parameters = { new NpgsqlParameter<uint[]> { TypedValue = oids, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } } };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerClosing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            _known[reader.GetFieldValue<uint>(0)] = new ValueType(Kinds.GetValueOrDefault(reader.GetFieldValue<uint>(1)), reader.GetBoolean(2));
        }
    }
}
