namespace Ingestion.Pipelines;

/// <summary>A pump at work; disposing of it stops it.</summary>
/// <typeparam name="TPump">The pump.</typeparam>
internal sealed class RunningPump<TPump> : IAsyncDisposable
    where TPump : IPump
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    internal RunningPump(TPump pump)
    {
        Pump = pump;
        _work = Task.Run(() => pump.RunAsync(_stopping.Token), CancellationToken.None);
    }

    internal TPump Pump { get; }

    /// <summary>Stops it and says how its run ends.</summary>
    /// <param name="isGone">Whether what the pump is for was changed or removed; otherwise the process ends.</param>
    internal async Task StopAsync(bool isGone)
    {
        await DisposeAsync().ConfigureAwait(false);
        await Pump.EndRunAsync(isGone).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
