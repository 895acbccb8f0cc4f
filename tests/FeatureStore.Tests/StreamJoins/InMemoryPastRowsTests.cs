using Conformance;
using Conformance.Offline;
using FeatureStore.Ports;

namespace FeatureStore.Tests.StreamJoins;

/// <summary>The fake that other tests rely on does what the port says.</summary>
public sealed class InMemoryPastRowsTests : PastRowsConformance
{
    protected override ValueTask<(IOfflineFiles Files, IPastRows Reader)> OpenAsync()
    {
        var files = new InMemoryOfflineFiles(new ManualClock());
        return new((files, new InMemoryPastRows(files)));
    }
}
