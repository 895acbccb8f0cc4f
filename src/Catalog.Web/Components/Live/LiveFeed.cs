using System.Runtime.CompilerServices;
using Lineage.Runs;

namespace Catalog.Web.Components.Live;

/// <summary>Tells a live part when to draw itself again: once a second at most when runs have changed, and now and then for what this process does not see.</summary>
internal sealed class LiveFeed(IRunChanges changes, TimeProvider clock)
{
    /// <summary>The shortest time between two answers.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>After so many ticks without a change it is time to look anyway: ages grow, and runs of other processes are not announced.</summary>
    public const int IdleTicks = 10;

    /// <summary>Without end until cancelled.</summary>
    /// <param name="only">Only changes of this run count; null for all.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    public async IAsyncEnumerable<bool> ReadAsync(Guid? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changed = new StrongBox<bool>();
        var watching = WatchAsync(changed, only, changes.ReadAllAsync(cancellationToken));
        using var timer = new PeriodicTimer(Tick, clock);
        for (var idle = 1; await timer.WaitForNextTickAsync(cancellationToken); idle++)
        {
            if (Volatile.Read(ref changed.Value) || idle >= IdleTicks || watching.IsCompleted)
            {
                Volatile.Write(ref changed.Value, false);
                idle = 0;
                yield return true;
            }
        }
    }

    private static async Task WatchAsync(StrongBox<bool> changed, Guid? only, IAsyncEnumerable<Guid> runs)
    {
        await foreach (var run in runs)
        {
            if (only is null || run == only)
            {
                Volatile.Write(ref changed.Value, true);
            }
        }
    }
}
