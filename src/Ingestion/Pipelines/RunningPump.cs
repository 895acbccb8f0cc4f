namespace Ingestion.Pipelines;

/// <summary>A pump at work.</summary>
internal sealed class RunningPump
{
    private readonly CancellationTokenSource _stopping;
    private readonly Task _work;

    internal RunningPump(ViewPump pump, CancellationToken cancellationToken)
    {
        Pump = pump;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _work = Task.Run(() => pump.RunAsync(_stopping.Token), CancellationToken.None);
    }

    internal ViewPump Pump { get; }

    internal async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
