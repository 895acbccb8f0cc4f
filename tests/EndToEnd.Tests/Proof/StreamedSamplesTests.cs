using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using EndToEnd.Tests.MainJob;

namespace EndToEnd.Tests.Proof;

/// <summary>Windowed features of the full files, served and trained, against naive walks through the files; and the proof over what was served while they streamed in.</summary>
public sealed class StreamedSamplesTests(StreamedSamples samples) : IClassFixture<StreamedSamples>
{
    private const int TrainingRows = 20_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Verify_LookupsWhileTheFullFilesStreamIn_NoneDiffers()
    {
        samples.Require();
        var answer = samples.Verified;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{string.Join(", ", samples.Lookups.Select(static one => $"{one.Logged} logged, {one.Changed} keys changed"))}: {Long(answer, "compared")} compared, {Long(answer, "not_compared")} not");

        Assert.True(Long(answer, "compared") >= 100_000, $"{answer}");
        Assert.Equal((0, 0), (Long(answer, "differences"), Long(answer, "damaged")));
        Assert.All(samples.Lookups, static lookups => Assert.True(lookups.Changed > 100));
        var views = answer.GetProperty("views").EnumerateArray().ToDictionary(static view => view.GetProperty("view").GetString()!, static view => Long(view, "compared"));
        Assert.All((string[])["customer_activity", "vehicle_activity", "ticket_activity"], view => Assert.True(views[view] >= 10_000, $"{answer}"));
    }

    [Fact]
    public async Task Loyalty_FullYear_ServedAndTrainedAsANaiveWalk()
    {
        samples.Require();
        var oracle = new WindowOracle<RetailLine>(
            samples.Retail, static line => line.CustomerId!.Value.ToString(CultureInfo.InvariantCulture), line => line.InvoiceDate + samples.Shift, TimeSpan.FromDays(1));
        List<WindowedFeature<RetailLine>> features =
        [
            new("amount_1h", Hour, Amount), new("amount_7d", Week, Amount), new("amount_30d", Month, Amount),
            new("lines_1h", Hour, Lines), new("lines_7d", Week, Lines), new("lines_30d", Month, Lines),
            new("products_30d", Month, static lines => Bought(lines).Select(static line => line.StockCode).Distinct().Count()),
            new("invoices_30d", Month, static lines => Bought(lines).Select(static line => line.InvoiceNo).Distinct().Count()),
            new("average_line_30d", Month, static lines => Bought(lines).Any() ? Bought(lines).Average(static line => line.Quantity * line.UnitPrice) : null),
            new("last_5_products", Month, static lines => Bought(lines).Reverse().Select(static line => line.StockCode).Distinct().Take(5)),
        ];

        await CompareAsync(oracle, "customer_activity", "customer_id", static key => long.Parse(key, CultureInfo.InvariantCulture), features);

        static IEnumerable<RetailLine> Bought(IEnumerable<RetailLine> lines) => lines.Where(static line => line.Quantity > 0);
        static object? Amount(List<RetailLine> lines) => Bought(lines).Sum(static line => line.Quantity * line.UnitPrice);
        static object? Lines(List<RetailLine> lines) => (long)Bought(lines).Count();
    }

    [Fact]
    public async Task Fleet_DaysWithClockChangeAndConflictingDuplicates_ServedAndTrainedAsANaiveWalk()
    {
        samples.Require();
        var oracle = new WindowOracle<Dictionary<string, string>>(samples.Fleet, static row => row["vehicle_id"], row => FleetFilesTests.TimeOf(row) + samples.Shift, TimeSpan.FromDays(1));
        var halfHour = TimeSpan.FromMinutes(30);
        List<WindowedFeature<Dictionary<string, string>>> features =
        [
            new("mean_speed_30m", halfHour, static rows => Speeds(rows).Any() ? Speeds(rows).Average() : null),
            new("speed_spread_30m", halfHour, static rows => Speeds(rows).Any() ? Spread([.. Speeds(rows)]) : null),
            new("top_speed_1h", Hour, static rows => Speeds(rows).Any() ? Speeds(rows).Max() : null),
            new("speed_trend_7d", Week, Trend),
            new("routes_7d", Week, static rows => rows.Select(static row => row["route_id"]).Distinct().Count()),
        ];

        Assert.Contains(samples.Fleet.GroupBy(static row => (row["vehicle_id"], row["timestamp"])), static same => same.Select(static row => string.Join(',', row.Values)).Distinct().Count() > 1);
        await CompareAsync(oracle, "vehicle_activity", "vehicle_id", static key => long.Parse(key, CultureInfo.InvariantCulture), features);

        static IEnumerable<double> Speeds(IEnumerable<Dictionary<string, string>> rows)
            => rows.Where(static row => row["speed"].Length > 0).Select(static row => double.Parse(row["speed"], CultureInfo.InvariantCulture));

        static object? Spread(List<double> speeds)
        {
            var mean = speeds.Average();
            return Math.Sqrt(speeds.Average(speed => (speed - mean) * (speed - mean)));
        }

        static object? Trend(List<Dictionary<string, string>> rows)
        {
            var points = rows.Where(static row => row["speed"].Length > 0)
                .Select(static row => (X: (FleetFilesTests.TimeOf(row) - new DateTime(2015, 1, 1)).TotalSeconds, Y: double.Parse(row["speed"], CultureInfo.InvariantCulture))).ToList();
            if (points.Select(static point => point.X).Distinct().Count() < 2)
            {
                return null;
            }

            var (x, y) = (points.Average(static point => point.X), points.Average(static point => point.Y));
            return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
        }
    }

    [Fact]
    public async Task Helpdesk_TicketAfterTicket_ServedAndTrainedAsANaiveWalk()
    {
        samples.Require();
        var oracle = new WindowOracle<Dictionary<string, string>>(
            samples.Helpdesk, static row => row["number"], row => HelpdeskFileTests.TimeOf(row["sys_updated_at"], "d/M/yyyy HH:mm") + samples.Shift, TimeSpan.FromDays(366));
        var twoHours = TimeSpan.FromHours(2);
        List<WindowedFeature<Dictionary<string, string>>> features =
        [
            new("reassignments_2h", twoHours, static rows => Most(rows, "reassignment_count")), new("reassignments_7d", Week, static rows => Most(rows, "reassignment_count")),
            new("reassignment_load_2h", twoHours, static rows => Sum(rows, "reassignment_count")), new("reassignment_load_7d", Week, static rows => Sum(rows, "reassignment_count")),
            new("reopenings_2h", twoHours, static rows => Most(rows, "reopen_count")), new("reopenings_7d", Week, static rows => Most(rows, "reopen_count")),
            new("reopening_load_2h", twoHours, static rows => Sum(rows, "reopen_count")), new("reopening_load_7d", Week, static rows => Sum(rows, "reopen_count")),
            new("changes_2h", twoHours, static rows => (long)rows.Count),
        ];

        await CompareAsync(oracle, "ticket_activity", "number", static key => key, features);

        static object? Most(List<Dictionary<string, string>> rows, string column) => rows.Count == 0 ? null : Counts(rows, column).Max();
        static object? Sum(List<Dictionary<string, string>> rows, string column) => Counts(rows, column).Sum();
        static IEnumerable<long> Counts(List<Dictionary<string, string>> rows, string column) => rows.Select(row => long.Parse(row[column], CultureInfo.InvariantCulture));
    }

    private async Task CompareAsync<T>(WindowOracle<T> oracle, string view, string joinKey, Func<string, object> typed, List<WindowedFeature<T>> features)
    {
        var wrong = await ServedWrongAsync(oracle, view, joinKey, typed, features);
        wrong.AddRange(await TrainedWrongAsync(oracle, view, joinKey, [.. features.Where(static feature => feature.Name != "last_5_products")]));
        Assert.True(wrong.Count == 0, $"{wrong.Count} values differ; late events: {oracle.LateCount}.\n{string.Join('\n', wrong.Take(20))}");
    }

    /// <summary>A lookup of every key: its time is the newest event of the key, since all events lie in the future.</summary>
    private async Task<List<string>> ServedWrongAsync<T>(WindowOracle<T> oracle, string view, string joinKey, Func<string, object> typed, List<WindowedFeature<T>> features)
    {
        await samples.Catalog.FlushAsync(view, Token);
        var wrong = new List<string>();
        foreach (var keys in oracle.Keys.Chunk(1_000))
        {
            var request = new { features = features.Select(feature => $"{view}:{feature.Name}"), entities = new Dictionary<string, object[]> { [joinKey] = [.. keys.Select(typed)] } };
            using var answer = await samples.Catalog.Http.PostAsJsonAsync("/get-online-features", request, Token);
            answer.EnsureSuccessStatusCode();
            var columns = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("results").EnumerateArray().Skip(1).ToList();
            foreach (var (row, key) in keys.Index())
            {
                var at = oracle.NewestTimeOf(key);
                wrong.AddRange(features.Zip(columns).Select(pair => Difference("served", oracle, key, at, pair.First, pair.Second.GetProperty("values")[row].ToString())).OfType<string>());
            }
        }

        return wrong;
    }

    private async Task<List<string>> TrainedWrongAsync<T>(WindowOracle<T> oracle, string view, string joinKey, List<WindowedFeature<T>> features)
    {
        using var folder = new TemporaryDirectory();
        var random = new Random(20261128);
        var keys = oracle.Keys;
        var frame = Enumerable.Range(0, TrainingRows).Select(_ => keys[random.Next(keys.Count)]).Select(key => (Key: key, Time: oracle.SomeTimeOf(key, random).AddSeconds(random.Next(4) * random.Next(-600, 900_000)))).ToList();
        await File.WriteAllLinesAsync(
            folder.File("frame.csv"), [$"{joinKey},event_timestamp", .. frame.Select(static row => $"{row.Key},{row.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}")], Token);
        (await Cli.RunAsync(
            samples.Catalog.Address, Token, "training-set", "--entities", folder.File("frame.csv"), "--out", folder.File("out.csv"),
            "--features", string.Join(',', features.Select(feature => $"{view}:{feature.Name}")))).MustSucceed();

        var lines = await File.ReadAllLinesAsync(folder.File("out.csv"), Token);
        Assert.Equal($"{joinKey},event_timestamp,{string.Join(',', features.Select(static feature => feature.Name))}", lines[0]);
        Assert.Equal(TrainingRows + 1, lines.Length);
        return
        [
            .. frame.Zip(lines.Skip(1).Select(RetailFile.Split)).SelectMany(pair => features.Select((feature, i) => Difference("trained", oracle, pair.First.Key, pair.First.Time, feature, pair.Second[2 + i])))
                .OfType<string>(),
        ];
    }

    private static string? Difference<T>(string how, WindowOracle<T> oracle, string key, DateTime at, WindowedFeature<T> feature, string actual)
    {
        var expected = oracle.Has(key, at) ? feature.Of(oracle.In(key, at, feature.Window)) : null;
        return WindowedFeature<T>.IsSame(expected, actual)
            ? null
            : $"{feature.Name} of {key} at {at:O}, {how}: '{actual}' in place of '{(expected is IEnumerable<string> list ? JsonSerializer.Serialize(list) : expected)}'";
    }

    private static long Long(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
