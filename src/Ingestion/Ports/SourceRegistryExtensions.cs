using Catalog.Core.Text;
using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>Looks sources up where they must exist.</summary>
public static class SourceRegistryExtensions
{
    /// <summary>The source of that name in its newest version.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>.</exception>
    public static Source Require(this ISourceRegistry registry, string name) => registry.FindSource(name)
        ?? throw new IngestionException(IngestionErrorCode.SourceNotFound, $"There is no source '{name}'.{NearWord.Ask(name, registry.Sources.Select(static source => source.Name))} /api/v1/sources lists what there is; a definition of kind Source adds one.");
}
