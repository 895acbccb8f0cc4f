using System.Diagnostics;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.CommandLine;

/// <summary>Runs the examples of <c>docs/cli.md</c> from top to bottom, as a reader would.</summary>
public sealed partial class ExampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Examples_RunInTheirOrder_AllSucceed()
    {
        using var folder = new TemporaryDirectory();
        using var data = new TemporaryDirectory();

        // A reader's lookups are one in a hundred in the log; these are few, and all of them are wanted.
        await using var catalog = await CatalogProcess.StartAsync(data.Path, samples: false, Token, new Dictionary<string, string> { ["FeatureStore__LookupLog__SampleRate"] = "1" });
        File.CreateSymbolicLink(folder.File("catalog"), Repository.CliProgram);
        File.CreateSymbolicLink(folder.File("samples"), Path.Combine(Repository.Root, "samples"));

        foreach (var line in Examples())
        {
            var result = await RunAsync(folder.Path, catalog.Address, line);

            Assert.True(result.ExitCode == 0, $"`{line}` ended with {result.ExitCode}.\n{result.Output}\n{result.Errors}");
        }

        Assert.True(File.Exists(folder.File("training.parquet")));
        Assert.StartsWith("customer_id,event_timestamp,customer_profile__last_country,", await File.ReadAllTextAsync(folder.File("training.csv"), Token), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Examples() =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md")))
            .SelectMany(static block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    private static async Task<CliResult> RunAsync(string folder, Uri server, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["CATALOG_SERVER"] = server.ToString();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        return await Cli.EndAsync(process, Token);
    }

    [GeneratedRegex(@"^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
