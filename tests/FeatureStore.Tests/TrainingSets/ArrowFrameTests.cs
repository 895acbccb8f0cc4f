using Catalog.Core.Arrow;
using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>Entity frames that come as Arrow streams, and training sets that are kept for a while only.</summary>
public sealed class ArrowFrameTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task ReceiveFrameAsync_ArrowStream_IsKeptAsParquetWithWhatItNoted()
    {
        var schema = ArrowStream.WriteSchema(
            [new("customer_id", new ArrowType(ArrowKind.Int64)), new("asked_at", new ArrowType(ArrowKind.Timestamp)), new("day", new ArrowType(ArrowKind.Date))], new Dictionary<string, string> { ["pandas"] = "{}" });

        using var frame = await _sets.Service.ReceiveFrameAsync("rows.arrows", new MemoryStream(schema), Token);

        Assert.Equal(("rows.arrows", schema.Length, "{}"), (frame.Name, frame.ByteCount, frame.Metadata["pandas"]));
        Assert.Equal(["asked_at", "day"], frame.TimeColumns);
        Assert.Equal("frame.parquet", Path.GetFileName(frame.Path));
        Assert.Equal(["frame.parquet"], Directory.GetFiles(Path.GetDirectoryName(frame.Path)!).Select(static path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task ReceiveFrameAsync_NoArrowStream_IsRefusedAndLeavesNothing()
    {
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.FrameAsync(name: "rows.arrows"));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
        Assert.Contains("The entity frame 'rows.arrows' cannot be read as an Arrow stream.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_sets.Folders);
    }

    [Fact]
    public async Task ClearExpiredAsync_OnlyWhatIsNotKeptAndHasEndedLongEnough_IsRemoved()
    {
        await _sets.StartAsync();
        var kept = await _sets.CreateAsync("temporary-looking");
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request("temporary-1") with { KeptFor = TimeSpan.FromMinutes(5) };
        var temporary = await _sets.Service.CreateAsync(request, frame, Token);
        await _sets.EndOfAsync(kept.Id);
        await _sets.EndOfAsync(temporary.Id);

        _sets.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await _sets.Shelf.ClearExpiredAsync(Token);
        Assert.Equal(2, _sets.Folders.Count);
        _sets.Clock.Advance(TimeSpan.FromSeconds(1));
        await _sets.Shelf.ClearExpiredAsync(Token);

        Assert.Equal([kept.Id.ToString("N")], _sets.Folders);
        Assert.Equal([kept.Id], (await _sets.Service.ListAsync(null, 10, Token)).Select(static set => set.Id));
    }

    [Fact]
    public async Task CreateAsync_KeptForAWhile_HasANameThatSaysSo()
    {
        using var first = await _sets.FrameAsync();
        using var second = await _sets.FrameAsync();

        var made = await _sets.Service.CreateAsync(TrainingSetFixture.Request(name: null) with { KeptFor = TimeSpan.FromDays(1) }, first, Token);
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(TrainingSetFixture.Request("churn") with { KeptFor = TimeSpan.FromDays(1) }, second, Token));

        Assert.StartsWith("temporary-profile-", made.Name, StringComparison.Ordinal);
        Assert.Equal(FeatureStoreErrorCode.InvalidRequest, error.ErrorCode);
        Assert.Contains("'churn' cannot be taken by a training set that is kept for a while only: begin it with 'temporary-'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1d", 86_400)]
    [InlineData("1s", 1)]
    [InlineData("30d", 30 * 86_400)]
    [InlineData("0", null)]
    [InlineData("31d", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void ToRequest_KeepFor_IsADurationWithinItsLimits(string text, int? seconds)
    {
        var spec = new TrainingSetSpec(null, ["profile:spend"], null, null, false, null, false, null, false, null, null, KeepFor: text);

        var read = Record.Exception(() => Assert.Equal(seconds, TrainingSetSpecs.ToRequest(spec).KeptFor?.TotalSeconds));

        Assert.Equal(seconds is null ? $"'keepFor' is '{text}'; it must be a duration from 1s to 30d, such as 1d." : null, read?.Message);
    }

    [Fact]
    public async Task CreateAsync_NotKept_TellsTheJournalOfNothingThatLasts()
    {
        await _sets.StartAsync();
        using var frame = await _sets.FrameAsync();
        var created = await _sets.Service.CreateAsync(TrainingSetFixture.Request("temporary-1") with { KeptFor = TimeSpan.FromMinutes(5) }, frame, Token);
        await _sets.EndOfAsync(created.Id);

        var run = Assert.Single(_sets.Journal.Runs);
        Assert.Equal("training-set.temporary", run.Start.Job);
        Assert.Empty(run.Start.Outputs);
        Assert.NotEmpty(run.Start.Inputs);
    }
}
