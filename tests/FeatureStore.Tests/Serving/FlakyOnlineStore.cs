using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Tests.Serving;

/// <summary>A store that cannot be read, or only slowly, whenever a test says so.</summary>
internal sealed class FlakyOnlineStore(IOnlineStore inner) : IOnlineStore
{
    internal bool IsAway { get; set; }

    /// <summary>How long each read takes at least.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>How often it was asked, also while it was away.</summary>
    internal int Reads { get; private set; }

    public async ValueTask ReadAsync(IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        Reads++;
        if (IsAway)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.OnlineStoreUnavailable, "It is away.");
        }

        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, cancellationToken);
        }

        await inner.ReadAsync(keys, views, rows, cancellationToken);
    }

    public ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken) => inner.WriteAsync(rows, cancellationToken);

    public IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, CancellationToken cancellationToken) => inner.ScanAsync(view, cancellationToken);

    public ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken) => inner.DeleteViewAsync(view, cancellationToken);

    public ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken) => inner.DeleteKeyAsync(key, cancellationToken);

    public ValueTask<long> CountAsync(string view, CancellationToken cancellationToken) => inner.CountAsync(view, cancellationToken);
}
