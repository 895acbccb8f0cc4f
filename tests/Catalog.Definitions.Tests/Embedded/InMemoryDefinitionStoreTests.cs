using Catalog.Definitions.Embedded;
using Catalog.Definitions.Ports;
using Conformance.Definitions;

namespace Catalog.Definitions.Tests.Embedded;

public sealed class InMemoryDefinitionStoreTests : DefinitionStoreConformance
{
    protected override ValueTask<IDefinitionStore> OpenAsync() => ValueTask.FromResult<IDefinitionStore>(new InMemoryDefinitionStore());
}
