using System.Globalization;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>The whole ticket log with its traps: days before months, <c>?</c> for null, minutes with several changes, another form of dates, a header that repeats a name.</summary>
public sealed partial class HelpdeskFileTests
{
    private static readonly string[] States = ["New", "Active", "Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence", "Resolved", "Closed"];
    private static readonly string[] Features = [.. new[] { "state", "is_active", "reassignments", "changes", "priority", "assigned_group", "opened_at" }.Select(static name => "ticket_progress:" + name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("helpdesk/incident_event_log.opened_before_2016-05-01.csv.gz", "d/M/yyyy HH:mm", 101_045)]
    [InlineData("helpdesk/incident_event_log.crlf_dashdate_variant.csv.gz", "dd-MM-yyyy HH:mm", 5_998)]
    public async Task Ingest_ByDeclaredDatesAndNulls_AnswersAsAWalkThroughTheFile(string file, string format, int rows)
    {
        var path = Repository.SharedData(file);
        using var data = new TemporaryDirectory();
        await using var catalog = await StartAsync(data, format);

        var answer = (await Cli.RunAsync(catalog.Address, Token, "ingest", "incidents", "--file", path, "--json")).MustSucceed().Json;

        var accepted = CsvFile.Read(path).Where(IsAccepted).ToList();
        Assert.Equal(rows, answer.GetProperty("read").GetInt64());
        Assert.Equal(accepted.Count, answer.GetProperty("accepted").GetInt64());
        Assert.Equal(rows - accepted.Count, answer.GetProperty("quarantined").GetInt64());
        await catalog.FlushAsync("ticket_progress", Token);
        var newest = CsvFile.Newest(accepted, static row => row["number"], row => TimeOf(row["sys_updated_at"], format));
        var tickets = newest.Keys.Order(StringComparer.Ordinal).ToList();
        var found = await Lookups.ReadAsync(catalog, "number", [.. tickets], Features, Token);
        foreach (var (ticket, row) in tickets.Zip(found))
        {
            Assert.Equal(Expected(ticket, newest[ticket], format), row);
        }
    }

    [Fact]
    public async Task Ingest_HeaderThatRepeatsAName_IsRefusedAndSaysWhich()
    {
        var path = Repository.SharedData("helpdesk/incident_event_log.duplicate_header_variant_1000rows.csv.gz");
        using var data = new TemporaryDirectory();
        await using var catalog = await StartAsync(data, "d/M/yyyy HH:mm");

        var result = await Cli.RunAsync(catalog.Address, Token, "ingest", "incidents", "--file", path, "--json");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("category", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output + result.Errors, StringComparison.Ordinal);
        var events = (await Cli.RunAsync(catalog.Address, Token, "runs", "--kind", "ingestion", "--json")).MustSucceed().Json;
        Assert.Empty(events.GetProperty("items").EnumerateArray());
    }

    private static async Task<CatalogProcess> StartAsync(TemporaryDirectory data, string format)
    {
        var definitions = data.Subdirectory("definitions");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "helpdesk"), "*.yaml", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file, Token);
            await File.WriteAllTextAsync(Path.Combine(definitions, Path.GetFileName(file)), text.Replace("d/M/yyyy HH:mm", format, StringComparison.Ordinal), Token);
        }

        var catalog = await CatalogProcess.StartAsync(data.Subdirectory("data"), samples: false, Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", definitions)).MustSucceed();
        return catalog;
    }

    /// <summary>Whether the contract of the sample lets the change in.</summary>
    internal static bool IsAccepted(Dictionary<string, string> row)
        => Number().IsMatch(row["number"]) && States.Contains(row["incident_state"])
            && new[] { "active", "reassignment_count", "reopen_count", "sys_mod_count", "caller_id", "opened_at", "sys_updated_at" }.All(name => row[name] != "?")
            && OneToThree().IsMatch(row["impact"]) && OneToThree().IsMatch(row["urgency"]) && OneToFour().IsMatch(row["priority"]);

    private static string Expected(string ticket, Dictionary<string, string> row, string format)
    {
        string?[] values =
        [
            row["incident_state"], bool.Parse(row["active"]).ToString(), row["reassignment_count"], row["sys_mod_count"], row["priority"],
            row["assignment_group"] == "?" ? null : row["assignment_group"], Seconds(TimeOf(row["opened_at"], format)),
        ];
        return Lookups.Expected(ticket, TimeOf(row["sys_updated_at"], format), values);
    }

    internal static DateTime TimeOf(string text, string format) => DateTime.ParseExact(text, format, CultureInfo.InvariantCulture);

    // Feast's JSON writes a feature that is a time as seconds since 1970.
    private static string Seconds(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^INC[0-9]{7}$")]
    private static partial Regex Number();

    [GeneratedRegex("^[1-3] - ")]
    private static partial Regex OneToThree();

    [GeneratedRegex("^[1-4] - ")]
    private static partial Regex OneToFour();
}
