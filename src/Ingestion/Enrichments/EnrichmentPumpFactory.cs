using Catalog.Core.Errors;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Enrichments;

/// <summary>Makes the pumps of enriched streams. Thread-safe.</summary>
internal sealed class EnrichmentPumpFactory(
    IEventLog log,
    ISourceRegistry sources,
    ViewJoiner joiner,
    StreamPositions positions,
    PumpRunOpener runs,
    IOptions<IngestionOptions> options,
    TimeProvider clock,
    ILogger<EnrichmentPump> logger)
{
    private readonly RepeatedFailures _failures = new(clock);

    /// <param name="source">The source that is made.</param>
    /// <param name="stream">The source that it is made of.</param>
    /// <param name="share">Partition of the stream.</param>
    internal EnrichmentPump Create(Source source, string stream, PartitionShare share) => new(
        source,
        share,
        new EnrichmentStatus { Source = source.Name, Stream = stream, Partition = share.Partition },
        log,
        new Enricher(source, stream, sources, joiner),
        positions.Of(source.Name, stream, share.Partition),
        new PumpRuns(runs, new EnrichmentRunDescription(source), share.Partition, options.Value, clock, logger),
        options.Value,
        _failures,
        clock,
        logger);

    /// <summary>Ends the runs that an earlier process left open and whose pumps are not wanted any more.</summary>
    internal Task EndUnwantedRunsAsync(IEnumerable<(Source Source, int Partition)> wanted, CancellationToken cancellationToken)
    {
        var known = wanted.Select(static pump => (EnrichmentRunDescription.SubjectOf(pump.Source), (int?)pump.Partition)).ToHashSet();
        return runs.EndUnwantedAsync(
        IngestionJobKind.Enrichment,
        job => known.Contains((job.Subject, job.Work?.Partition)),
        EnrichmentRunDescription.StartOfGone,
        EnrichmentRunDescription.SourceGone,
        cancellationToken);
    }
}
