using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Replays;

/// <summary>
/// Walks through the quarantined events of a replay by number, in batches of one origin. Not thread-safe.
/// </summary>
/// <param name="quarantine">The quarantine.</param>
/// <param name="selection">Which open events.</param>
/// <param name="again">
/// Events that this replay refused ahead of its mark before it was cut off, by number. Their new reasons may keep them out of the selection; without them the figures would be short.
/// </param>
internal sealed class ReplayWalk(IQuarantineStore quarantine, QuarantineFilter selection, IReadOnlyList<QuarantinedEvent> again)
{
    internal const int EventsAtOnce = 200;

    private IReadOnlyList<QuarantinedEvent> _ahead = [];

    /// <summary>The next events behind that number; empty at the end.</summary>
    internal async Task<IReadOnlyList<QuarantinedEvent>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        _ahead = [.. _ahead.Where(item => item.Id > after)];
        if (_ahead.Count == 0)
        {
            _ahead = await FetchAsync(after, cancellationToken).ConfigureAwait(false);
        }

        return [.. _ahead.TakeWhile(item => item.Origin.Fingerprint == _ahead[0].Origin.Fingerprint)];
    }

    private async Task<IReadOnlyList<QuarantinedEvent>> FetchAsync(long after, CancellationToken cancellationToken)
    {
        var selected = await quarantine.ReadAsync(selection, after, EventsAtOnce, cancellationToken).ConfigureAwait(false);
        var known = selected.Count > 0 ? selected[^1].Id : long.MaxValue;
        return [.. selected.Concat(again.Where(item => item.Id > after && item.Id <= known)).DistinctBy(static item => item.Id).OrderBy(static item => item.Id)];
    }
}
