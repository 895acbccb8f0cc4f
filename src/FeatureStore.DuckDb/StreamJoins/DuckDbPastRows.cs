using System.Globalization;
using System.Runtime.CompilerServices;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.OnDemand;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.StreamJoins;

/// <summary>
/// Sorts the rows of many keys with DuckDB. What lies before all questions is reduced to one row of a key by a hash table, so that a stream that goes on in the order of time sorts little,
/// however long its past is.
/// </summary>
internal sealed class DuckDbPastRows(OfflineDatabase database) : IPastRows
{
    private const string KeyTable = "past_keys";

    private static readonly DataType Int64 = new(ScalarType.Int64);

    public async IAsyncEnumerable<PastRow> ReadAsync(
        FeatureView view,
        OfflineSnapshot snapshot,
        IReadOnlyList<Value[]> keys,
        IReadOnlyList<ViewColumn> columns,
        PastRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempt = $"Reading the past of '{view.Id}'";
        using var history = await HistoryFiles.OpenAsync(view, snapshot, database, cancellationToken).ConfigureAwait(false);
        if (history.IsEmpty)
        {
            yield break;
        }

        using var connection = DuckDbEdge.Run(attempt, database.Connect);
        using var reader = await DuckDbEdge.RunAsync(attempt, () => Open(connection, history, keys, columns, range, cancellationToken), cancellationToken).ConfigureAwait(false);
        while (await DuckDbEdge.RunAsync(attempt, () => Next(reader, columns), cancellationToken).ConfigureAwait(false) is { } rows)
        {
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    private static DuckDbReader Open(
        DuckDbConnection connection, HistoryFiles history, IReadOnlyList<Value[]> keys, IReadOnlyList<ViewColumn> columns, PastRange range, CancellationToken cancellationToken)
    {
        AddKeys(connection, history.View, keys, cancellationToken);
        return connection.Query(
            Select(history, columns), cancellationToken, Value.Of(range.From), Value.Of(range.Through), Value.Of(range.LastArrival), Value.Of(range.PassedTime), Value.Of(range.PassedArrival));
    }

    private static void AddKeys(DuckDbConnection connection, FeatureView view, IReadOnlyList<Value[]> keys, CancellationToken cancellationToken)
    {
        DataType[] types = [Int64, .. view.Entities.Select(static entity => entity.Type)];
        var names = types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "n" : $"j{i - 1}")} {DuckDbTypes.SqlName(type)}"));
        connection.Execute($"CREATE TEMP TABLE {KeyTable} ({Sql.List(names)})", cancellationToken);
        using var appender = connection.Append(KeyTable, types);
        for (var number = 0; number < keys.Count; number++)
        {
            appender.Set(0, number);
            for (var i = 0; i < view.Entities.Count; i++)
            {
                appender.Set(1 + i, keys[number][i]);
            }

            appender.EndRow();
        }

        appender.Complete();
    }

    private static string Select(HistoryFiles history, IReadOnlyList<ViewColumn> columns)
    {
        const string Passed = $"(h.{OfflineColumns.EventTime} <= $4 AND h.{OfflineColumns.ArrivalTime} <= $5)";
        var values = string.Concat(columns.Select(static (column, i) => string.Create(CultureInfo.InvariantCulture, $", h.{Sql.Name(column.Name)} AS v{i}")));
        var names = Sql.List(["n", "t", "a", "s", .. columns.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"v{i}"))]);
        var rows =
            $"SELECT n, epoch_us(h.{OfflineColumns.EventTime}) AS t, epoch_us(h.{OfflineColumns.ArrivalTime}) AS a, h.{OfflineColumns.Sequence} AS s{values} " +
            $"FROM {history.From} JOIN {KeyTable} ON {history.HasKey} " +
            $"WHERE h.{OfflineColumns.EventTime} >= $1 AND h.{OfflineColumns.EventTime} <= $2 AND h.{OfflineColumns.ArrivalTime} <= $3";
        return
            $"SELECT {names} FROM ({rows} AND NOT {Passed} " +
            $"UNION ALL SELECT unnest(arg_max(r, {{'t': t, 's': s}})) FROM ({rows} AND {Passed}) AS r GROUP BY n) ORDER BY n, t, s";
    }

    private static List<PastRow>? Next(DuckDbReader reader, IReadOnlyList<ViewColumn> columns)
    {
        if (!reader.ReadChunk(out var chunk))
        {
            return null;
        }

        var keys = chunk[0].Data<long>();
        int[] floating = [.. columns.Index().Where(static entry => entry.Item.Type.Element is ScalarType.Float or ScalarType.Double).Select(static entry => entry.Index)];
        var rows = ValueReading.ReadKeyRows(chunk, firstColumn: 1, columns);
        var numbered = new List<PastRow>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            // The hash table that keeps the newest row gives NaN with bits of its own.
            foreach (var place in floating)
            {
                rows[row].Values[place] = CanonicalNumber.Of(rows[row].Values[place]);
            }

            numbered.Add(new PastRow((int)keys[row], rows[row]));
        }

        return numbered;
    }
}
