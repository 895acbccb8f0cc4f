using System.Diagnostics;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Proof;

/// <summary>What was trained equals what was served, on lookups taken while the loyalty sample streams in; and a broken kernel does not get away with it.</summary>
public sealed class ProofTests
{
    private const int Wanted = 100_000;

    private static readonly Dictionary<string, string> LogAll = new() { ["FeatureStore__LookupLog__SampleRate"] = "1", ["FeatureStore__LookupLog__MaxWaiting"] = "1000000", ["FeatureStore__LookupLog__MaxWaitingBytes"] = "4294967296" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_HundredThousandLookupsWhileDataStreamsIn_NoneDiffers()
    {
        using var data = new TemporaryDirectory();
        await using var catalog = CatalogProcess.Launch(data.Path, samples: true, LogAll);
        var lookups = ServiceLookups.OfCustomers(catalog);
        var streamed = catalog.WaitUntilReadyAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(side => lookups.AskAsync(new Random(side), () => lookups.Logged >= Wanted && streamed.IsCompleted, Token)));
        await streamed;

        var result = await Cli.RunAsync(catalog.Address, Token, "verify", "--json");

        var answer = result.MustSucceed().Json;
        TestContext.Current.TestOutputHelper?.WriteLine($"{lookups.Logged} logged, {lookups.Changed} customers changed: {answer}"[..Math.Min(600, answer.ToString().Length)]);
        Assert.True(Long(answer, "compared") >= Wanted, $"{answer}");
        Assert.Equal((0, 0, 0), (Long(answer, "differences"), Long(answer, "damaged"), UnexplainedOf(answer)));
        Assert.Equal(lookups.Logged, Long(answer, "compared") + Long(answer, "not_compared"));
        Assert.True(lookups.Changed > 100, $"Only {lookups.Changed} customers were told different things; the lookups came before or after the data.");
        Assert.Equal(["customer_activity", "customer_engagement", "customer_profile"], answer.GetProperty("views").EnumerateArray().Select(static view => view.GetProperty("view").GetString()));
    }

    [Fact]
    public async Task Verify_LookupsOfABrokenKernel_ReportsWhatDiffers()
    {
        using var folder = new TemporaryDirectory();
        var broken = await BuildBrokenAsync(folder, Token);
        using var data = new TemporaryDirectory();
        await using (var catalog = CatalogProcess.Launch(data.Path, samples: true, LogAll, program: broken))
        {
            await catalog.WaitUntilReadyAsync(Token);
            await WaitForRowsAsync(catalog);
            var lookups = ServiceLookups.OfCustomers(catalog);
            await lookups.AskAsync(new Random(1), () => lookups.Logged >= 3_000, Token);

            // Writes what was logged to disk, too, before the process is killed.
            Assert.Equal(6, (await Cli.RunAsync(catalog.Address, Token, "verify", "--json")).ExitCode);
        }

        await using var good = await CatalogProcess.StartAsync(data.Path, samples: false, Token);
        var result = await Cli.RunAsync(good.Address, Token, "verify", "--json");

        Assert.Equal(6, result.ExitCode);
        Assert.True(Long(result.Json, "differences") is > 0 and <= 1_000);
        var views = result.Json.GetProperty("views").EnumerateArray().ToDictionary(static view => view.GetProperty("view").GetString()!);
        Assert.Equal(0, Long(views["customer_profile"], "differences"));
        Assert.Equal(0, Long(views["customer_engagement"], "differences"));
        Assert.Equal(Long(result.Json, "differences"), Long(views["customer_activity"], "differences"));
        Assert.All(views["customer_activity"].GetProperty("rows").EnumerateArray(), static row => Assert.NotEqual(
            row.GetProperty("served").GetProperty("value").GetString(), row.GetProperty("recomputed").GetProperty("value").GetString()));
    }

    /// <summary>The product with a feature store whose lookups leave out the oldest tile of each window.</summary>
    private static async Task<string> BuildBrokenAsync(TemporaryDirectory folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        foreach (var argument in (string[])["build", "src/FeatureStore", "-v", "q", "-nologo", "-p:BrokenKernel=true", $"-p:ArtifactsPath={folder.File("artifacts")}"])
        {
            start.ArgumentList.Add(argument);
        }

        using var build = Process.Start(start) ?? throw new InvalidOperationException("'dotnet' did not start.");
        var output = await build.StandardOutput.ReadToEndAsync(cancellationToken);
        await build.WaitForExitAsync(cancellationToken);
        Assert.True(build.ExitCode == 0, output);

        var (from, to) = (Path.GetDirectoryName(Repository.WebProgram)!, folder.File("broken")); // A program has a folder.
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(folder.File("artifacts/bin/FeatureStore/debug/FeatureStore.dll"), Path.Combine(to, "FeatureStore.dll"), overwrite: true);
        return Path.Combine(to, Path.GetFileName(Repository.WebProgram));
    }

    /// <summary>Waits until the sample is in the stores.</summary>
    private static async Task WaitForRowsAsync(CatalogProcess catalog)
    {
        foreach (var view in (string[])["customer_activity", "customer_profile", "customer_engagement"])
        {
            await catalog.FlushAsync(view, Token);
        }
    }

    /// <summary>Lookups from before the views had a writer prove nothing where they found nothing; nothing else may go uncompared.</summary>
    private static long UnexplainedOf(JsonElement answer)
        => answer.GetProperty("not_compared_by_reason").EnumerateObject().Where(static reason => reason.Name != "progress-unknown").Sum(static reason => reason.Value.GetInt64());

    private static long Long(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
