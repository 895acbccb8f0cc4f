using Conformance.Offline;
using FeatureStore.DuckDb.Explanations;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Explanations;

public sealed class DuckDbKeyHistoryTests : KeyHistoryConformance
{
    private readonly TestStore _store = new();

    protected override ValueTask<(IOfflineFiles Files, IKeyHistory Reader)> OpenAsync() => new((_store.Files, new DuckDbKeyHistory(_store.Database)));

    public override ValueTask DisposeAsync()
    {
        _store.Dispose();
        return base.DisposeAsync();
    }
}
