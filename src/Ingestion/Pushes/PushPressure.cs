using Ingestion.Pipelines;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Pushes;

/// <summary>Turns pushes away, and lets topics wait, while the writers of a source are too far behind the log. Thread-safe.</summary>
internal sealed class PushPressure(IEventLog log, IPipelineStatuses pipelines, IOptions<IngestionOptions> options)
{
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.Backpressure"/>.</exception>
    internal async Task CheckAsync(string source, CancellationToken cancellationToken)
    {
        if (await FindAsync(source, cancellationToken).ConfigureAwait(false) is var (view, lag))
        {
            throw new IngestionException(
                IngestionErrorCode.Backpressure,
                $"Source '{source}' takes no pushes at the moment: the writer of view '{view}' is '{lag}' events behind, more than {options.Value.MaxLagEvents} "
                + "(Ingestion:MaxLagEvents). Push again later.")
            {
                RetryAfter = options.Value.RetryAfter,
            };
        }
    }

    /// <summary>A view of the source whose writer is too far behind, and by how many events; null when there is none.</summary>
    internal async Task<(string View, long Lag)?> FindAsync(string source, CancellationToken cancellationToken)
    {
        // A writer that fails would stop the source for ever, and one that fills a new view would stop it for as long as that takes.
        foreach (var writer in pipelines.Statuses.Where(status => status.Source == source && status.State == PipelineState.Running && status.HasCaughtUp))
        {
            var lag = await log.GetEndOffsetAsync(source, writer.Partition, cancellationToken).ConfigureAwait(false) - writer.Position;
            if (lag > options.Value.MaxLagEvents)
            {
                return (writer.View.Name, lag);
            }
        }

        return null;
    }
}
