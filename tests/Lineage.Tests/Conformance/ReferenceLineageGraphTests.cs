using Conformance.Lineage;

namespace Lineage.Tests.Conformance;

/// <summary>The reference itself, so that the suite is known to be right where the other stores fail.</summary>
public sealed class ReferenceLineageGraphTests : LineageGraphConformance
{
    protected override Task<LineageStores> CreateAsync() => Task.FromResult<LineageStores>(new ReferenceStore());
}
