using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Trials;

namespace FeatureStore.Tests.Materialization;

/// <summary>An online store in memory that can lose its last writes, as one does whose machine dies before they are on disk, or all of them.</summary>
internal sealed class ForgetfulStore : IOnlineStore
{
    private readonly List<IReadOnlyList<OnlineWrite>> _writes = [];
    private TrialStore _store = new();

    /// <summary>Writes that it remembers.</summary>
    internal int Count => _writes.Count;

    public long Breaks { get; private set; }

    /// <summary>Loses everything, and nobody's connection breaks.</summary>
    internal Task EmptyAsync() => KeepAsync(0);

    /// <summary>Loses everything but the first writes, as a server does that is started again.</summary>
    internal Task ForgetAsync(int kept)
    {
        Breaks++;
        return KeepAsync(kept);
    }

    private async Task KeepAsync(int kept)
    {
        _writes.RemoveRange(kept, _writes.Count - kept);
        _store = new TrialStore();
        foreach (var write in _writes)
        {
            await _store.WriteAsync(write, CancellationToken.None);
        }
    }

    public ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
    {
        _writes.Add([.. rows]);
        return _store.WriteAsync(rows, cancellationToken);
    }

    public ValueTask ReadAsync(IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
        => _store.ReadAsync(keys, views, rows, cancellationToken);

    public IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, CancellationToken cancellationToken) => _store.ScanAsync(view, cancellationToken);

    public ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken) => _store.DeleteViewAsync(view, cancellationToken);

    public ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken) => _store.DeleteKeyAsync(key, cancellationToken);

    public ValueTask<long> CountAsync(string view, CancellationToken cancellationToken) => _store.CountAsync(view, cancellationToken);
}
