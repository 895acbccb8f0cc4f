using Catalog.Core.Values;
using Lineage.Model;
using Lineage.Ports;
using Lineage.Runs;

namespace Lineage.Ingest;

/// <summary>The one way in: stores events and tells who watches their runs.</summary>
internal sealed class EventAppender(ILineageStore store, RunChanges changes, TimeProvider clock)
{
    public async Task<IReadOnlyList<bool>> AppendAsync(IReadOnlyList<LineageEvent> events, CancellationToken cancellationToken)
    {
        var added = await store.AppendAsync(events, Instant.Now(clock), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < events.Count; i++)
        {
            if (added[i] && events[i].RunId is { } runId)
            {
                changes.Publish(runId);
            }
        }

        return added;
    }
}
