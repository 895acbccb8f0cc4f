using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Events;

namespace Ingestion.Tests.Enrichments;

/// <summary>The join as it is stated, over lists, written without anything of the product's.</summary>
internal static class EnrichmentOracle
{
    /// <summary>For an event the values of the newest row that it sees and that had arrived; null when there is none.</summary>
    /// <param name="asking">The event.</param>
    /// <param name="rows">All events of the view's source.</param>
    /// <param name="view">Its rules.</param>
    internal static StoredEvent? Find(StoredEvent asking, IReadOnlyList<StoredEvent> rows, FeatureView view)
    {
        if (asking.Customer is not { } customer || asking.Time is not { } time)
        {
            return null;
        }

        StoredEvent? newest = null;
        foreach (var row in rows)
        {
            var isSeen = row.Customer == customer && row.Time is { } at && (view.StrictBefore ? at < time : at <= time);
            if (isSeen && row.Targets.HasFlag(EventTargets.Offline) && row.Arrival <= asking.Arrival && (newest is null || row.Time >= newest.Time))
            {
                newest = row;
            }
        }

        return newest is not null && (view.Ttl == TimeSpan.Zero || newest.Time >= time - view.Ttl) ? newest : null;
    }

    /// <summary>What must be stored for each event of a stream.</summary>
    internal static List<StoredEvent> Enrich(IReadOnlyList<StoredEvent> stream, params (FeatureView View, IReadOnlyList<StoredEvent> Rows, int[] Columns)[] joins)
        => [.. stream.Select(item => item with
        {
            Values = [.. item.Values, .. joins.SelectMany(join => Find(item, join.Rows, join.View) is { } row ? join.Columns.Select(column => row.Values[column]) : join.Columns.Select(static _ => Value.Null))],
        })];
}
