using Conformance.Offline;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Materialization;

/// <summary>The manifest that other tests lean on keeps the contract too.</summary>
public sealed class InMemoryOfflineManifestTests : OfflineManifestConformance
{
    protected override ValueTask<IOfflineManifest> OpenAsync() => new(new InMemoryOfflineManifest());
}
