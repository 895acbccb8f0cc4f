using Catalog.Persistence.Tests.Testing;
using Conformance.Lineage;
using Lineage.Ports;

namespace Catalog.Persistence.Tests.Lineage;

internal sealed class DatabaseLineageStores(TestDatabase database) : LineageStores
{
    public override ILineageStore Events => database.Get<ILineageStore>();

    public override IRunStore Runs => database.Get<IRunStore>();

    public override ILineageGraphStore Graph => database.Get<ILineageGraphStore>();

    public override ILineageCatalogStore Catalog => database.Get<ILineageCatalogStore>();

    public override ValueTask DisposeAsync() => database.DisposeAsync();
}
