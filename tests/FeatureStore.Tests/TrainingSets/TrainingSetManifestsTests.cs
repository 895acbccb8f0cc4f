using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Tests.TrainingSets;

public sealed class TrainingSetManifestsTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TrainingSetFixture.Token;

    public async ValueTask InitializeAsync()
    {
        await _sets.StartAsync();
        await CommitAsync("a", 0, 5);
        await CommitAsync("b", 5, 9);
    }

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task GetAsync_CompleteSet_TellsWhatItWasMadeOf()
    {
        _sets.Registry.Apply(TrainingSetFixture.Check);
        using var frame = await _sets.FrameAsync("customer_id,event_timestamp,basket");
        var created = await _sets.Service.CreateAsync(
            TrainingSetFixture.Request("set", overwrite: false, "profile:country", "check:ratio") with { RequestedBy = "ada" }, frame, Token);
        await _sets.EndOfAsync(created.Id);

        var manifest = await _sets.Manifests.GetAsync("set", Token);

        Assert.Equal((created.Id, "set", "ada", "engine 1", created.CreatedAt), (manifest.Id, manifest.Name, manifest.RequestedBy, manifest.Engine, manifest.AsKnownAt));
        Assert.Equal(("labels.csv", "event_timestamp", Sha256("customer_id,event_timestamp,basket")), (manifest.Frame.Name, manifest.Frame.TimestampColumn, manifest.Frame.Sha256));
        var view = Assert.Single(manifest.Views);
        Assert.Equal(("profile", 1, 2L, 9L, 1L), (view.View, view.Version, view.Snapshot, view.RowCount, view.Matched));
        Assert.Equal([new LogRange(0, 0, 9)], view.Ranges);
        Assert.Equal(new ManifestCost(2, 1, 7, 48, 5, 1.235), view.Cost);
        Assert.Equal([FakeQualityResults.Of(TrainingSetFixture.Profile.Source)], manifest.Quality);
        Assert.Equal([("a", Sha256("a")), ("b", Sha256("b"))], view.Files.Select(static file => (file.Path, file.Sha256)));
        Assert.Equal(["country", "spend"], view.Features);
        var onDemand = Assert.Single(manifest.OnDemandViews);
        Assert.Equal(("check", 1), (onDemand.View, onDemand.Version));
        Assert.Equal([new ManifestSource("profile", 1)], onDemand.Sources);
        Assert.Equal(["labels.csv", "view/profile", "on-demand-view/check"], manifest.Inputs.Select(static input => input.Name));
        Assert.Equal(["training-set/set"], manifest.Outputs.Select(static output => output.Name));
        Assert.Equal((2L, 2L, Sha256("xxxxx")), (manifest.RowCount, manifest.Result.RowCount, manifest.Result.Sha256));
        Assert.Equal(["customer_id", "event_timestamp", "basket", "country", "ratio"], manifest.Columns.Select(static column => column.Name));
        Assert.Equal("2.5", manifest.Columns[0].Max!.ToJsonString());
        Assert.Null(manifest.Rebuild);
    }

    [Fact]
    public async Task GetAsync_SetFromBeforeThereWereManifests_SaysSo()
    {
        var created = await _sets.CreateAsync();
        await _sets.EndOfAsync(created.Id);
        File.Delete(FileOf(created.Id, "manifest.json"));

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Manifests.GetAsync("set", Token));

        Assert.Equal(FeatureStoreErrorCode.ManifestNotFound, error.ErrorCode);
        Assert.Equal(FeatureStoreErrorCode.TrainingSetNotFound, (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Manifests.GetAsync("none", Token))).ErrorCode);
    }

    [Fact]
    public async Task Read_FilesThatAnotherProcessHas_SaysSo()
    {
        var created = await _sets.CreateAsync();
        await _sets.EndOfAsync(created.Id);
        Directory.Delete(Path.GetDirectoryName(FileOf(created.Id, "manifest.json"))!, recursive: true); // A file in the folder of the training set.

        Func<Task>[] reads =
        [
            () => _sets.Reader.PreviewAsync("set", 1, Token), () => _sets.Reader.OpenParquetAsync("set", split: null, Token), () => _sets.Reader.OpenCsvAsync("set", split: null, Token),
            () => _sets.Reader.OpenColumnsAsync("set", split: null, Token), () => _sets.Manifests.GetAsync("set", Token),
            () => _sets.Manifests.RebuildAsync("set", rebuildName: null, overwrite: false, requestedBy: null, Token),
        ];

        foreach (var read in reads)
        {
            Assert.Equal(FeatureStoreErrorCode.TrainingSetFilesNotFound, (await Assert.ThrowsAsync<FeatureStoreException>(read)).ErrorCode);
        }
    }

    [Fact]
    public async Task RebuildAsync_NothingChanged_ReadsTheSameAndIsIdentical()
    {
        await MakeAsync();

        var rebuilt = await RebuildAsync();

        Assert.Equal((TrainingSetState.Completed, "set-rebuilt", "set"), (rebuilt.State, rebuilt.Name, rebuilt.RebuildOf));
        Assert.True(rebuilt.Rebuild!.Identical);
        Assert.Empty(rebuilt.Rebuild.MissingFiles);
        Assert.Empty(rebuilt.Rebuild.Notes);
        Assert.Equal(_sets.Engine.Joins[0].AsKnownAt, _sets.Engine.Joins[1].AsKnownAt);
        Assert.Equal([new LogRange(0, 0, 9)], _sets.Engine.Joins[1].Views[0].Ranges);
        Assert.NotNull((await _sets.Manifests.GetAsync("set-rebuilt", Token)).Rebuild);
        Assert.NotNull(await _sets.Service.FindAsync("set", Token));
        Assert.False(File.Exists(FileOf(rebuilt.Id, "origin.json")));
    }

    [Fact]
    public async Task RebuildAsync_LaterEventsAndDefinitions_AreNotSeen()
    {
        _sets.Registry.Apply("svc", new FeatureProjection("profile", ["spend"], "payer", new Dictionary<string, string>()));
        using (var frame = await _sets.FrameAsync())
        {
            var created = await _sets.Service.CreateAsync(
                TrainingSetFixture.Request() with { Definition = new TrainingSetDefinition { FeatureService = "svc", FullFeatureNames = true } }, frame, Token);
            await _sets.EndOfAsync(created.Id);
        }

        Assert.Equivalent(new RebuildForecast(null, []), await ForecastAsync());
        await CommitAsync("merged", 0, 20);
        await CommitAsync("later", 20, 25);
        await CommitAsync("other", 0, 7, partition: 1);
        _sets.Registry.Apply(TrainingSetFixture.Profile with { Ttl = TimeSpan.FromDays(3), StrictBefore = true });
        _sets.Registry.Apply("svc", new FeatureProjection("profile", ["country"], null, new Dictionary<string, string>()));
        var rebuilt = await RebuildAsync();

        var join = _sets.Engine.Joins[1];
        Assert.Equal(["merged"], join.Views[0].Snapshot.Files.Select(static file => file.Path));
        Assert.Equal([(1, "payer__spend")], join.Views[0].Features);
        Assert.Equal((TimeSpan.Zero, false), (join.Views[0].View.Ttl, join.Views[0].View.StrictBefore));
        Assert.True(rebuilt.Rebuild!.Identical);
        Assert.Equal([("a", RebuildFileReason.Replaced), ("b", RebuildFileReason.Replaced)], rebuilt.Rebuild.MissingFiles.Select(static file => (file.Path, file.Reason)));
        Assert.Equal("2 files of 'profile' version 1 were replaced by others, from which their rows were read.", rebuilt.Rebuild.Notes[0]);
    }

    [Fact]
    public async Task RebuildAsync_OtherBytes_TellsWhatCouldHaveChangedThem()
    {
        await MakeAsync();
        await _sets.Manifest.DropAsync(TrainingSetFixture.Profile.Id, Token);
        await CommitAsync("a", 0, 5);
        _sets.Storage.Contents["a"] = "otherwise";
        _sets.Engine.Letter = 'y';
        _sets.Engine.Version = "engine 2";

        var forecast = await ForecastAsync();
        var rebuild = (await RebuildAsync()).Rebuild!;

        Assert.Null(forecast.Obstacle);
        Assert.Equal(
            [
                "It was made by engine 1, and would be rebuilt by engine 2, which may write the same rows as other bytes.",
                "No offline file of 'profile' version 1 has all of the event log that was read any more.",
            ],
            forecast.Reasons);
        Assert.False(rebuild.Identical);
        Assert.NotEqual(rebuild.ExpectedSha256, rebuild.Sha256);
        Assert.Equal([("a", RebuildFileReason.Changed), ("b", RebuildFileReason.Gone)], rebuild.MissingFiles.Select(static file => (file.Path, file.Reason)));
        Assert.Contains("It was made by engine 1 and rebuilt by engine 2.", rebuild.Notes);
        Assert.All(rebuild.Notes, static note => Assert.DoesNotContain("can differ", note, StringComparison.Ordinal));
        Assert.Contains(rebuild.Notes, static note => note.Contains("had 9 rows in the ranges of the event log, and has 5 now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RebuildAsync_Again_TakesThePlaceOfTheEarlierRebuildAndOfNothingElse()
    {
        await MakeAsync();
        var first = await RebuildAsync();
        var second = await RebuildAsync();
        var other = await _sets.CreateAsync("other");
        await _sets.EndOfAsync(other.Id);

        Assert.Null(await _sets.Store.FindAsync(first.Id, Token));
        Assert.NotNull(await _sets.Store.FindAsync(second.Id, Token));
        var taken = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Manifests.RebuildAsync("set", "other", overwrite: false, null, Token));
        Assert.Equal(FeatureStoreErrorCode.TrainingSetExists, taken.ErrorCode);
        Assert.Equal(3, _sets.Folders.Count);
        Assert.Contains("its own name", (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Manifests.RebuildAsync("set", "set", overwrite: true, null, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("'No'", (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Manifests.RebuildAsync("set", "No", overwrite: true, null, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RebuildAsync_OriginDeletedMeanwhile_StillEnds()
    {
        await MakeAsync();
        _sets.Engine.Gate = new TaskCompletionSource();
        var rebuilding = await _sets.Manifests.RebuildAsync("set", null, overwrite: false, "bob", Token);
        await _sets.Service.DeleteAsync("set", Token);
        _sets.Engine.Gate.SetResult();

        Assert.True((await _sets.EndOfAsync(rebuilding.Id))!.Rebuild!.Identical);
    }

    [Fact]
    public async Task RebuildAsync_FrameIsGone_SaysSo()
    {
        var set = await MakeAsync();
        File.Delete(FileOf(set.Id, "frame.csv"));

        Assert.Contains("'labels.csv' is not kept any more", (await ForecastAsync()).Obstacle, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Manifests.RebuildAsync("set", null, overwrite: false, null, Token));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
        Assert.Single(_sets.Folders);
    }

    [Fact]
    public async Task CreateAsync_WithSplits_MakesAFileForEachAndRebuildsThem()
    {
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request();
        var created = await _sets.Service.CreateAsync(request with { Definition = request.Definition with { Splits = Halves } }, frame, Token);
        await _sets.EndOfAsync(created.Id);

        var manifest = await _sets.Manifests.GetAsync("set", Token);
        await using var file = await _sets.Reader.OpenParquetAsync("set", "test", Token);
        var unknown = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Reader.OpenParquetAsync("set", "none", Token));

        Assert.Equal([("train", 1L), ("test", 1L)], manifest.SplitResults.Select(static split => (split.Name, split.RowCount)));
        Assert.Equal(SplitKind.Ratio, manifest.Splits!.Kind);
        Assert.Equal("The training set 'set' has no split 'none'; it has train, test.", unknown.Message);
        Assert.True((await RebuildAsync()).Rebuild!.Identical);
    }

    [Theory]
    [MemberData(nameof(WrongSplits))]
    public async Task CreateAsync_WrongSplits_SaysWhat(TrainingSetSplits splits, string message)
    {
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request();

        var error = await Assert.ThrowsAsync<FeatureStoreException>(
            () => _sets.Service.CreateAsync(request with { Definition = request.Definition with { Splits = splits } }, frame, Token));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<TrainingSetSplits, string> WrongSplits => new()
    {
        { Halves with { Parts = [new("all") { Ratio = 0.5 }] }, "The splits have 1 part; give 2 to 20." },
        { Halves with { Parts = [new("a") { Ratio = 0.5 }, new("a") { Ratio = 0.5 }] }, "Two splits are called 'a'." },
        { Halves with { Parts = [new("a\n") { Ratio = 0.5 }, new("b") { Ratio = 0.5 }] }, "A split cannot be called 'a\n'" },
        { Halves with { Parts = [new("../a") { Ratio = 0.5 }, new("b") { Ratio = 0.5 }] }, "A split cannot be called '../a'" },
        { Halves with { Parts = [new("a") { Ratio = 0.5 }, new("b") { Ratio = 0.4 }] }, "add up to '0.9'; they must add up to 1." },
        { Halves with { Parts = [new("a") { Ratio = 1.5 }, new("b") { Ratio = -0.5 }] }, "has the ratio '1.5'" },
        { Halves with { Parts = [new("a") { Ratio = double.NaN }, new("b")] }, "has the ratio 'NaN'" },
        { Halves with { Keys = ["customer_id"] }, "only splits by key have one" },
        { Halves with { Kind = SplitKind.Key }, "by key and name none" },
        { Halves with { Kind = SplitKind.Key, Keys = ["shop"] }, "The entity frame has no column 'shop' to split by. Its columns are 'customer_id', 'event_timestamp', 'label'." },
        { Halves with { Kind = SplitKind.Time }, "has a ratio; splits by time have 'before'" },
        { Halves with { Kind = SplitKind.Time, Parts = [new("a"), new("b")] }, "The split 'a' has no 'before'" },
        { Halves with { Kind = SplitKind.Time, Parts = [new("a") { Before = new Instant(1) }, new("b") { Before = new Instant(2) }] }, "leave its 'before' out" },
        { Halves with { Kind = SplitKind.Time, Parts = [new("a") { Before = new Instant(1) }, new("b") { Before = new Instant(1) }, new("c")] }, "not after the end of 'a'" },
    };

    private static TrainingSetSplits Halves => new() { Kind = SplitKind.Ratio, Parts = [new("train") { Ratio = 0.5 }, new("test") { Ratio = 0.5 }] };

    private static string Sha256(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private string FileOf(Guid id, string name) => Path.Combine(_sets.Options.DataDirectory, "training-sets", id.ToString("N"), name);

    private async Task<RebuildForecast> ForecastAsync()
    {
        var set = await _sets.Service.FindAsync("set", Token);
        return await _sets.Forecaster.ForecastAsync(set!, await _sets.Manifests.GetAsync("set", Token), Token); // Made before.
    }

    private async Task<TrainingSet> MakeAsync() => (await _sets.EndOfAsync((await _sets.CreateAsync()).Id))!;

    private async Task<TrainingSet> RebuildAsync()
        => (await _sets.EndOfAsync((await _sets.Manifests.RebuildAsync("set", null, overwrite: false, null, Token)).Id))!;

    private Task CommitAsync(string path, long first, long end, int partition = 0) => _sets.Manifest.CommitAsync(
        TrainingSetFixture.Profile.Id,
        new OfflineFile
        {
            Path = path, Partition = partition, FirstSequence = first, EndSequence = end, RowCount = end - first, ByteCount = 1, MinEventTime = default, MaxEventTime = default,
        },
        0,
        Token);
}
