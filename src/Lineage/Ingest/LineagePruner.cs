using Catalog.Core.Values;
using Lineage.Diagnostics;
using Lineage.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lineage.Ingest;

/// <summary>Deletes the bodies of old events; the clean-up job calls it. Thread-safe and safe to repeat.</summary>
public sealed class LineagePruner(ILineageStore store, IOptions<LineageOptions> options, TimeProvider clock, ILogger<LineagePruner> logger)
{
    /// <summary>Prunes what is older than <see cref="LineageOptions.EventRetention"/>.</summary>
    /// <returns>Number of events pruned.</returns>
    public async Task<long> PruneAsync(CancellationToken cancellationToken)
    {
        var before = Instant.Now(clock) - options.Value.EventRetention;
        var pruned = await store.PruneEventsAsync(before, cancellationToken).ConfigureAwait(false);
        if (pruned > 0)
        {
            Log.Pruned(logger, pruned, before.ToString());
        }

        return pruned;
    }
}
