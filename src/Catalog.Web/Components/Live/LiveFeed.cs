using System.Runtime.CompilerServices;
using Lineage.Runs;

namespace Catalog.Web.Components.Live;

/// <summary>Tells a live part when to draw itself again, once a second at most.</summary>
internal sealed class LiveFeed(IRunChanges changes, TimeProvider clock)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Without end until cancelled.</summary>
    /// <param name="only">Only changes of this run count; null for all.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    public async IAsyncEnumerable<bool> ReadAsync(Guid? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pulse = new LivePulse();
        _ = WatchAsync(pulse, only, changes.ReadAllAsync(cancellationToken));

        // What changed after the page was read and before anybody listened is told by nothing else.
        pulse.Change();
        using var timer = new PeriodicTimer(Second, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (pulse.Tick())
            {
                yield return true;
            }
        }
    }

    // Ends with the token that the changes were asked with.
    private static async Task WatchAsync(LivePulse pulse, Guid? only, IAsyncEnumerable<Guid> runs)
    {
        await foreach (var run in runs)
        {
            if (only is null || run == only)
            {
                pulse.Change();
            }
        }
    }
}
