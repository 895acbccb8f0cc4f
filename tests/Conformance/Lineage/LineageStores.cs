using Lineage.Ports;

namespace Conformance.Lineage;

/// <summary>The four lineage ports over one store of its own for one test.</summary>
public abstract class LineageStores : IAsyncDisposable
{
    public abstract ILineageStore Events { get; }

    public abstract IRunStore Runs { get; }

    public abstract ILineageGraphStore Graph { get; }

    public abstract ILineageCatalogStore Catalog { get; }

    public abstract ValueTask DisposeAsync();
}
