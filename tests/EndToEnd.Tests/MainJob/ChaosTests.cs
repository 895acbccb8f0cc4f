using System.Globalization;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// While the purchases and the positions of buses come in side by side, workers are killed and put to sleep, Redis and the broker are killed and started again, and PostgreSQL is cut off, as the dice fall. In the end what is served, the
/// offline rows of each partition and a training set must be those of an undisturbed run, and what was served must be what is stored. <c>CATALOG_CHAOS</c> sets how often something is
/// disturbed; the long form is 50, with all days of the buses.
/// </summary>
public sealed class ChaosTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static int Disturbances => int.TryParse(Environment.GetEnvironmentVariable("CATALOG_CHAOS"), CultureInfo.InvariantCulture, out var count) ? count : 5;

    [Fact]
    public async Task Ingest_EverythingFailsNowAndThen_EndsAsIfNothingHad()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        using var data = new TemporaryDirectory();
        SharedStream[] streams = [Stream(Customers), SharedFleet.Stream(isWhole: Disturbances >= 50)];
        SharedFleet.WriteDefinitions(definitions.Path, streams[1]);
        var work = new Work(definitions.Path, data.Path, streams, [.. streams.Select(stream => stream.Split(data.Path, parts: Math.Max(10, Disturbances)))]);

        var expected = await WorkCalmlyAsync(servers, work);
        var actual = await WorkInStormAsync(servers, work);

        Assert.Equal(expected.Served, actual.Served);
        Assert.Equal(expected.TrainingSets, actual.TrainingSets);
        Assert.Equal(expected.Rows.Keys.Order(), actual.Rows.Keys.Order());
        Assert.All(expected.Rows, partition => Assert.Equal(partition.Value, actual.Rows[partition.Key]));
    }

    private static async Task<Outcome> WorkCalmlyAsync(EngineServers servers, Work work)
    {
        using var folder = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("calm"));
        List<string> served, trained;
        await using (var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings))
        {
            (await Cli.RunAsync(catalog.Address, Token, "apply", work.Definitions)).MustSucceed();
            foreach (var (stream, files) in work.Streams.Zip(work.Files))
            {
                foreach (var file in files)
                {
                    (await Cli.RunAsync(catalog.Address, Token, "ingest", stream.Source, "--file", file, "--json")).MustSucceed();
                }
            }

            (served, trained) = await AskAsync(catalog, work);
        }

        return new Outcome(served, trained, await ReadRowsAsync(folder.Path, Path.Combine(folder.Path, "offline"), settings));
    }

    private static async Task<Outcome> WorkInStormAsync(EngineServers servers, Work work)
    {
        using var group = new WorkerGroup(Merge(Settings, servers.SettingsOf("storm")));
        List<string> served, trained;
        await using (var server = await CatalogProcess.StartAsync(group.NewFolder(), samples: false, Token, group.SettingsOf("serve")))
        {
            (await Cli.RunAsync(server.Address, Token, "apply", work.Definitions)).MustSucceed();
            await using var storm = await Storm.BeginAsync(servers, group, new Random(20261129));
            await WaitForOwnersAsync(server, owners: 2, work.Streams.Sum(static stream => stream.Views.Length));
            var parts = work.Files[0].Length;
            for (var i = 0; i < parts; i++)
            {
                // Each part of the files meets its part of the disturbances.
                var uploads = work.Streams.Zip(work.Files).Where(item => i < item.Second.Length).Select(item => UploadAsync(server, item.First.Source, item.Second[i])).ToArray();
                while (storm.Count < Disturbances * (i + 1) / parts)
                {
                    await storm.DisturbAsync(Token);
                }

                await Task.WhenAll(uploads);
            }

            (served, trained) = await AskAsync(server, work);
            await VerifyAsync(server);
            TestContext.Current.TestOutputHelper?.WriteLine($"{storm.Count} disturbances: {storm.Said}");
        }

        return new Outcome(served, trained, await ReadRowsAsync(group.NewFolder(), group.OfflineDirectory, group.SettingsOf()));
    }

    private static async Task<(List<string> Served, List<string> Trained)> AskAsync(CatalogProcess catalog, Work work)
    {
        var (served, trained) = (new List<string>(), new List<string>());
        foreach (var stream in work.Streams)
        {
            served.AddRange(await stream.LookUpAsync(catalog));
            trained.AddRange(await stream.TrainAsync(catalog, work.Folder));
        }

        return (served, trained);
    }

    /// <summary>Sends a file as a person does who tries again: what came in is known by its content, and is not taken twice.</summary>
    private static async Task UploadAsync(CatalogProcess server, string source, string file)
    {
        for (var attempt = 1; ; attempt++)
        {
            var run = await Cli.RunAsync(server.Address, Token, "ingest", source, "--file", file, "--json");
            if (run.ExitCode == 0)
            {
                return;
            }

            Assert.True(attempt < 20, $"'{Path.GetFileName(file)}' does not come in.\n{run.Output}\n{run.Errors}\n{server.Output}");
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }
    }

    /// <param name="Definitions">Folder of the definitions.</param>
    /// <param name="Folder">Where files can be put.</param>
    /// <param name="Streams">What is streamed.</param>
    /// <param name="Files">The parts of each stream.</param>
    private sealed record Work(string Definitions, string Folder, SharedStream[] Streams, string[][] Files);

    private sealed record Outcome(List<string> Served, List<string> TrainingSets, IReadOnlyDictionary<string, List<string>> Rows);
}
