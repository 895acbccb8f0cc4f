using System.Text;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class TrainingSetVerbTests(CatalogServer server)
{
    private const string Id = "0197aaaa-0000-7000-8000-000000000002";

    [Fact]
    public async Task TrainingSet_Csv_HoldsTheValuesOfEachPointInTime()
    {
        using var shop = await IngestedAsync();
        var frame = shop.Write("frame.csv", $"{shop.Key},event_timestamp,label\n1,2026-01-01T12:00:00Z,a\n1,2026-01-03T00:00:00Z,b\n7,2026-01-03T00:00:00Z,c\n");

        var made = (await server.RunAsync("training-set", "--entities", frame, "--service", shop.Service, "--out", shop.File("out.csv"))).MustSucceed();

        Assert.StartsWith("Wrote 3 rows with 5 columns to ", made.Output, StringComparison.Ordinal);
        Assert.Matches($@"\n{shop.View} +1 +2 +66\.7 %\n", made.Output);
        Assert.Equal(
            [
                $"{shop.Key},event_timestamp,label,last_price,last_product",
                "1,2026-01-01T12:00:00Z,a,1,cup",
                "1,2026-01-03T00:00:00Z,b,2,tea",
                "7,2026-01-03T00:00:00Z,c,,",
            ],
            File.ReadAllLines(shop.File("out.csv")));
    }

    [Fact]
    public async Task TrainingSet_Options_ReachTheServer()
    {
        using var shop = await IngestedAsync();
        var frame = shop.Write("frame.csv", $"{shop.Key},at\n1,2026-01-03T00:00:00Z\n");
        string[] arguments = ["training-set", "-e", frame, "--features", $"{shop.View}:last_price", "--full-names", "--timestamp", "at"];

        (await server.RunAsync([.. arguments, "-o", shop.File("now.csv")])).MustSucceed();
        var before = (await server.RunAsync([.. arguments, "--as-known-at", "2020-01-01T00:00:00Z", "-o", shop.File("then.csv"), "--json"])).MustSucceed().Json;
        var own = (await server.RunAsync([.. arguments, "--as-known-at", "entity-time", "-o", shop.File("own.csv"), "--json"])).MustSucceed().Json;

        Assert.Equal($"{shop.Key},at,{shop.View}__last_price\r\n1,2026-01-03T00:00:00Z,2\r\n", File.ReadAllText(shop.File("now.csv")));
        Assert.Equal($"{shop.Key},at,{shop.View}__last_price\r\n1,2026-01-03T00:00:00Z,\r\n", File.ReadAllText(shop.File("then.csv")));
        Assert.Equal(("2020-01-01T00:00:00Z", false, "tester"), ((string?)before["as_known_at"], (bool)before["as_known_at_entity_time"]!, (string?)before["requested_by"]));
        Assert.Equal((true, shop.File("own.csv"), 1), ((bool)own["as_known_at_entity_time"]!, (string?)own["file"], (int)own["row_count"]!));
    }

    [Fact]
    public async Task TrainingSet_WithoutEntities_TakesTheRowsOfTheViews()
    {
        using var shop = await IngestedAsync();
        string[] arguments = ["training-set", "--service", shop.Service, "--out", shop.File("out.csv")];

        var keys = (await server.RunAsync([.. arguments, "--as-of", "2026-01-01T12:00:00Z", "--json"])).MustSucceed().Json;
        Assert.Equal($"{shop.Key},event_timestamp,last_price,last_product\r\n1,2026-01-01T12:00:00Z,1,cup\r\n", File.ReadAllText(shop.File("out.csv")));

        var rows = (await server.RunAsync([.. arguments, "--view", shop.View, "--start", "2026-01-01", "--end", "2026-01-03"])).MustSucceed();
        Assert.Equal(
            $"{shop.Key},event_timestamp,last_price,last_product\r\n1,2026-01-01T00:00:00Z,1,cup\r\n1,2026-01-02T00:00:00Z,2,tea\r\n", File.ReadAllText(shop.File("out.csv")));

        Assert.Equal(("all keys at 2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z"), ((string?)keys["frame_name"], (string?)keys["range"]!["as_of"]));
        Assert.StartsWith("Wrote 2 rows with 4 columns to ", rows.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "usage")]
    [InlineData(2, "usage", "--as-of", "2026-01-01", "--entities", "a.csv")]
    [InlineData(2, "usage", "--as-of", "noon")]
    [InlineData(2, "usage", "--as-of", "2026-01-01", "--view", "v")]
    [InlineData(2, "usage", "--start", "2026-01-01")]
    [InlineData(1, "invalid-request", "--start", "2026-01-02", "--end", "2026-01-02")]
    [InlineData(3, "feature-view-not-found", "--start", "2026-01-01", "--end", "2026-01-02", "--view", "nowhere")]
    [InlineData(1, "invalid-entity-frame", "--as-of", "1999-01-01")]
    public async Task TrainingSet_WrongRange_SaysSoAndWritesNothing(int exitCode, string code, params string[] range)
    {
        using var shop = await IngestedAsync();

        var refused = (await server.RunAsync(["training-set", "--service", shop.Service, "--out", shop.File("out.csv"), "--json", .. range])).MustEndWith(exitCode);

        Assert.Equal(code, refused.Code);
        Assert.False(File.Exists(shop.File("out.csv")));
    }

    [Fact]
    public async Task TrainingSet_Parquet_IsWrittenWhole()
    {
        using var shop = await IngestedAsync();
        var frame = shop.Write("frame.ndjson", $$"""{"{{shop.Key}}": 1, "event_timestamp": "2026-01-03T00:00:00Z"}""");

        (await server.RunAsync("training-set", "--entities", frame, "--service", shop.Service, "--out", shop.File("out.parquet"))).MustSucceed();

        var bytes = File.ReadAllBytes(shop.File("out.parquet"));
        Assert.Equal(("PAR1", "PAR1"), (Encoding.ASCII.GetString(bytes[..4]), Encoding.ASCII.GetString(bytes[^4..])));
    }

    [Fact]
    public async Task TrainingSet_Split_WritesAFileForEachPart()
    {
        using var shop = await IngestedAsync();
        var frame = shop.Write("frame.csv", $"{shop.Key},event_timestamp\n1,2026-01-01T12:00:00Z\n1,2026-01-03T00:00:00Z\n");
        string[] arguments = ["training-set", "--entities", frame, "--service", shop.Service, "--out", shop.File("out.csv")];

        var made = (await server.RunAsync([.. arguments, "--split", "train=2026-01-02T00:00:00Z,test"])).MustSucceed();
        var byKey = (await server.RunAsync([.. arguments, "--split", "train=0.5,test=0.5", "--split-by", shop.Key, "--seed", "-3", "--json"])).MustSucceed().Json;

        Assert.Contains("out-train.csv", made.Output, StringComparison.Ordinal);
        Assert.Equal(["out-test.csv", "out-train.csv", "out.csv"], Directory.GetFiles(Path.GetDirectoryName(frame)!, "out*").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(("key", -3), ((string?)byKey["splits"]!["kind"], (int)byKey["splits"]!["seed"]!));
        Assert.Contains(File.ReadAllLines(shop.File("out-train.csv")).Length, new[] { 1, 3 });
    }

    [Theory]
    [InlineData("--split-by and --seed belong to --split.", "--seed", "1")]
    [InlineData("--split has 'train=noon'", "--split", "train=noon,test")]
    public async Task TrainingSet_WrongSplit_IsRefusedAtOnce(string message, params string[] arguments)
        => Assert.Contains(message, (await server.RunAsync(["training-set", "-e", "a.csv", "--service", "s", "-o", "b.csv", .. arguments])).MustEndWith(2).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task TrainingSets_ManifestAndRebuild_TellWhatItWasMadeOfAndThatItIsTheSame()
    {
        using var shop = await IngestedAsync();
        var name = $"saved-{shop.Source}";
        (await server.RunAsync(
            "training-set", "--entities", Frame(shop), "--service", shop.Service, "--out", shop.File("out.csv"), "--name", name, "--split", "train=0.5,test=0.5")).MustSucceed();

        var manifest = (await server.RunAsync("training-sets", name, "--manifest")).MustSucceed();
        var json = (await server.RunAsync("training-sets", name, "--manifest", "--json")).MustSucceed().Json;
        var rebuilt = (await server.RunAsync("training-sets", name, "--rebuild")).MustSucceed();
        var named = (await server.RunAsync("training-sets", name, "--rebuild", "--as", $"{name}-2", "--json")).MustSucceed().Json;
        (await server.RunAsync("training-sets", name, "--split", "test", "--out", shop.File("test.csv"))).MustSucceed();
        var usage = (await server.RunAsync("training-sets", name, "--rebuild", "--delete")).MustEndWith(2);

        Assert.Contains(shop.View, manifest.Output, StringComparison.Ordinal);
        Assert.Equal(shop.Service, (string?)json["feature_service"]!["name"]);
        Assert.StartsWith($"The bytes are the same: '{name}-rebuilt' equals '{name}' (", rebuilt.Output, StringComparison.Ordinal);
        Assert.Equal(($"{name}-2", true), ((string?)named["name"], (bool)named["rebuild"]!["identical"]!));
        Assert.True(File.Exists(shop.File("test.csv")));
        Assert.Contains("exclude each other", usage.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainingSet_WithoutName_LeavesNothingOnTheServer()
    {
        using var shop = await IngestedAsync();
        var frame = Frame(shop);

        var made = (await server.RunAsync("training-set", "--entities", frame, "--service", shop.Service, "--out", shop.File("out.csv"), "--json")).MustSucceed().Json;

        Assert.DoesNotContain((string)made["name"]!, await NamesAsync());
        Assert.Equal("completed", (string?)(await server.RunAsync("runs", (string)made["id"]!, "--json")).MustSucceed().Json["run"]!["state"]);
    }

    [Fact]
    public async Task TrainingSet_Name_StaysUntilItIsOverwritten()
    {
        using var shop = await IngestedAsync();
        string[] arguments = ["training-set", "--entities", Frame(shop), "--service", shop.Service, "--out", shop.File("out.csv"), "--name", $"kept-{shop.Source}", "--json"];

        (await server.RunAsync(arguments)).MustSucceed();
        var taken = (await server.RunAsync(arguments)).MustEndWith(5);
        (await server.RunAsync([.. arguments, "--overwrite"])).MustSucceed();

        Assert.Equal("training-set-exists", taken.Code);
        Assert.Single(await NamesAsync(), $"kept-{shop.Source}");
    }

    [Fact]
    public async Task TrainingSet_RightAfterAnIngestion_SeesEverything()
    {
        using var shop = await IngestedAsync();
        (await server.RunAsync("ingest", shop.Source, "--file", shop.ManyLines("many.csv", 5_000))).MustSucceed();

        (await server.RunAsync("training-set", "--entities", shop.Write("f.csv", $"{shop.Key},event_timestamp\n5000,2026-01-05T00:00:00Z\n"), "--service", shop.Service, "--out", shop.File("out.csv"))).MustSucceed();

        Assert.Contains(",5000.5,cup5000", File.ReadAllText(shop.File("out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainingSets_Kept_CanBeShownDownloadedAndRemoved()
    {
        using var shop = await IngestedAsync();
        var name = $"shown-{shop.Source}";
        (await server.RunAsync("training-set", "--entities", Frame(shop), "--service", shop.Service, "--out", shop.File("first.parquet"), "--name", name)).MustSucceed();

        var list = (await server.RunAsync("training-sets", "--limit", "1000")).MustSucceed();
        var one = (await server.RunAsync("training-sets", name)).MustSucceed();
        var written = (await server.RunAsync("training-sets", name, "--out", shop.File("again.csv"))).MustSucceed();
        (await server.RunAsync("training-sets", name, "--out", shop.File("again.arrows"))).MustSucceed();
        var removed = (await server.RunAsync("training-sets", name, "--delete")).MustSucceed();

        Assert.Matches($@"\n{name} +completed +\S+Z +tester +1 +[\d,]+ +{shop.Service}\n", list.Output);
        Assert.Matches($@"\nColumns +{shop.Key} int64, event_timestamp timestamp, last_price double, last_product string\n", one.Output);
        Assert.StartsWith("Wrote 1 row with 4 columns to ", written.Output, StringComparison.Ordinal);
        Assert.EndsWith("1,2026-01-03T00:00:00Z,2,tea\r\n", File.ReadAllText(shop.File("again.csv")), StringComparison.Ordinal);
        Assert.Equal(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 }, File.ReadAllBytes(shop.File("again.arrows"))[^8..]);
        Assert.Equal($"Removed the training set '{name}'.\n", removed.Output);
        Assert.Equal("training-set-not-found", (await server.RunAsync("training-sets", name, "--json")).MustEndWith(3).Code);
        Assert.Equal("training-set-not-found", (await server.RunAsync("training-sets", name, "--delete", "--json")).MustEndWith(3).Code);
    }

    [Theory]
    [InlineData("training-sets", "--delete")]
    [InlineData("training-sets", "--out", "x.csv")]
    [InlineData("training-sets", "x", "--out", "x.csv", "--delete")]
    [InlineData("training-sets", "x", "--out", "x.txt")]
    [InlineData("training-sets", "x", "--limit", "3")]
    [InlineData("training-sets", "--limit", "1001")]
    public async Task TrainingSets_Illegal_SaysSo(params string[] arguments) =>
        Assert.Equal("usage", (await server.RunAsync([.. arguments, "--json"])).MustEndWith(2).Code);

    [Theory]
    [InlineData(2, "usage", "--out", "out.xlsx")]
    [InlineData(2, "usage", "--out", "out")]
    [InlineData(2, "usage", "--as-known-at", "yesterday")]
    [InlineData(2, "usage", "--overwrite")]
    [InlineData(2, "usage", "--features", "a:b")]
    [InlineData(3, "file-not-found", "--entities", "nowhere.csv")]
    [InlineData(3, "file-not-found", "--out", "nowhere/out.csv")]
    [InlineData(3, "feature-service-not-found", "--service", "nowhere")]
    [InlineData(1, "invalid-entity-frame", "--timestamp", "moment")]
    [InlineData(1, "invalid-request", "--name", "No Name")]
    public async Task TrainingSet_IllegalOrUnknown_SaysSoAndWritesNothing(int exitCode, string code, string option, string? value = null)
    {
        using var shop = await IngestedAsync();
        var arguments = new Dictionary<string, string?>
        {
            ["--entities"] = Frame(shop), ["--service"] = shop.Service, ["--out"] = "made.csv", [option] = value,
        };
        arguments["--entities"] = Place(shop, arguments["--entities"]!);
        arguments["--out"] = Place(shop, arguments["--out"]!);
        var files = Directory.GetFiles(shop.Path);

        var refused = (await server.RunAsync(
            ["training-set", .. arguments.SelectMany(static pair => pair.Value is null ? new[] { pair.Key } : [pair.Key, pair.Value]), "--json"])).MustEndWith(exitCode);

        Assert.Equal(code, refused.Code);
        Assert.Equal(files, Directory.GetFiles(shop.Path));
    }

    [Fact]
    public async Task TrainingSet_SeveralErrors_AreAllSaid()
    {
        using var shop = await IngestedAsync();

        var refused = (await server.RunAsync(
            "training-set", "--entities", Frame(shop), "--features", $"{shop.View}:gone,nowhere:x", "--out", shop.File("out.csv"), "--json")).MustEndWith(1);

        Assert.Contains("'gone'", (string?)refused.Json["detail"], StringComparison.Ordinal);
        Assert.Contains("'nowhere'", (string?)refused.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainingSet_FormerFile_StaysWhenTheNewOneFails()
    {
        using var shop = await IngestedAsync();
        shop.Write("out.csv", "former");

        (await server.RunAsync("training-set", "--entities", Frame(shop), "--service", "nowhere", "--out", shop.File("out.csv"))).MustEndWith(3);

        Assert.Equal("former", File.ReadAllText(shop.File("out.csv")));
    }

    [Fact]
    public async Task TrainingSet_StoppedWhileItIsBuilt_IsCancelledAndRemoved()
    {
        using var stop = new CancellationTokenSource();
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            await FakeServer.AnswerJsonAsync(context, Set("running"));
            if (context.Request.Method == "GET")
            {
                await stop.CancelAsync();
            }
        });
        using var folder = new TemporaryDirectory();
        var frame = folder.Write("frame.csv", "a\n1\n");

        (await new Command { Server = fake.Address, Stop = stop.Token }
            .RunAsync("training-set", "--entities", frame, "--service", "model", "--out", folder.File("out.parquet"))).MustEndWith(130);

        Assert.Equal([$"POST /api/v1/training-sets/{Id}/cancel", "DELETE /api/v1/training-sets/made"], fake.Calls.TakeLast(2));
        Assert.Equal([frame], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task TrainingSet_CutOffDownload_LeavesNoFile()
    {
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/download", StringComparison.Ordinal))
            {
                await FakeServer.AnswerJsonAsync(context, Set("completed"));
                return;
            }

            context.Response.ContentLength = 1_000;
            await context.Response.Body.WriteAsync(new byte[100]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var folder = new TemporaryDirectory();
        var frame = folder.Write("frame.csv", "a\n1\n");

        var cut = (await new Command { Server = fake.Address }
            .RunAsync("training-set", "--entities", frame, "--service", "model", "--out", folder.File("out.parquet"), "--json")).MustEndWith(4);

        Assert.Equal("unreachable", cut.Code);
        Assert.Equal([frame], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task TrainingSet_BuildingFails_EndsWithItsCode()
    {
        await using var fake = await FakeServer.StartAsync(static context => FakeServer.AnswerJsonAsync(context, Set("failed")));
        using var folder = new TemporaryDirectory();

        var failed = (await new Command { Server = fake.Address }
            .RunAsync("training-set", "--entities", folder.Write("frame.csv", "a\n1\n"), "--service", "model", "--out", folder.File("out.csv"), "--json")).MustEndWith(1);

        Assert.Equal(("offline-engine-failed", Id), (failed.Code, (string?)failed.Json["run_id"]));
    }

    private static string Set(string state) => $$"""
        {"id": "{{Id}}", "name": "made", "state": "{{state}}", "features": [], "featureService": "model", "timestampColumn": "event_timestamp", "fullFeatureNames": false,
         "asKnownAt": null, "asKnownAtEntityTime": false, "format": "csv", "frameName": "frame.csv", "createdAt": "2026-11-20T12:00:00Z", "endedAt": null, "requestedBy": null,
         "views": [], "columns": [], "rowCount": 0, "byteCount": 0, "error": {"code": "offline-engine-failed", "message": "It went wrong."} }
        """;

    private static string Frame(Shop shop) => shop.Write("frame.csv", $"{shop.Key},event_timestamp\n1,2026-01-03T00:00:00Z\n");

    private static string Place(Shop shop, string file) => Path.IsPathRooted(file) ? file : shop.File(file);

    private async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await server.RunAsync("training-sets", "--limit", "1000", "--json")).MustSucceed().Json["items"]!.AsArray().Select(static set => (string)set!["name"]!)];

    private async Task<Shop> IngestedAsync()
    {
        var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea");
        (await server.RunAsync("ingest", shop.Source, "--file", file)).MustSucceed();
        return shop;
    }
}
