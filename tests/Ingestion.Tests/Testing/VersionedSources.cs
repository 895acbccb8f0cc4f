using Catalog.Core.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>The versions of one source, the last in force, without a contract.</summary>
internal sealed class VersionedSources(params Source[] versions) : ISourceRegistry
{
    public IReadOnlyList<Source> Sources => [versions[^1]];

    public long Stamp => 1;

    public Source? FindSource(string name, int? version = null)
        => Array.FindLast(versions, source => source.Name == name && (version ?? source.Version) == source.Version);

    public Contract? FindContract(string name) => null;
}
