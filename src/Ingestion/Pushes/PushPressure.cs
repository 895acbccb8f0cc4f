using Ingestion.Pipelines;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Pushes;

/// <summary>Turns pushes away while the writers of a source are too far behind the log. Thread-safe.</summary>
internal sealed class PushPressure(IEventLog log, IPipelineStatuses pipelines, IOptions<IngestionOptions> options)
{
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.Backpressure"/>.</exception>
    internal async Task CheckAsync(string source, CancellationToken cancellationToken)
    {
        // A writer that fails would stop the source for ever, and one that fills a new view would stop it for as long as that takes.
        foreach (var writer in pipelines.Statuses.Where(status => status.Source == source && status.State == PipelineState.Running && status.HasCaughtUp))
        {
            var lag = await log.GetEndOffsetAsync(source, writer.Partition, cancellationToken).ConfigureAwait(false) - writer.Position;
            if (lag > options.Value.MaxLagEvents)
            {
                throw new IngestionException(
                    IngestionErrorCode.Backpressure,
                    $"Source '{source}' takes no pushes at the moment: the writer of view '{writer.View.Name}' is '{lag}' events behind, more than {options.Value.MaxLagEvents} "
                    + "(Ingestion:MaxLagEvents). Push again later.")
                {
                    RetryAfter = options.Value.RetryAfter,
                };
            }
        }
    }
}
