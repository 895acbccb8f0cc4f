using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;

namespace Ingestion.Feeds;

/// <summary>Makes what keeps the runs and checks of readers. Thread-safe.</summary>
internal sealed class FeedRuns(PumpRunOpener opener, ICheckResultStore checks)
{
    private static readonly IngestionJobKind[] Kinds = [IngestionJobKind.Topic, IngestionJobKind.Capture];

    internal PumpRuns Of(FeedRunDescription description, int partition, FeedPumpServices services) => new(opener, description, partition, services.Options, services.Clock, services.Logger);

    internal FeedChecks ChecksOf(FeedPumpServices services) => new(checks, services.Clock, services.Logger);

    /// <summary>Ends the runs that an earlier process left open and whose sources read nothing any more.</summary>
    internal async Task EndUnwantedAsync(IEnumerable<Source> wanted, CancellationToken cancellationToken)
    {
        var subjects = wanted.Select(FeedRunDescription.SubjectOf).ToHashSet(StringComparer.Ordinal);
        foreach (var kind in Kinds)
        {
            await opener.EndUnwantedAsync(kind, job => subjects.Contains(job.Subject), FeedRunDescription.StartOfGone, FeedRunDescription.FeedGone, cancellationToken).ConfigureAwait(false);
        }
    }
}
