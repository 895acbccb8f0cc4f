using System.Globalization;
using System.IO.Compression;
using EndToEnd.Tests.Infrastructure;
using Servers;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// One process serves and another writes the views; their offline files lie in a bucket, and they share no folder. What they serve and train must be what one process on a disk does, although the
/// bucket's server dies while the files are written.
/// </summary>
public sealed class BucketTests
{
    private static readonly Dictionary<string, string> SmallChunks = new() { ["FeatureStore__ChunkSequences"] = "1000" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TrainingSet_OfTwoProcessesWithABucket_IsThatOfOneOnADisk()
    {
        Assert.SkipWhen(SwiftServer.Missing is not null, SwiftServer.Missing ?? string.Empty);
        await using var servers = await EngineServers.StartAsync(Engines.All);
        await using var swift = await SwiftServer.StartAsync();
        using var definitions = Definitions();
        var customers = Customers;
        using var frame = new TemporaryDirectory();
        var given = new Given(definitions.Path, await CutAsync(frame.Path), customers, await WriteFrameAsync(frame.Path, customers));

        var (expected, trained) = await WorkOnDiskAsync(servers, given);
        var (actual, trainedFromBucket) = await WorkWithBucketAsync(servers, swift, given);

        Assert.Equal(expected, actual);
        Assert.Equal(customers.Length + 1, trained.Length);
        Assert.Contains(trained, static line => line.Contains('"')); // Lists of products, and so no rows of nothing.
        Assert.Equal(trained, trainedFromBucket);
    }

    [Fact]
    public async Task Start_WithWrongSettings_EndsAndSaysWhy()
    {
        Assert.SkipWhen(SwiftServer.Missing is not null, SwiftServer.Missing ?? string.Empty);
        await using var swift = await SwiftServer.StartAsync();
        var right = await SettingsOfAsync(swift);
        (string Key, string Value, string Reason)[] wrong =
            [("Bucket", "no-such-bucket", "there is no such bucket"), ("SecretKey", "wrong", "refuses the access key"), ("SecretKey", string.Empty, "go together")];
        foreach (var (key, value, reason) in wrong)
        {
            using var folder = new TemporaryDirectory();
            await using var catalog = CatalogProcess.Launch(folder.Path, samples: false, Merge(right, new() { [$"FeatureStore__Offline__S3__{key}"] = value }));

            Assert.Equal(1, await catalog.WaitUntilEndedAsync(Token));
            Assert.Contains(reason, catalog.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", catalog.Output, StringComparison.Ordinal);
        }
    }

    private static async Task<(List<string> Served, string[] Trained)> WorkOnDiskAsync(EngineServers servers, Given given)
    {
        using var folder = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, Merge(Settings, SmallChunks, servers.SettingsOf("disk")));
        (await Cli.RunAsync(catalog.Address, Token, "apply", given.Definitions)).MustSucceed();
        await UploadAsync(catalog, given.File);
        return (await LookUpAsync(catalog, given.Customers), await TrainAsync(catalog, given.Entities, folder.Path));
    }

    private static async Task<(List<string> Served, string[] Trained)> WorkWithBucketAsync(EngineServers servers, SwiftServer swift, Given given)
    {
        using var serving = new TemporaryDirectory();
        using var working = new TemporaryDirectory();
        var settings = Merge(Settings, SmallChunks, servers.SettingsOf("bucket"), await SettingsOfAsync(swift));
        Dictionary<string, string> RoleOf(string role) => Merge(settings, new() { ["Catalog__Roles__0"] = role });

        await using var worker = await CatalogProcess.StartAsync(working.Path, samples: false, Token, RoleOf("work"));
        List<string> served;
        string[] trained;
        await using (var server = await CatalogProcess.StartAsync(serving.Path, samples: false, Token, RoleOf("serve")))
        {
            (await Cli.RunAsync(server.Address, Token, "apply", given.Definitions)).MustSucceed();
            var upload = UploadAsync(server, given.File);
            while (!swift.StoredFiles().Any())
            {
                await Task.Delay(20, Token);
            }

            await swift.KillAsync();
            await WaitForFileAsync(server);
            await swift.RestartAsync();
            await upload; // It waits for the views, too, which need the bucket.
            await FlushAsync(server);
            served = await LookUpAsync(server, given.Customers);
            trained = await TrainAsync(server, given.Entities, serving.Path);
            await VerifyAsync(server);
            Assert.NotEmpty(Parquet(serving.Path));
            Assert.All(Parquet(serving.Path).Concat(Parquet(working.Path)), static path => Assert.Contains("offline-cache", path, StringComparison.Ordinal));
        }

        // The next process takes the cache over, and needs the bucket for nothing that is in it.
        await swift.KillAsync();
        await using var again = await CatalogProcess.StartAsync(serving.Path, samples: false, Token, RoleOf("serve"));
        Assert.Equal(trained, await TrainAsync(again, given.Entities, serving.Path));
        return (served, trained);
    }

    private static async Task<string[]> TrainAsync(CatalogProcess catalog, string entities, string folder)
    {
        var path = Path.Combine(folder, "training.csv");
        (await Cli.RunAsync(catalog.Address, Token, "training-set", "--entities", entities, "--features", string.Join(',', Features), "--out", path)).MustSucceed();
        return await File.ReadAllLinesAsync(path, Token);
    }

    /// <summary>Every customer at a moment within the last hundred days.</summary>
    private static async Task<string> WriteFrameAsync(string folder, object[] customers)
    {
        var random = new Random(3);
        var path = Path.Combine(folder, "entities.csv");
        var today = DateTime.UtcNow.Date;
        var lines = customers.Select(customer => string.Create(CultureInfo.InvariantCulture, $"{customer},{today.AddMinutes(-random.Next(144_000)):yyyy-MM-ddTHH:mm:ssZ}"));
        await File.WriteAllLinesAsync(path, lines.Prepend("customer_id,event_timestamp"), Token);
        return path;
    }

    /// <summary>Waits until the writers have got over the server's death: as long as one says that it is failing it will try again.</summary>
    private static async Task FlushAsync(CatalogProcess server)
    {
        foreach (var view in SharedShop.Views)
        {
            while (true)
            {
                using var answer = await server.Http.PostAsync(new Uri($"/api/v1/views/{view}/flush", UriKind.Relative), null, Token);
                if (answer.IsSuccessStatusCode)
                {
                    break;
                }

                Assert.Contains("writer-stopped", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
                await Task.Delay(100, Token);
            }
        }
    }

    /// <summary>Waits until the whole file is in the log.</summary>
    private static async Task WaitForFileAsync(CatalogProcess server)
    {
        while (!(await server.Http.GetStringAsync(new Uri($"/api/v1/sources/{Source}/runs", UriKind.Relative), Token)).Contains("\"state\":\"completed\"", StringComparison.Ordinal))
        {
            await Task.Delay(50, Token);
        }
    }

    private static async Task UploadAsync(CatalogProcess catalog, string file) => (await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", file, "--json")).MustSucceed();

    /// <summary>The begin of the sample.</summary>
    private static async Task<string> CutAsync(string folder)
    {
        var path = Path.Combine(folder, "purchases.csv");
        await using var packed = new GZipStream(File.OpenRead(FilePath), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        await using var writer = new StreamWriter(path);
        for (var line = 0; line <= 30_000; line++)
        {
            await writer.WriteLineAsync(await reader.ReadLineAsync(Token));
        }

        return path;
    }

    private static IEnumerable<string> Parquet(string folder) => Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories);

    private static async Task<Dictionary<string, string>> SettingsOfAsync(SwiftServer swift) => new()
    {
        ["FeatureStore__Offline__Kind"] = "S3",
        ["FeatureStore__Offline__S3__Bucket"] = await swift.NewBucketAsync(),
        ["FeatureStore__Offline__S3__ServiceUrl"] = swift.Url,
        ["FeatureStore__Offline__S3__PathStyle"] = "true",
        ["FeatureStore__Offline__S3__AccessKey"] = SwiftServer.AccessKey,
        ["FeatureStore__Offline__S3__SecretKey"] = SwiftServer.SecretKey,
        ["FeatureStore__Offline__S3__Retries"] = "1",
    };

    /// <summary>What both catalogues are given.</summary>
    private sealed record Given(string Definitions, string File, object[] Customers, string Entities);
}
