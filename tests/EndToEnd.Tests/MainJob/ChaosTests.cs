using System.Globalization;
using System.IO.Compression;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// While files come in, workers are killed and put to sleep, Redis and the broker are killed and started again, and PostgreSQL is cut off, as the dice fall. In the end what is served, the
/// offline rows of each partition and a training set must be those of an undisturbed run, and what was served must be what is stored. <c>CATALOG_CHAOS</c> sets how often something is
/// disturbed; the long form is 50.
/// </summary>
public sealed class ChaosTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Disturbances => int.TryParse(Environment.GetEnvironmentVariable("CATALOG_CHAOS"), CultureInfo.InvariantCulture, out var count) ? count : 5;

    [Fact]
    public async Task Ingest_EverythingFailsNowAndThen_EndsAsIfNothingHad()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        using var data = new TemporaryDirectory();
        var files = Split(data.Path, parts: Math.Max(10, Disturbances));
        var frame = WriteFrame(data.Path);

        var expected = await WorkCalmlyAsync(servers, definitions.Path, files, frame);
        var actual = await WorkInStormAsync(servers, definitions.Path, files, frame);

        Assert.Equal(expected.State.Customers, actual.State.Customers);
        Assert.Equal(expected.TrainingSet, actual.TrainingSet);
        Assert.Equal(expected.State.Rows.Keys.Order(), actual.State.Rows.Keys.Order());
        Assert.All(expected.State.Rows, partition => Assert.Equal(partition.Value, actual.State.Rows[partition.Key]));
    }

    private static async Task<Outcome> WorkCalmlyAsync(EngineServers servers, string definitions, string[] files, string frame)
    {
        using var folder = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("calm"));
        List<string> served;
        string[] trained;
        await using (var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings))
        {
            (await Cli.RunAsync(catalog.Address, Token, "apply", definitions)).MustSucceed();
            foreach (var file in files)
            {
                (await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", file, "--json")).MustSucceed();
            }

            served = await LookUpAsync(catalog, Customers);
            trained = await TrainAsync(catalog, frame);
        }

        return new Outcome(new StoredState(served, await ReadRowsAsync(folder.Path, Path.Combine(folder.Path, "offline"), settings)), trained);
    }

    private static async Task<Outcome> WorkInStormAsync(EngineServers servers, string definitions, string[] files, string frame)
    {
        using var group = new WorkerGroup(Merge(Settings, servers.SettingsOf("storm")));
        List<string> served;
        string[] trained;
        await using (var server = await CatalogProcess.StartAsync(group.NewFolder(), samples: false, Token, group.SettingsOf("serve")))
        {
            (await Cli.RunAsync(server.Address, Token, "apply", definitions)).MustSucceed();
            await using var storm = await Storm.BeginAsync(servers, group, new Random(20261129));
            await WaitForOwnersAsync(server, owners: 2);
            for (var i = 0; i < files.Length; i++)
            {
                // Each part of the files meets its part of the disturbances.
                var upload = UploadAsync(server, files[i]);
                while (storm.Count < Disturbances * (i + 1) / files.Length)
                {
                    await storm.DisturbAsync(Token);
                }

                await upload;
            }

            served = await LookUpAsync(server, Customers);
            trained = await TrainAsync(server, frame);
            await VerifyAsync(server);
            TestContext.Current.TestOutputHelper?.WriteLine($"{storm.Count} disturbances: {storm.Said}");
        }

        return new Outcome(new StoredState(served, await ReadRowsAsync(group.NewFolder(), group.OfflineDirectory, group.SettingsOf())), trained);
    }

    /// <summary>Sends a file as a person does who tries again: what came in is known by its content, and is not taken twice.</summary>
    private static async Task UploadAsync(CatalogProcess server, string file)
    {
        for (var attempt = 1; ; attempt++)
        {
            var run = await Cli.RunAsync(server.Address, Token, "ingest", Source, "--file", file, "--json");
            if (run.ExitCode == 0)
            {
                return;
            }

            Assert.True(attempt < 20, $"'{Path.GetFileName(file)}' does not come in.\n{run.Output}\n{run.Errors}\n{server.Output}");
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }
    }

    private static async Task<string[]> TrainAsync(CatalogProcess catalog, string frame)
    {
        var path = Path.Combine(Path.GetDirectoryName(frame)!, $"{Guid.NewGuid():N}.csv");
        (await Cli.RunAsync(catalog.Address, Token, "training-set", "--entities", frame, "--features", string.Join(',', Features), "--out", path)).MustSucceed();
        return await File.ReadAllLinesAsync(path, Token);
    }

    /// <summary>The sample's lines in as many files.</summary>
    private static string[] Split(string folder, int parts)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(FilePath), CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Skip(1).Chunk((lines.Length / parts) + 1).Select((part, i) =>
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{i:00}.csv"));
            File.WriteAllLines(path, part.Prepend(lines[0]));
            return path;
        })];
    }

    /// <summary>Every customer at two times, one of them in the middle of what came in.</summary>
    private static string WriteFrame(string folder)
    {
        var path = Path.Combine(folder, "frame.csv");
        var now = DateTime.UtcNow.Date;
        File.WriteAllLines(
            path,
            Customers.SelectMany(customer => new[] { now.AddDays(-35), now }.Select(time => string.Create(CultureInfo.InvariantCulture, $"{customer},{time:yyyy-MM-dd'T'HH:mm:ss'Z'}")))
                .Prepend("customer_id,event_timestamp"));
        return path;
    }

    private sealed record Outcome(StoredState State, string[] TrainingSet);
}
