using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>What is said of requests that are wrong in very many ways, and of training sets that are not there.</summary>
public sealed class ManyErrorsTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task CreateAsync_TenThousandUnknownFeatures_TellsTheFirstAndHowManyThereAre()
    {
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request("many", overwrite: false, [.. Enumerable.Range(0, 10_000).Select(static i => $"profile:nothing_{i}")]);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(request, frame, Token));

        var lines = error.Message.Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Equal("Feature 'nothing_0' not found in feature view 'profile'.", lines[0]);
        Assert.Equal("That is 10 of 10000 errors.", lines[^1]);
        Assert.Equal(10_000, error.Parts.Count);
    }

    [Fact]
    public async Task CreateAsync_OneFeatureTenThousandTimes_IsRefusedInAFewWords()
    {
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request("many", overwrite: false, [.. Enumerable.Repeat("profile:spend", 10_000)]);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(request, frame, Token));

        Assert.InRange(error.Message.Length, 100, 500);
        Assert.Contains(" and 9,990 more. Name each feature once.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitAsync_CancelledOne_SpellsItsStateAsEveryDoorDoes()
    {
        var created = await _sets.CreateAsync();
        await _sets.Service.CancelAsync(created.Id, Token);
        await _sets.StartAsync();
        await _sets.EndOfAsync(created.Id);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.WaitAsync(created, Token));

        Assert.Equal("The training set 'set' is not complete: its state is 'cancelled'.", error.Message);
    }
}
