using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;
using EndToEnd.Tests.MainJob;

namespace EndToEnd.Tests.Proof;

/// <summary>
/// The product with the full files of the three samples, streamed in while models look features up; every lookup is logged. The files' times are moved into the future, so that "now" of a
/// lookup is the newest event of its key, and a year passes in a minute. Made once for all tests that only read.
/// </summary>
public sealed partial class StreamedSamples : IAsyncLifetime
{
    private static readonly Dictionary<string, string> LogAll = new() { ["FeatureStore__LookupLog__SampleRate"] = "1", ["FeatureStore__LookupLog__MaxWaiting"] = "1000000", ["FeatureStore__LookupLog__MaxWaitingBytes"] = "4294967296" };

    private readonly TemporaryDirectory _data = new();
    private CatalogProcess? _catalog;

    /// <summary>How far the times of all files are moved: whole days, to days after today.</summary>
    internal TimeSpan Shift { get; } = DateTime.UtcNow.Date.AddDays(2) - new DateTime(2010, 12, 1, 0, 0, 0, DateTimeKind.Utc);

    internal CatalogProcess Catalog => _catalog ?? throw new InvalidOperationException("The full files are not there; the test should have skipped.");

    internal List<RetailLine> Retail { get; private set; } = [];

    internal List<Dictionary<string, string>> Fleet { get; private set; } = [];

    internal List<Dictionary<string, string>> Helpdesk { get; private set; } = [];

    /// <summary>What was asked while the files streamed in.</summary>
    internal IReadOnlyList<ServiceLookups> Lookups { get; private set; } = [];

    /// <summary>What <c>catalog verify --json</c> answered afterwards.</summary>
    internal JsonElement Verified { get; private set; }

    /// <summary>Skips the test where the files are absent.</summary>
    internal void Require() => Assert.SkipWhen(_catalog is null, "The full data files are not beside this checkout (../shared/data).");

    public async ValueTask InitializeAsync()
    {
        var (retail, fleet, helpdesk) = (Repository.FindSharedData("loyalty/online_retail.csv.gz"), Repository.FindSharedData("fleet/capmetrics"), Repository.FindSharedData("helpdesk/incident_event_log.opened_before_2016-05-01.csv.gz"));
        if (retail is null || fleet is null || helpdesk is null)
        {
            return;
        }

        var token = TestContext.Current.CancellationToken;
        string[] days = [.. Directory.EnumerateFiles(fleet, "*.csv.gz").Order(StringComparer.Ordinal)];
        Retail = [.. RetailFile.Read(retail).Where(static line => line.IsAccepted)];
        Fleet = [.. days.SelectMany(CsvFile.Read).Where(FleetFilesTests.IsAccepted)];
        Helpdesk = [.. CsvFile.Read(helpdesk).Where(HelpdeskFileTests.IsAccepted)];
        _catalog = await CatalogProcess.StartAsync(_data.Subdirectory("data"), samples: false, token, LogAll);
        (await Cli.RunAsync(Catalog.Address, token, "apply", await ShiftDefinitionsAsync(token))).MustSucceed();

        var streamed = Task.WhenAll(IngestAsync("loyalty-transactions", [retail], token), IngestAsync("vehicle-telemetry", days, token), IngestAsync("incidents", [helpdesk], token));
        Lookups = MakeLookups();
        await Task.WhenAll(Lookups.Select((lookups, seed) => lookups.AskAsync(new Random(seed), () => streamed.IsCompleted, token)));
        await streamed;
        Verified = (await Cli.RunAsync(Catalog.Address, token, "verify", "--json")).Json;
    }

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
        {
            await _catalog.DisposeAsync();
        }

        _data.Dispose();
    }

    private List<ServiceLookups> MakeLookups()
    {
        object[] buses = [.. Fleet.Select(static row => row["vehicle_id"]).Distinct().Select(static bus => (object)long.Parse(bus, CultureInfo.InvariantCulture))];
        object[][] tickets = [.. Helpdesk.GroupBy(static row => row["number"]).Select(static rows => new object[] { rows.Key, rows.First()["caller_id"] })];
        return
        [
            ServiceLookups.OfCustomers(Catalog),
            new(Catalog, "arrival_eta_v1", views: 3, random => [buses[random.Next(buses.Length)], 1_000L + random.Next(100)], "vehicle_id", "stop_id"),
            new(Catalog, "resolution_time_v1", views: 3, random => tickets[random.Next(tickets.Length)], "number", "caller_id"),
        ];
    }

    private async Task IngestAsync(string source, string[] files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            (await Cli.RunAsync(Catalog.Address, cancellationToken, "ingest", source, "--file", file, "--json")).MustSucceed();
        }
    }

    private async Task<string> ShiftDefinitionsAsync(CancellationToken cancellationToken)
    {
        var folder = _data.Subdirectory("definitions");
        var samples = Path.Combine(Repository.Root, "samples");
        foreach (var file in Directory.EnumerateFiles(samples, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(samples, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            await File.WriteAllTextAsync(copy, MaxAhead().Replace(text, $"file_time_shift: {Shift.Days}d"), cancellationToken);
        }

        return folder;
    }

    [GeneratedRegex("^max_ahead: .*$", RegexOptions.Multiline)]
    private static partial Regex MaxAhead();
}
