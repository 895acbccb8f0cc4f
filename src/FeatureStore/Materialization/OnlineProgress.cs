using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>What the proof has to know of one writer: how far the online store is, and which events are in one store only.</summary>
internal sealed class OnlineProgress(FeatureView view, int partition, AppliedPositions positions, IOneSidedKeys? oneSided)
{
    /// <summary>All events before a sequence are in the online store.</summary>
    internal void Reached(long end) => positions.Set(view.Id, partition, end);

    /// <summary>Notes the rows that are in one of the lists only. Before they are written, so that no lookup sees one that is not noted.</summary>
    internal async ValueTask NoteOneSidedAsync(IReadOnlyList<FeatureRow> online, IReadOnlyList<FeatureRow> offline, CancellationToken cancellationToken)
    {
        if (oneSided is null || ReferenceEquals(online, offline) || !view.Online || !view.Offline)
        {
            return;
        }

        var found = new List<OneSidedKey>();
        AddMissing(online, offline, found);
        AddMissing(offline, online, found);
        if (found.Count > 0)
        {
            await oneSided.NoteAsync(view.Id, found, cancellationToken).ConfigureAwait(false);
        }
    }

    private void AddMissing(IReadOnlyList<FeatureRow> rows, IReadOnlyList<FeatureRow> others, List<OneSidedKey> found)
    {
        var next = 0;
        foreach (var row in rows)
        {
            for (; next < others.Count && others[next].Sequence < row.Sequence; next++)
            {
            }

            if (next == others.Count || others[next].Sequence != row.Sequence)
            {
                found.Add(new OneSidedKey(EntityKey.Create(view.Entities, row.KeyValues), row.Sequence));
            }
        }
    }
}
