namespace Ingestion.Pipelines;

/// <summary>A pump at work; disposing of it stops it.</summary>
internal sealed class RunningPump : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    internal RunningPump(ViewPump pump)
    {
        Pump = pump;
        _work = Task.Run(() => pump.RunAsync(_stopping.Token), CancellationToken.None);
    }

    internal ViewPump Pump { get; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
