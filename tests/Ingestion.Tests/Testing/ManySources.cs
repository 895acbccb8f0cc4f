using Catalog.Core.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>Several sources without contracts, each in its versions; the last one put in is in force.</summary>
internal sealed class ManySources(params Source[] sources) : ISourceRegistry
{
    private readonly List<Source> _all = [.. sources];

    public IReadOnlyList<Source> Sources => [.. _all.Select(static source => source.Name).Distinct().Select(name => FindSource(name)!)]; // Of names that are there.

    public long Stamp { get; private set; } = 1;

    /// <summary>Puts a source in force.</summary>
    public void Apply(Source source)
    {
        _all.Add(source);
        Stamp++;
    }

    public Source? FindSource(string name, int? version = null) => _all.FindLast(source => source.Name == name && (version ?? source.Version) == source.Version);

    public Contract? FindContract(string name) => null;
}
