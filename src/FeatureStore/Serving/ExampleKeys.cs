using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Serving;

/// <summary>Finds keys that exist, for examples that can be tried. Thread-safe.</summary>
public sealed class ExampleKeys(IOnlineStore store, TimeProvider clock)
{
    /// <summary>Rows looked at; enough to find fresh ones, little enough for a page.</summary>
    private const int FewRows = 500;

    /// <summary>Rows looked at where most are older than the view's ttl, since a key without values is no example.</summary>
    private const int MaxRows = 10_000;

    /// <summary>
    /// Keys among the first rows of the view that the store gives, those with the newest events first. Fewer than asked when the view has fewer; none when it has no rows
    /// or is not kept online.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>For each key its values by join key name.</returns>
    /// <exception cref="FeatureStoreException">The online store failed.</exception>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, Value>>> FindAsync(FeatureView view, int count, CancellationToken cancellationToken)
    {
        if (!view.Online)
        {
            return [];
        }

        var found = new List<(Instant EventTime, EntityKey Key)>();
        var oldest = view.Ttl > TimeSpan.Zero ? Instant.Now(clock) - view.Ttl : Instant.MinValue;
        var inAge = 0;
        await foreach (var row in store.ScanAsync(new OnlineLayout(view).Row, cancellationToken).ConfigureAwait(false))
        {
            var time = OnlineRowCodec.DecodeHead(row.Row.Span).EventTime;
            found.Add((time, row.Key));
            inAge += time >= oldest ? 1 : 0;
            if (found.Count == MaxRows || (found.Count >= FewRows && inAge >= count))
            {
                break;
            }
        }

        return [.. found
            .OrderByDescending(static row => row.EventTime).ThenBy(static row => row.Key.ToString(), StringComparer.Ordinal)
            .Take(count)
            .Select(static row => row.Key.Decode().ToDictionary())];
    }
}
