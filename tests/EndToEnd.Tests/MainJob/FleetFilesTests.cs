using System.Globalization;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>All positions of the buses with their traps: offsets and a change of the clocks, files without a row, positions out of order, repeated and at latitude 0, older schemas, bad clocks.</summary>
public sealed class FleetFilesTests
{
    private const string Source = "vehicle-telemetry";
    private static readonly string[] Columns = ["latitude", "longitude", "speed", "route_id", "trip_id", "trip_headsign"];
    private static readonly string[] Features = [.. new[] { "latitude", "longitude", "speed", "route", "trip", "headsign" }.Select(static name => "vehicle_state:" + name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_AllDays_AnswersTheNewestPositionThatArrivedLast()
    {
        var files = Directory.EnumerateFiles(Repository.SharedData("fleet/capmetrics"), "*.csv.gz").Order(StringComparer.Ordinal).ToList();
        using var data = new TemporaryDirectory();
        await using var catalog = await StartAsync(data);
        var accepted = new List<Dictionary<string, string>>();
        var total = 0L;

        foreach (var file in files)
        {
            var answer = (await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", file, "--json")).MustSucceed().Json;
            var rows = CsvFile.Read(file).ToList();
            var good = rows.Where(IsAccepted).ToList();
            Assert.Equal((rows.Count, good.Count), (answer.GetProperty("read").GetInt32(), answer.GetProperty("accepted").GetInt32()));
            Assert.Equal(rows.Count - good.Count, answer.GetProperty("quarantined").GetInt32());
            accepted.AddRange(good);
            total += rows.Count;
        }

        Assert.Equal(473_861, total);
        await catalog.FlushAsync("vehicle_state", Token);
        var newest = CsvFile.Newest(accepted, static row => row["vehicle_id"], TimeOf);
        var buses = newest.Keys.Order(StringComparer.Ordinal).ToList();
        var found = await Lookups.ReadAsync(catalog, "vehicle_id", [.. buses.Select(static bus => (object)long.Parse(bus, CultureInfo.InvariantCulture))], Features, Token);
        foreach (var (bus, row) in buses.Zip(found))
        {
            Assert.Equal(Expected(bus, newest[bus]), row);
        }
    }

    [Theory]
    [InlineData("2015-03-08.v1.csv.gz", "latitude")]
    [InlineData("2015-03-18.v1.csv.gz", "longitude")]
    public async Task Ingest_SchemaThatLacksColumns_IsRefusedAndSaysWhich(string file, string missing)
    {
        using var data = new TemporaryDirectory();
        await using var catalog = await StartAsync(data);

        var result = await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", Repository.SharedData("fleet/capmetrics_old_schemas/" + file), "--json");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(missing, result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_SchemaInAnotherOrderWithMoreColumns_GivesTheSameRows()
    {
        var (day, old) = (Repository.SharedData("fleet/capmetrics/2015-03-08.csv.gz"), Repository.SharedData("fleet/capmetrics_old_schemas/2015-03-08.v2.csv.gz"));
        using var data = new TemporaryDirectory();
        using var other = new TemporaryDirectory();

        Assert.Equal(await StateAfterAsync(data, day), await StateAfterAsync(other, old));
    }

    [Fact]
    public async Task Ingest_ClocksThatAreYearsOff_AreRefusedByTheDeclaredBound()
    {
        var path = Repository.SharedData("fleet/green_tripdata_2020-04_with_index.csv.gz");
        using var data = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(data.Subdirectory("data"), samples: false, Token);
        await File.WriteAllTextAsync(data.File("trips.yaml"), Trips, Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", data.File("trips.yaml"))).MustSucceed();

        var answer = (await Cli.RunAsync(catalog.Address, Token, "ingest", "trips", "--file", path, "--json")).MustSucceed().Json;

        var off = CsvFile.Read(path).Count(static row => string.CompareOrdinal(row["lpep_pickup_datetime"], "2020-02-01") < 0);
        Assert.True(off > 0);
        Assert.Equal((35_612, off), (answer.GetProperty("read").GetInt32(), answer.GetProperty("quarantined").GetInt32()));
    }

    private const string Trips = """
        kind: Domain
        name: taxi
        owner: drivers
        ---
        kind: Team
        name: drivers
        contact: drivers@example.com
        ---
        kind: Source
        name: trips
        domain: taxi
        owner: drivers
        format: csv
        timestamp: lpep_pickup_datetime
        earliest_event_time: 2020-02-01T00:00:00Z
        allowed_lateness: 31d
        columns:
          - {name: trip_id, type: int64}
          - {name: lpep_pickup_datetime, type: timestamp, format: "yyyy-MM-dd HH:mm:ss"}
          - {name: fare_amount, type: double}
        """;

    private static async Task<CatalogProcess> StartAsync(TemporaryDirectory data)
    {
        var catalog = await CatalogProcess.StartAsync(data.Path, samples: false, Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", "samples/fleet")).MustSucceed();
        return catalog;
    }

    private static async Task<(int Read, int Accepted, string Rows)> StateAfterAsync(TemporaryDirectory data, string file)
    {
        await using var catalog = await StartAsync(data);
        var answer = (await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", file, "--json")).MustSucceed().Json;
        await catalog.FlushAsync("vehicle_state", Token);
        var buses = CsvFile.Read(file).Select(static row => row["vehicle_id"]).Distinct().Order(StringComparer.Ordinal).Select(static bus => (object)long.Parse(bus, CultureInfo.InvariantCulture));
        var rows = await Lookups.ReadAsync(catalog, "vehicle_id", [.. buses], ["vehicle_state:route", "vehicle_state:trip", "vehicle_state:headsign"], Token);
        return (answer.GetProperty("read").GetInt32(), answer.GetProperty("accepted").GetInt32(), string.Join('\n', rows));
    }

    /// <summary>Whether the contract of the sample lets the position in.</summary>
    internal static bool IsAccepted(Dictionary<string, string> row)
        => new[] { "vehicle_id", "route_id", "trip_id" }.All(name => long.TryParse(row[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            && (row["speed"].Length == 0 || Number(row["speed"]) >= 0)
            && row["latitude"].Length > 0 && Number(row["latitude"]) is >= 29.5 and <= 31.5
            && row["longitude"].Length > 0 && Number(row["longitude"]) is >= -98.5 and <= -97;

    private static string Expected(string bus, Dictionary<string, string> row)
        => Lookups.Expected(bus, TimeOf(row), Columns.Select(column => row[column].Length == 0 ? null : Shown(column, row[column])));

    private static string Shown(string column, string text) => column is "latitude" or "longitude" or "speed" ? Number(text).ToString("R", CultureInfo.InvariantCulture) : text;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    internal static DateTime TimeOf(Dictionary<string, string> row) => DateTimeOffset.Parse(row["timestamp"], CultureInfo.InvariantCulture).UtcDateTime;
}
