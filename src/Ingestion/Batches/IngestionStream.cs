using Catalog.Core.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>Records of one origin on their way into one source.</summary>
/// <param name="Source">Where they go.</param>
/// <param name="Contract">What they must keep; null when the source has no contract.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="RunId">The run that reads them.</param>
/// <param name="Producer">Name under which the event log keeps the mark; null writes no mark.</param>
internal sealed record IngestionStream(Source Source, Contract? Contract, QuarantineOrigin Origin, Guid RunId, string? Producer)
{
    /// <summary>Whether the records were refused before, so that they are in the topic of refused records already.</summary>
    internal bool IsReplay { get; init; }

    /// <summary>Sends refused records somewhere else, too, before the batch counts; null: nowhere. They may be sent again after a crash.</summary>
    internal Func<IReadOnlyList<DeadLetter>, Task>? SendRefused { get; init; }
}
