using Catalog.Core.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>The source and contract in force when records are read.</summary>
/// <param name="Source">The source.</param>
/// <param name="Contract">Its contract; null when it declares none.</param>
/// <param name="PatternTimeout">How long one value may be matched against a pattern.</param>
internal sealed record IngestionTarget(Source Source, Contract? Contract, TimeSpan PatternTimeout)
{
    /// <exception cref="IngestionException">The source or its contract does not exist, or its events are made of those of another source.</exception>
    internal static IngestionTarget Find(ISourceRegistry registry, string name, TimeSpan patternTimeout)
    {
        var source = registry.Require(name);
        if (source.From is { } stream)
        {
            throw new IngestionException(
                IngestionErrorCode.EnrichedSource, $"Source '{name}' takes no files and no pushes: its events are made of those of '{stream}'. Send them to '{stream}'.");
        }

        if (source.Contract is not { } contract)
        {
            return new IngestionTarget(source, null, patternTimeout);
        }

        // Without this check a missing contract would let everything pass.
        return new IngestionTarget(source, registry.FindContract(contract) ?? throw new IngestionException(
            IngestionErrorCode.InvalidRequest, $"Source '{name}' names contract '{contract}', which does not exist. Apply it, or correct 'contract' of the source."), patternTimeout);
    }
}
