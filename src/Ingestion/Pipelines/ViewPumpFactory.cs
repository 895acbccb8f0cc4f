using Catalog.Core.Errors;
using FeatureStore.Materialization;
using FeatureStore.Model;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Pipelines;

/// <summary>Makes pumps. Thread-safe.</summary>
internal sealed class ViewPumpFactory(
    IEventLog log,
    ISourceRegistry sources,
    ViewWriterFactory writers,
    PumpRunOpener runs,
    IOptions<IngestionOptions> options,
    TimeProvider clock,
    ILogger<ViewPump> logger)
{
    private readonly RepeatedFailures _failures = new(clock);

    internal ViewPump Create(FeatureView view, PartitionShare share) => new(
        view, share, log, sources, writers, new PumpRuns(runs, new ViewRunDescription(view, sources), share.Partition, options.Value, clock, logger), options.Value, _failures, clock, logger);

    /// <summary>Ends the runs that an earlier process left open and whose pumps are not wanted any more.</summary>
    internal Task EndUnwantedRunsAsync(IReadOnlyCollection<(FeatureViewId View, int Partition)> wanted, CancellationToken cancellationToken)
    {
        var known = wanted.Select(static writer => (writer.View.ToString(), (int?)writer.Partition)).ToHashSet();
        return runs.EndUnwantedAsync(
            IngestionJobKind.CatchUp,
            job => known.Contains((job.Subject, job.Work?.Partition)),
            ViewRunDescription.StartOfGone,
            ViewRunDescription.ViewGone,
            cancellationToken);
    }
}
