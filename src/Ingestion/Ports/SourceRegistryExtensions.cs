using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>Looks sources up where they must exist.</summary>
public static class SourceRegistryExtensions
{
    /// <summary>The source of that name in its newest version.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>.</exception>
    public static Source Require(this ISourceRegistry registry, string name) => registry.FindSource(name)
        ?? throw new IngestionException(IngestionErrorCode.SourceNotFound, $"There is no source '{name}'. Apply a definition of kind Source with that name.");
}
