using Conformance.Proof;
using FeatureStore.DuckDb.Proof;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Proof;

public sealed class DuckDbProofEngineTests : ProofEngineConformance
{
    private readonly TestStore _store = new();

    protected override ValueTask<(IOfflineFiles Files, IProofEngine Reader)> OpenAsync() => new((_store.Files, new DuckDbProofEngine(_store.Database)));

    public override ValueTask DisposeAsync()
    {
        _store.Dispose();
        return base.DisposeAsync();
    }
}
