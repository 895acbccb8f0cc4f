using FeatureStore.DuckDb.Engine;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace Catalog.Benchmarks.Windows;

/// <summary>The same values in DuckDB's SQL, with the same edges of the windows, as somebody who knows it would write them.</summary>
internal sealed class SqlContenders(DuckDbConnection connection, WindowedData data)
{
    private const long Day = 86_400_000_000;

    /// <summary>Joins each entity row with its events of the longest window and aggregates them under conditions.</summary>
    internal long RangeJoin(string output)
    {
        var values = Each((window, i) => $"count(h.et) FILTER (h.et > s{i}) AS n_{i}", (sum, _, i) => $"coalesce(sum({sum}) FILTER (h.et > s{i}), 0) AS {sum}_{i}");
        return Run(
            $"SELECT f.k0, f.t, f.label, {values} FROM {Frame} AS f LEFT JOIN {Events} AS h ON f.k0 = h.k0 AND h.et > f.s{WindowedData.Windows.Length - 1} AND h.et <= f.ft GROUP BY ALL",
            output);
    }

    /// <summary>Sums up each key's events from its first on, and takes what stands at both ends of each window.</summary>
    internal long PrefixSums(string output)
    {
        var running = string.Join(", ", WindowedData.Sums.Select(static sum => $"sum({sum}) OVER w AS {sum}"));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE running AS SELECT k0, et, count(*) OVER w AS n, {running} FROM {Events} WINDOW w AS (PARTITION BY k0 ORDER BY et ROWS UNBOUNDED PRECEDING)", CancellationToken.None);
        var values = Each(
            (_, i) => $"coalesce(e.n, 0) - coalesce(b{i}.n, 0) AS n_{i}",
            (sum, _, i) => $"coalesce(e.{sum}, 0) - coalesce(b{i}.{sum}, 0) AS {sum}_{i}");
        var joins = string.Join(' ', WindowedData.Windows.Select(static (_, i) => $"ASOF LEFT JOIN running AS b{i} ON f.k0 = b{i}.k0 AND f.s{i} >= b{i}.et"));
        return Run($"SELECT f.k0, f.t, f.label, {values} FROM {Frame} AS f ASOF LEFT JOIN running AS e ON f.k0 = e.k0 AND f.ft >= e.et {joins}", output);
    }

    /// <summary>
    /// Adds events up by key and day once, then for each entity row the whole days of a window, the events of the day at its head, and those of the day at its tail; a window of whole days has
    /// no such tail. The rows of one day are found by equality.
    /// </summary>
    internal long DailyTiles(string output)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE days AS SELECT *, (et - 1) // {Day} AS d FROM {Events}", CancellationToken.None);
        var sums = string.Join(", ", WindowedData.Sums.Select(static sum => $"sum({sum}) AS {sum}"));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE tiles AS SELECT k0, d, count(*) AS n, {sums} FROM days GROUP BY ALL", CancellationToken.None);
        var places = Enumerable.Range(0, WindowedData.Windows.Length).ToList();
        var frame = $"(SELECT *, (ft - 1) // {Day} AS dh, {string.Join(", ", places.Select(static i => $"s{i} // {Day} AS d{i}"))} FROM {Frame})";
        var last = places[^1];
        var whole = Parts("sum(h.n)", static i => $"h.d < dh AND h.d {(IsWholeDays(i) ? ">=" : ">")} d{i}");
        var parts = new List<string>
        {
            $"SELECT label, {whole} FROM {frame} AS f JOIN tiles AS h ON f.k0 = h.k0 AND h.d >= d{last} AND h.d < dh GROUP BY ALL",
            $"SELECT label, {Parts("count(*)", static i => $"h.et > s{i}")} FROM {frame} AS f JOIN days AS h ON f.k0 = h.k0 AND h.d = dh AND h.et <= ft GROUP BY ALL",
        };
        parts.AddRange(places.Where(static i => !IsWholeDays(i)).Select(tail
            => $"SELECT label, {Parts("count(*)", i => i == tail ? "true" : "false")} FROM {frame} AS f JOIN days AS h ON f.k0 = h.k0 AND h.d = d{tail} AND h.et > s{tail} WHERE d{tail} < dh GROUP BY ALL"));
        var names = WindowedData.Windows.SelectMany((_, i) => WindowedData.Sums.Select(sum => $"{sum}_{i}").Prepend($"n_{i}")).ToList();
        return Run(
            $"SELECT f.k0, f.t, label, {string.Join(", ", names.Select(static name => $"coalesce({name}, 0) AS {name}"))} FROM {Frame} AS f LEFT JOIN "
            + $"(SELECT label, {string.Join(", ", names.Select(static name => $"sum({name}) AS {name}"))} FROM ({string.Join(" UNION ALL ", parts)}) GROUP BY label) USING (label)",
            output);
    }

    /// <summary>The largest difference of two results over all values, relative to the larger of them. Keys without an event have nulls in ours and zeros in SQL's.</summary>
    internal double Difference(string ours, string theirs)
    {
        var differences = Each(
            static (_, i) => $"abs(coalesce(o.n_{i}, 0) - s.n_{i})",
            static (sum, _, i) => $"abs(coalesce(o.{sum}_{i}, 0) - s.{sum}_{i}) / greatest(abs(s.{sum}_{i}), 1)");
        using var reader = connection.Query(
            $"SELECT max(greatest({differences}))::DOUBLE FROM read_parquet('{ours}') AS o JOIN read_parquet('{theirs}') AS s USING (label)", CancellationToken.None);
        return reader.ReadChunk(out var chunk) ? chunk[0].GetDouble(0) : double.NaN;
    }

    /// <summary>The frame with the time in microseconds and the far edge of each window.</summary>
    private string Frame => $"(SELECT *, epoch_us(t) AS ft, {string.Join(", ", WindowedData.Windows.Select(Edge))} FROM read_parquet('{data.Frame}'))";

    private string Events
        => $"(SELECT k0, epoch_us({OfflineColumns.EventTime}) AS et, {string.Join(", ", WindowedData.Sums.Select(static sum => $"{ViewColumns.InputPrefix}{sum} AS {sum}"))} FROM read_parquet('{data.Events}') WHERE NOT {ViewColumns.LateName})";

    private static string Edge(TimeSpan window, int i)
    {
        var (length, hop) = (window.Ticks / TimeSpan.TicksPerMicrosecond, WindowedFeatures.DefaultHop(window).Ticks / TimeSpan.TicksPerMicrosecond);
        return $"(epoch_us(t) - {length}) // {hop} * {hop} AS s{i}";
    }

    private static bool IsWholeDays(int window) => WindowedFeatures.DefaultHop(WindowedData.Windows[window]) == TimeSpan.FromDays(1);

    private static string Parts(string count, Func<int, string> condition)
        => Each((_, i) => $"{count} FILTER ({condition(i)}) AS n_{i}", (sum, _, i) => $"sum(h.{sum}) FILTER ({condition(i)}) AS {sum}_{i}");

    private static string Each(Func<TimeSpan, int, string> count, Func<string, TimeSpan, int, string> sum)
        => string.Join(", ", WindowedData.Windows.SelectMany((window, i) => WindowedData.Sums.Select(name => sum(name, window, i)).Prepend(count(window, i))));

    // Compressed as the product does it.
    private long Run(string select, string output) => connection.Execute($"COPY ({select}) TO '{output}' (FORMAT parquet, COMPRESSION zstd)", CancellationToken.None);
}
