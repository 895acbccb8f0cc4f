using Catalog.Core.Values;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

public sealed class RangeTrainingSetTests : IAsyncLifetime
{
    private static readonly TrainingSetRange AllKeys = new() { AsOf = new Instant(5_000_000) };
    private static readonly TrainingSetRange AllRows = new() { View = "pair", Start = new Instant(0), End = new Instant(9_000_000) };

    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TrainingSetFixture.Token;

    public async ValueTask InitializeAsync() => await _sets.StartAsync();

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task CreateAsync_AllKeys_MakesTheFrameOfTheSnapshotsThatAreJoined()
    {
        await CommitAsync(TrainingSetFixture.Profile, "a");
        var set = await EndAsync(Request(AllKeys, "pair:visits", "profile:spend") with { RequestedBy = "ada" });

        Assert.Equal((TrainingSetState.Completed, "all keys at 1970-01-01T00:00:05Z", AllKeys), (set.State, set.Definition.FrameName, set.Definition.Range));
        var (frame, join) = (Assert.Single(_sets.Engine.Frames), Assert.Single(_sets.Engine.Joins));
        Assert.Equal([TrainingSetFixture.Pair.Id, TrainingSetFixture.Profile.Id], frame.Views.Select(static view => view.View.Id));
        Assert.Equal(join.Views.Select(static view => view.Snapshot), frame.Views.Select(static view => view.Snapshot));
        Assert.Equal((AllKeys, "event_timestamp", set.CreatedAt, false), (frame.Range, frame.TimestampColumn, frame.AsKnownAt, frame.AsKnownAtEntityTime));
        Assert.Equal((frame.Path, frame.Name), (join.Frame.Path, join.Frame.Name));
        Assert.Equal(["customer_id", "shop_id", "event_timestamp", "visits", "spend"], set.Columns.Select(static column => column.Name));
        Assert.Equal(["view/pair", "view/profile"], Assert.Single(_sets.Journal.Runs).Start.Inputs.Select(static input => input.Name));
    }

    [Fact]
    public async Task CreateAsync_AllRowsOfViewThatIsNotJoined_FlushesItAndNamesItAsInput()
    {
        await CommitAsync(TrainingSetFixture.Pair, "p");
        var set = await EndAsync(Request(AllRows, "profile:spend"));

        var frame = Assert.Single(_sets.Engine.Frames);
        var view = Assert.Single(frame.Views);
        Assert.Equal((TrainingSetFixture.Pair.Id, "p"), (view.View.Id, Assert.Single(view.Snapshot.Files).Path));
        Assert.Equal([TrainingSetFixture.Profile.Id, TrainingSetFixture.Pair.Id], _sets.Barrier.Flushed);
        Assert.Equal(["view/profile", "view/pair"], Assert.Single(_sets.Journal.Runs).Start.Inputs.Select(static input => input.Name));
        var manifest = await _sets.Manifests.GetAsync(set.Name, Token);
        Assert.Equal(AllRows, manifest.Range!.Asked);
        Assert.Equal([new ManifestSource("pair", 1)], manifest.Range.Views);
        Assert.Equal((set.Definition.FrameName, 35), (manifest.Frame.Name, manifest.Frame.ByteCount));
        Assert.Equal(["profile"], manifest.Views.Select(static used => used.View));
    }

    [Fact]
    public async Task RebuildAsync_OfARange_TakesTheFrameAsItWas()
    {
        await EndAsync(Request(AllRows, "profile:spend"));
        _sets.Registry.Remove("pair");

        var rebuilt = await _sets.EndOfAsync((await _sets.Manifests.RebuildAsync("set", null, overwrite: false, null, Token)).Id);

        Assert.Equal(TrainingSetState.Completed, rebuilt!.State);
        Assert.True(rebuilt.Rebuild!.Identical);
        Assert.Single(_sets.Engine.Frames);
        Assert.Equal(AllRows, rebuilt.Definition.Range);
    }

    [Fact]
    public async Task CreateAsync_CutOffByTheEndOfTheProcess_MakesTheFrameAnew()
    {
        _sets.Engine.Gate = new TaskCompletionSource();
        var created = await _sets.Service.CreateAsync(Request(AllRows, "profile:spend"), frame: null, Token);
        while (_sets.Engine.Joins.Count == 0)
        {
            await Task.Yield();
        }

        await _sets.StopAsync();
        File.Delete(_sets.Engine.Frames[0].Path);
        _sets.Engine.Gate = FakeTrainingSetEngine.Open();
        _sets.Restart();
        await _sets.StartAsync();
        var set = await _sets.EndOfAsync(created.Id);

        Assert.Equal(TrainingSetState.Completed, set!.State);
        Assert.Equal(2, _sets.Engine.Frames.Count);
    }

    [Fact]
    public async Task CreateAsync_ViewOfTheRangeUnderAnAlias_TakesItsKeys()
    {
        _sets.Registry.Apply(
            "svc",
            new FeatureProjection("profile", ["spend"], "buyer", new Dictionary<string, string> { ["customer_id"] = "buyer_id" }),
            new FeatureProjection("pair", ["visits"], null, new Dictionary<string, string> { ["customer_id"] = "buyer_id" }));
        var definition = new TrainingSetDefinition { FeatureService = "svc", Range = AllRows };

        foreach (var range in new[] { AllRows, AllKeys })
        {
            await EndAsync(new TrainingSetRequest { Name = "set", Overwrite = true, Definition = definition with { Range = range } });
        }

        Assert.Equal([["buyer_id", "shop_id"], ["buyer_id"], ["buyer_id", "shop_id"]], _sets.Engine.Frames.SelectMany(static frame => frame.Views).Select(static view => view.KeyColumns));
        Assert.Contains("'pair' needs 'shop_id'", Assert.Single(Errors(definition with { Range = AllRows with { View = "buyer" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_RangeWithoutView_TakesTheOnlyViewOfTheFeatures()
    {
        await EndAsync(Request(AllRows with { View = null }, "profile:spend", "profile:country"));

        Assert.Equal(TrainingSetFixture.Profile.Id, Assert.Single(Assert.Single(_sets.Engine.Frames).Views).View.Id);
        Assert.Contains("names no view, and the features are of profile, pair", Assert.Single(Errors(Request(AllRows with { View = null }, "profile:spend", "pair:visits").Definition)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WrongRanges_SaysWhat()
    {
        _sets.Registry.Apply(TrainingSetFixture.Check);
        Assert.Equal("feature-view-not-found: Feature view 'pairs' does not exist. Did you mean 'pair'?", ErrorOf(AllRows with { View = "pairs" }, "profile:spend"));
        Assert.Equal("invalid-request: The view 'check' of the range is an on-demand view, which has no rows of its own. Name a feature view.", ErrorOf(AllRows with { View = "check" }, "profile:spend"));
        Assert.Contains("has the start '1970-01-01T00:00:09Z' and the end '1970-01-01T00:00:09Z'", ErrorOf(AllRows with { Start = AllRows.End }, "profile:spend"), StringComparison.Ordinal);
        Assert.Contains("has no 'end'", ErrorOf(AllRows with { End = null }, "profile:spend"), StringComparison.Ordinal);
        Assert.Contains("The range is empty", ErrorOf(new TrainingSetRange(), "profile:spend"), StringComparison.Ordinal);
        Assert.Contains("has 'asOf' beside", ErrorOf(AllRows with { AsOf = default(Instant) }, "profile:spend"), StringComparison.Ordinal);
        Assert.StartsWith(
            "invalid-entity-frame: The range 'all rows of profile from 1970-01-01T00:00:00Z to 1970-01-01T00:00:09Z' cannot be taken: 'profile' has the join keys customer_id, and 'pair' needs 'shop_id'.",
            ErrorOf(AllRows with { View = "profile" }, "profile:spend", "pair:visits"),
            StringComparison.Ordinal);
        Assert.Contains("needs the request value 'basket'", ErrorOf(AllKeys, "check:ratio"), StringComparison.Ordinal);
        Assert.Contains("two columns 'customer_id'", Assert.Single(Errors(Request(AllKeys, "profile:spend").Definition with { TimestampColumn = "customer_id" })).Message, StringComparison.Ordinal);
        Assert.Contains("has the name of a column", Assert.Single(Errors(Request(AllKeys, "profile:spend").Definition with { TimestampColumn = "spend" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ViewsOfTheRange_MustBeKeptOfflineAndAgreeOnTheirKeys()
    {
        _sets.Registry.Remove("pair");
        _sets.Registry.Apply(TrainingSetFixture.Pair with { Offline = false });
        Assert.Contains("is not kept offline", ErrorOf(AllRows, "profile:spend"), StringComparison.Ordinal);

        var text = TrainingSetFixture.Profile.Entities[0] with { Type = new DataType(ScalarType.String) };
        _sets.Registry.Apply(TrainingSetFixture.Profile with { Name = "texts", Entities = [text], Features = [TrainingSetFixture.Profile.Features[0] with { Name = "other" }] });
        Assert.Contains("would hold join keys of the types 'int64' (profile) and 'string' (texts)", ErrorOf(AllKeys, "profile:spend", "texts:other"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_FrameAndRangeOrNeither_IsRefusedAndLeavesNothing()
    {
        using (var frame = await _sets.FrameAsync())
        {
            var both = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(Request(AllRows, "profile:spend"), frame, Token));
            Assert.Equal((FeatureStoreErrorCode.InvalidRequest, "Both the entity frame 'labels.csv' and a range are given; give one of them."), (both.ErrorCode, both.Message));
        }

        var neither = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(TrainingSetFixture.Request(), frame: null, Token));
        Assert.Equal((FeatureStoreErrorCode.InvalidRequest, "There are no entity rows: give an entity frame, or a range whose rows are taken."), (neither.ErrorCode, neither.Message));
        await EndAsync(Request(AllKeys, "profile:spend"));
        await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(Request(AllKeys, "profile:spend"), frame: null, Token));
        Assert.Single(_sets.Folders);
    }

    private static TrainingSetRequest Request(TrainingSetRange range, params string[] features) => new() { Name = "set", Definition = new TrainingSetDefinition { Features = features, Range = range } };

    private IEnumerable<FeatureStoreException> Errors(TrainingSetDefinition definition)
        => _sets.Service.Validate(new TrainingSetRequest { Definition = definition }, null).Select(static finding => finding.Error);

    private string ErrorOf(TrainingSetRange range, params string[] features)
    {
        var error = Assert.Single(Errors(Request(range, features).Definition));
        return $"{error.Code}: {error.Message}";
    }

    private async Task<TrainingSet> EndAsync(TrainingSetRequest request) => (await _sets.EndOfAsync((await _sets.Service.CreateAsync(request, frame: null, Token)).Id))!;

    private Task CommitAsync(FeatureView view, string path) => _sets.Manifest.CommitAsync(
        view.Id,
        new OfflineFile { Path = path, Partition = 0, FirstSequence = 0, EndSequence = 5, RowCount = 5, ByteCount = 1, MinEventTime = default, MaxEventTime = default },
        0,
        Token);
}
