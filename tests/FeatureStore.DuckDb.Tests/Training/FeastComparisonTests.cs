using System.Text.Json;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>
/// The joins of Feast's tutorials, made by the real Feast and by ours over the same rows. Rows may differ in one way only: where several rows of a key have one event time and were created at one
/// time, Feast takes any of them, and ours the one that arrived last (<c>docs/architecture.md</c>, "Time").
/// </summary>
public sealed class FeastComparisonTests : IDisposable
{
    private readonly JoinFixture _join = new();
    private readonly List<Source> _sources = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _join.Dispose();

    [Theory]
    [InlineData("driver_stats.go_test", false)]
    [InlineData("driver_stats.podman_local", true)]
    [InlineData("driver_stats.remote_offline", false)]
    [InlineData("driver_stats_with_string.helm", true)]
    [InlineData("driver_stats_with_string.java", false)]
    public async Task JoinAsync_DriverStats_IsWhatFeastGives(string file, bool isMerged)
    {
        var path = Path.Combine(SharedData.Require("feast"), "driver_stats", file + ".parquet");
        _join.Store.Execute($"COPY (SELECT * FROM read_parquet('{path}')) TO '{File("driver.parquet")}' (FORMAT parquet)");
        await AddAsync("driver", "driver_id", "created", TimeSpan.FromDays(1), isMerged);

        // Each driver, and one that nobody knows, around the times of rows: at them, a microsecond off, and at the end of what they are valid for.
        _join.Store.Execute(
            $"""
            COPY (SELECT row_number() OVER (ORDER BY driver_id, t) - 1 AS ordinal, driver_id, t AS event_timestamp FROM (
                SELECT DISTINCT driver_id, t FROM
                (SELECT DISTINCT date_trunc('microseconds', event_timestamp) AS e FROM read_parquet('{path}') USING SAMPLE 60 ROWS (reservoir, 7)),
                (SELECT DISTINCT driver_id FROM read_parquet('{path}') UNION SELECT 9999),
                unnest([e, e - INTERVAL 1 MICROSECOND, e + INTERVAL 1 MICROSECOND, e + INTERVAL 1 DAY, e + INTERVAL 1 DAY + INTERVAL 1 MICROSECOND, e + INTERVAL 400 MINUTE]) AS times(t)))
            TO '{File("frame.parquet")}' (FORMAT parquet)
            """);

        await CompareAsync(leastRows: 1_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JoinAsync_CreditScore_IsWhatFeastGives(bool isMerged)
    {
        var folder = Path.Combine(SharedData.Require("feast"), "credit_score");
        const string times = "* REPLACE (event_timestamp::TIMESTAMPTZ AS event_timestamp, created_timestamp::TIMESTAMPTZ AS created_timestamp)";
        _join.Store.Execute(
            $"COPY (SELECT {times} FROM read_parquet('{folder}/zipcode_table.parquet')) TO '{File("zipcode.parquet")}' (FORMAT parquet)",
            $"COPY (SELECT {times} FROM read_csv('{folder}/credit_history_sample.csv')) TO '{File("history.parquet")}' (FORMAT parquet)",
            $"""
            COPY (SELECT row_number() OVER () - 1 AS ordinal, dob_ssn, zipcode, loan_amnt, event_timestamp FROM read_parquet('{folder}/loan_table.parquet'))
            TO '{File("frame.parquet")}' (FORMAT parquet)
            """);
        await AddAsync("zipcode", "zipcode", "created_timestamp", TimeSpan.FromDays(3_650), isMerged);
        await AddAsync("history", "dob_ssn", "created_timestamp", TimeSpan.FromDays(500), isMerged);

        await CompareAsync(leastRows: 28_638);
    }

    private string File(string name) => _join.Store.Directory.File(name);

    /// <summary>Makes a view of a Parquet file, whose rows arrive in the order in which they were created, in three files.</summary>
    private async Task AddAsync(string name, string key, string created, TimeSpan ttl, bool isMerged)
    {
        var columns = await _join.ColumnsAsync(File(name + ".parquet"));
        var places = columns.Select(static (column, i) => (column, i)).ToDictionary(static pair => pair.column.Name, static pair => pair.i);
        TableColumn[] features = [.. columns.Where(column => column.Name != key && column.Name != created && column.Name != "event_timestamp")];
        var view = TestStore.View([columns[places[key]].Type], features.Select(static column => column.Type)) with { Name = name, Ttl = ttl };
        view = view with
        {
            Entities = [view.Entities[0] with { JoinKey = key }],
            Features = [.. view.Features.Zip(features, static (feature, column) => feature with { Name = column.Name })],
        };
        var read = await _join.Store.ReadAsync(File(name + ".parquet"));
        FeatureRow[] rows = [.. read.OrderBy(row => row[places[created]].AsInstant()).Select((row, sequence) => new FeatureRow(
            [row[places[key]]], row[places["event_timestamp"]].AsInstant(), row[places[created]].AsInstant(), sequence, [.. features.Select(column => row[places[column.Name]])]))];
        var third = rows.Length / 3;
        var snapshot = await _join.WriteAsync(view, rows[..third], rows[third..(2 * third)], rows[(2 * third)..]);
        snapshot = isMerged ? await _join.MergeAsync(view, snapshot, 2) : snapshot;
        _sources.Add(new Source(view, snapshot, key, created, rows));
    }

    private async Task CompareAsync(int leastRows)
    {
        var request = new
        {
            views = _sources.Select(static source => new
            {
                name = source.View.Name, source = source.View.Name + ".parquet", key = source.Key, created = source.Created, ttl = source.View.Ttl.TotalSeconds,
                features = source.View.Features.Select(static feature => feature.Name),
            }),
        };
        await System.IO.File.WriteAllTextAsync(File("join.json"), JsonSerializer.Serialize(request), Token);
        await PythonScripts.RunAsync("feast", Path.Combine("Training", "feast_join.py"), _join.Store.Directory.File(string.Empty));
        var result = await _join.JoinAsync(_join.Request(File("frame.parquet")) with
        {
            TimestampColumn = "event_timestamp",
            Views = [.. _sources.Select(static source => new TrainingJoinView(
                source.View, source.Snapshot, [.. source.View.Features.Select((feature, i) => (i, $"{source.View.Name}__{feature.Name}"))], [source.Key]))],
        });

        Assert.True(result.Rows >= leastRows, $"The frame has {result.Rows} rows.");
        Assert.All(result.Matched, matched => Assert.InRange(matched, 100, result.Rows));
        var theirs = await ReadAsync(File("feast.parquet"));
        var ours = await ReadAsync(File(_join.Output));
        Assert.Equal(ours.Keys.Order(), theirs.Keys.Order());
        foreach (var (ordinal, row) in ours)
        {
            foreach (var source in _sources)
            {
                Compare(source, row, theirs[ordinal]);
            }
        }
    }

    private static void Compare(Source source, Dictionary<string, Value> ours, Dictionary<string, Value> theirs)
    {
        string[] names = [.. source.View.Features.Select(feature => $"{source.View.Name}__{feature.Name}")];
        var (mine, feasts) = (names.Select(name => Number(ours[name])).ToArray(), names.Select(name => Number(theirs[name])).ToArray());
        if (mine.SequenceEqual(feasts))
        {
            return;
        }

        // Feast's trap: of rows that tie in both times any may come.
        var at = ours["event_timestamp"].AsInstant();
        var candidates = source.Rows.Where(row => row.KeyValues[0] == ours[source.Key] && row.EventTime <= at && row.EventTime >= at - source.View.Ttl).ToArray();
        var newest = candidates.MaxBy(static row => (row.EventTime, row.ArrivalTime));
        var tied = candidates.Where(row => row.EventTime == newest.EventTime && row.ArrivalTime == newest.ArrivalTime).ToArray();
        Assert.True(
            tied.Length > 1 && tied.Any(row => row.Values.Select(Number).SequenceEqual(feasts)),
            $"'{source.Key}' {ours[source.Key]} at {at}: ours is ({string.Join(", ", mine)}), Feast's ({string.Join(", ", feasts)}), and {tied.Length} rows tie.");
        Assert.Equal(tied.MaxBy(static row => row.Sequence).Values.Select(Number), mine);
    }

    /// <summary>pandas makes floating numbers of whole ones where a value is missing, and NaN of what is missing.</summary>
    private static object? Number(Value value) => value switch
    {
        { IsNull: true } => null,
        { Type: { Element: ScalarType.Int32 or ScalarType.Int64, IsList: false } } => (double)value.AsInt64(),
        { Type: { Element: ScalarType.Float, IsList: false } } => float.IsNaN(value.AsFloat()) ? null : (double)value.AsFloat(),
        { Type: { Element: ScalarType.Double, IsList: false } } => double.IsNaN(value.AsDouble()) ? null : value.AsDouble(),
        _ => value.ToString(),
    };

    /// <summary>The rows of a file by their ordinal, by name of the column.</summary>
    private async Task<Dictionary<long, Dictionary<string, Value>>> ReadAsync(string path)
    {
        var columns = await _join.ColumnsAsync(path);
        var rows = await _join.Store.ReadAsync(path);
        return rows.Select(row => columns.Zip(row).ToDictionary(static pair => pair.First.Name, static pair => pair.Second)).ToDictionary(static row => row["ordinal"].AsInt64());
    }

    private sealed record Source(FeatureView View, OfflineSnapshot Snapshot, string Key, string Created, FeatureRow[] Rows);
}
