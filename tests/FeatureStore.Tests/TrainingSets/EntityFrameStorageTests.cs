using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>Where entity frames are kept until their training set is built.</summary>
public sealed class EntityFrameStorageTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task ReceiveFrameAsync_FolderThatCannotBeWritten_SaysSoAndIsWorthAnotherTry()
    {
        var folder = Path.Combine(_sets.Options.DataDirectory, "training-sets");
        await File.WriteAllTextAsync(folder, "in the way", TrainingSetFixture.Token);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.FrameAsync());

        Assert.Equal((FeatureStoreErrorCode.StorageUnavailable, true), (error.ErrorCode, error.IsTransient));
        Assert.Contains("'labels.csv'", error.Message, StringComparison.Ordinal);
    }
}
