namespace Ingestion.Pipelines;

/// <summary>Keeps a pump going: a failure is told and tried again with growing pauses.</summary>
internal sealed class PumpRetries(IngestionOptions options, TimeProvider clock)
{
    /// <param name="pump">Pumps until it is cancelled or fails.</param>
    /// <param name="isFailing">Whether nothing has gone well since the last failure.</param>
    /// <param name="fail">Is told of each failure, with the pause that follows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(Func<CancellationToken, Task> pump, Func<bool> isFailing, Func<Exception, TimeSpan, Task> fail, CancellationToken cancellationToken)
    {
        var firstPause = options.MaxRetryPause / 100;
        var pause = firstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await pump(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Any defect must be shown and tried again; a pump that ends silently would look as if it had nothing to do.
                pause = isFailing() ? TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.MaxRetryPause.Ticks)) : firstPause;
                await fail(error, pause).ConfigureAwait(false);
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
