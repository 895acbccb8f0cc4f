using Catalog.Core.Errors;

namespace Catalog.Core.Sharing;

/// <summary>
/// Does work for as long as this process holds a lease: waits for the lease, renews it, stops the work before others may have it, and gives it back at an ordinary stop. Thread-safe.
/// </summary>
/// <param name="leases">The leases.</param>
/// <param name="process">Who holds them.</param>
/// <param name="clock">Measures how long a lease may be relied on.</param>
public sealed class LeaseHolder(ILeases leases, ThisProcess process, TimeProvider clock)
{
    private static readonly TimeSpan MostReleasing = TimeSpan.FromSeconds(2);

    /// <summary>How long a lease is held without a renewal: after the death of a process others wait that long.</summary>
    public static TimeSpan Term { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between renewals, and between attempts to take what another process holds.</summary>
    public static TimeSpan Turn { get; } = TimeSpan.FromSeconds(4);

    // Work needs a moment to notice that it must stop.
    private static TimeSpan Relied => Term - Turn;

    /// <summary>Runs the work whenever the lease is held, until the stop, or until the work ends by itself.</summary>
    /// <param name="name">Name of the lease.</param>
    /// <param name="work">Gets a token that says that the lease is lost, or the process stops.</param>
    /// <param name="failed">Hears why the lease could not be taken or renewed, or the work failed; it is tried again.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(string name, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var asked = clock.GetTimestamp();
            if (await TryTakeAsync(name, failed, stopping).ConfigureAwait(false) is { } lease
                && await HoldAsync(lease, asked, work, failed, stopping).ConfigureAwait(false))
            {
                return;
            }

            await Task.Delay(Turn, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Lease?> TryTakeAsync(string name, Action<Exception> failed, CancellationToken stopping)
    {
        try
        {
            return await leases.TryTakeAsync(name, process, Term, stopping).ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            failed(error);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>True when the work ended by itself.</summary>
    private async Task<bool> HoldAsync(Lease lease, long asked, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken stopping)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepAsync(lease, asked, failed, held.Token);
        var working = WorkAsync(work, failed, held.Token);
        await Task.WhenAny(keeping, working).ConfigureAwait(false);
        await held.CancelAsync().ConfigureAwait(false);
        var hasEnded = await working.ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        await ReleaseAsync(lease, failed).ConfigureAwait(false);
        return hasEnded;
    }

    /// <summary>Renews until the token says stop; ends before that when the lease is lost or may be.</summary>
    private async Task KeepAsync(Lease lease, long asked, Action<Exception> failed, CancellationToken stop)
    {
        for (var relied = asked; clock.GetElapsedTime(relied) is var age && age < Relied;)
        {
            // A renewal that hangs must not be waited for longer than the lease may be relied on.
            using var limit = new CancellationTokenSource(Relied - age, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            try
            {
                await Task.Delay(Turn, clock, either.Token).ConfigureAwait(false);
                var now = clock.GetTimestamp();
                if (!await leases.TryRenewAsync(lease, Term, either.Token).ConfigureAwait(false))
                {
                    return;
                }

                relied = now;
            }
            catch (CatalogException error)
            {
                failed(error);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<bool> WorkAsync(Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken held)
    {
        async Task BeginAsync()
        {
            await Task.Yield();
            await work(held).ConfigureAwait(false);
        }

        // Whatever it is, it is tried again; an exception that left here would stop the whole process.
        var working = BeginAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (working.Exception?.InnerException is { } error)
        {
            failed(error);
        }
        else if (working.IsCanceled && !held.IsCancellationRequested)
        {
            failed(new TaskCanceledException(working));
        }

        return working.IsCompletedSuccessfully && !held.IsCancellationRequested;
    }

    private async Task ReleaseAsync(Lease lease, Action<Exception> failed)
    {
        using var limit = new CancellationTokenSource(MostReleasing, clock);
        try
        {
            await leases.ReleaseAsync(lease, limit.Token).ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            failed(error); // It ends by itself after its term.
        }
        catch (OperationCanceledException)
        {
            // The same.
        }
    }
}
