using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Explanations;

/// <summary>Gathers the rows of a key in a temporary table, so that the files are read once however often is asked.</summary>
internal sealed class DuckDbKeyHistory(OfflineDatabase database) : IKeyHistory
{
    public async Task<IKeyRows> OpenAsync(
        FeatureView view, OfflineSnapshot snapshot, IReadOnlyList<Value> key, IReadOnlyList<ViewColumn> columns, CancellationToken cancellationToken)
    {
        var attempt = $"Reading one key of '{view.Id}'";
        using var history = await HistoryFiles.OpenAsync(view, snapshot, database, cancellationToken).ConfigureAwait(false);
        var connection = DuckDbEdge.Run(attempt, database.Connect);
        try
        {
            await DuckDbEdge.RunAsync(attempt, () => connection.Execute(Gather(view, history, columns), cancellationToken, history.IsEmpty ? [] : [.. key]), cancellationToken)
                .ConfigureAwait(false);
            return new DuckDbKeyRows(connection, columns, attempt);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Gather(FeatureView view, HistoryFiles history, IReadOnlyList<ViewColumn> columns)
    {
        if (history.IsEmpty)
        {
            var types = columns.Select(static (column, i) => string.Create(CultureInfo.InvariantCulture, $", v{i} {DuckDbTypes.SqlName(column.Type)}"));
            return $"CREATE TEMP TABLE {DuckDbKeyRows.Table} (t BIGINT, a BIGINT, s BIGINT{string.Concat(types)})";
        }

        var values = columns.Select(static (column, i) => string.Create(CultureInfo.InvariantCulture, $", h.{Sql.Name(column.Name)} AS v{i}"));
        var equal = view.Entities.Select(static (entity, i) => string.Create(CultureInfo.InvariantCulture, $"h.{Sql.Name(entity.JoinKey)} = ${i + 1}")).DefaultIfEmpty("true");
        return $"CREATE TEMP TABLE {DuckDbKeyRows.Table} AS SELECT epoch_us(h.{OfflineColumns.EventTime}) AS t, epoch_us(h.{OfflineColumns.ArrivalTime}) AS a, h.{OfflineColumns.Sequence} AS s" +
            $"{string.Concat(values)} FROM {history.From} WHERE {string.Join(" AND ", equal)}";
    }
}
