using Catalog.Core.Sharing;
using Conformance.Sharing;

namespace FeatureStore.Tests.Sharing;

/// <summary>What stands in where no catalogue keeps claims does what the port says.</summary>
public sealed class MemoryRunClaimsTests : RunClaimsConformance
{
    protected override ValueTask<(ILeases Leases, IRunClaims Claims)> OpenAsync()
    {
        var leases = new MemoryLeases(TimeProvider.System);
        return new((leases, new MemoryRunClaims(leases)));
    }
}
