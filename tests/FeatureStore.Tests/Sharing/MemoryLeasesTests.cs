using Catalog.Core.Sharing;
using Conformance.Sharing;

namespace FeatureStore.Tests.Sharing;

/// <summary>What stands in where no catalogue keeps leases does what the port says.</summary>
public sealed class MemoryLeasesTests : LeasesConformance
{
    protected override ValueTask<ILeases> OpenAsync() => new(new MemoryLeases(TimeProvider.System));
}
