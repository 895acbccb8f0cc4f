using Ingestion.Postgres.Connections;

namespace Ingestion.Postgres;

/// <summary>Looks at a slot again and again, so that what the server keeps for it is seen. Thread-safe.</summary>
internal sealed class SlotWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly CaptureDatabase _database;
    private readonly string _name;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;
    private volatile ServerSlot? _slot;

    internal SlotWatch(CaptureDatabase database, string name)
    {
        (_database, _name) = (database, name);
        _work = Task.Run(() => WatchAsync(_stopping.Token));
    }

    /// <summary>The slot when it was last looked at; null before.</summary>
    internal ServerSlot? Slot => _slot;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var connectionClosing = connection.ConfigureAwait(false);
                _slot = await ServerSlot.FindAsync(connection, _name, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (CaptureErrors.IsOf(error))
            {
                // The reader meets the same error and shows it.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }
}
