using Ingestion.Ports;

namespace Conformance.Ingestion;

/// <summary>What every count of owners does, whatever database it is kept in. Tests use sources of their own.</summary>
public abstract class PartitionEpochsConformance : IAsyncLifetime
{
    private readonly string _source = $"source-{Guid.CreateVersion7():N}";
    private IPartitionEpochs? _epochs;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IPartitionEpochs Epochs => _epochs ?? throw new InvalidOperationException("The store is not open yet.");

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IPartitionEpochs> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _epochs = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TakeAsync_AgainAndAgain_RisesByOneForEachPartitionAlone()
    {
        Assert.Equal(1, await Epochs.TakeAsync(_source, 0, "one", Token));
        Assert.Equal(2, await Epochs.TakeAsync(_source, 0, "two", Token));
        Assert.Equal(1, await Epochs.TakeAsync(_source, 1, "two", Token));
        Assert.Equal(1, await Epochs.TakeAsync(_source + "x", 0, "two", Token));
        Assert.Equal(3, await Epochs.TakeAsync(_source, 0, "two", Token));
    }

    [Fact]
    public async Task TakeAsync_ManyAtOnce_GivesEachANumberOfItsOwn()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(owner => Epochs.TakeAsync(_source, 0, $"{owner}", Token)));

        Assert.Equal(Enumerable.Range(1, 16).Select(static epoch => (long)epoch), taken.Order());
    }
}
