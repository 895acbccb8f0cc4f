using Conformance.Offline;
using FeatureStore.DuckDb.StreamJoins;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.StreamJoins;

public sealed class DuckDbPastRowsTests : PastRowsConformance
{
    private readonly TestStore _store = new();

    protected override ValueTask<(IOfflineFiles Files, IPastRows Reader)> OpenAsync() => new((_store.Files, new DuckDbPastRows(_store.Database)));

    public override ValueTask DisposeAsync()
    {
        _store.Dispose();
        return base.DisposeAsync();
    }
}
