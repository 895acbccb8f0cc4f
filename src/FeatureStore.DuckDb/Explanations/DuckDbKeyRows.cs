using System.Globalization;
using System.Runtime.CompilerServices;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Explanations;

/// <summary>The rows of a key in a temporary table: event time t, arrival time a, sequence s, and the values v0, v1, ...</summary>
internal sealed class DuckDbKeyRows(DuckDbConnection connection, IReadOnlyList<ViewColumn> columns, string attempt) : IKeyRows
{
    internal const string Table = "key_rows";

    public async IAsyncEnumerable<KeyRow> ReadAsync(KeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await DuckDbEdge.RunAsync(attempt, () => connection.Query(Select(range), cancellationToken), cancellationToken).ConfigureAwait(false);
        while (await DuckDbEdge.RunAsync(attempt, () => Next(reader), cancellationToken).ConfigureAwait(false) is { } rows)
        {
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    public Task<long> CountAsync(KeyRange range, CancellationToken cancellationToken)
        => DuckDbEdge.RunAsync(attempt, () => connection.Execute($"SELECT count(*) FROM {Table} WHERE {Condition(range)}", cancellationToken), cancellationToken);

    public void Dispose() => connection.Dispose();

    private string Select(KeyRange range)
    {
        var values = columns.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $", v{i}"));
        var order = range.NewestFirst ? "t DESC, s DESC" : "t, s";
        var limit = range.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {most}") : null;
        return $"SELECT t, a, s{string.Concat(values)} FROM {Table} WHERE {Condition(range)} ORDER BY {order}{limit}";
    }

    private static string Condition(KeyRange range)
    {
        var known = range.Known is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{(range.IsUnknown ? "NOT " : null)}(a <= {bound.LastArrival} AND s <= {bound.LastSequence})") : null;
        string?[] conditions =
        [
            range.After is { } after ? string.Create(CultureInfo.InvariantCulture, $"t > {after.UnixMicroseconds}") : null,
            range.Through is { } through ? string.Create(CultureInfo.InvariantCulture, $"t <= {through.UnixMicroseconds}") : null,
            known,
            range.NotNull is { } value ? string.Create(CultureInfo.InvariantCulture, $"v{value} IS NOT NULL") : null,
            range.NotTrue is { } flag ? string.Create(CultureInfo.InvariantCulture, $"v{flag} IS NOT TRUE") : null,
        ];
        return string.Join(" AND ", conditions.OfType<string>().DefaultIfEmpty("true"));
    }

    private List<KeyRow>? Next(DuckDbReader reader) => reader.ReadChunk(out var chunk) ? ValueReading.ReadKeyRows(chunk, firstColumn: 0, columns) : null;
}
