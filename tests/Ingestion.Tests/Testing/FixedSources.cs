using Catalog.Core.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>One source and its contract.</summary>
internal sealed class FixedSources(Source source, Contract contract) : ISourceRegistry
{
    public IReadOnlyList<Source> Sources => [source];

    public long Stamp => 1;

    public Source? FindSource(string name, int? version = null) => name == source.Name && (version ?? source.Version) == source.Version ? source : null;

    public Contract? FindContract(string name) => name == contract.Name ? contract : null;
}
