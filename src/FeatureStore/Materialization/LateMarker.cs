using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>
/// Tells which events came too late for windows: those whose time is more than the allowed lateness before the newest event time that came before them in the log. That follows from the
/// log alone, so a replay marks the same ones. Events that go to the online store only do not move the newest time, since they are in no file to start from again. Not thread-safe.
/// </summary>
internal sealed class LateMarker
{
    private readonly int _place;
    private readonly long _allowed;
    private long _newest;

    /// <param name="view">The view.</param>
    /// <param name="columns">The columns of its rows; they must have windows.</param>
    /// <param name="newest">Newest event time of the rows before the first one that will be marked; null when there are none.</param>
    internal LateMarker(FeatureView view, ViewColumns columns, Instant? newest)
    {
        (_place, _allowed) = (columns.LatePlace, view.AllowedLateness.Ticks / TimeSpan.TicksPerMicrosecond);
        _newest = newest?.UnixMicroseconds ?? long.MinValue;
    }

    /// <summary>How many rows were marked.</summary>
    internal long Count { get; private set; }

    /// <summary>Marks the next rows. A row may be in both lists, with the same values.</summary>
    internal void Mark(IReadOnlyList<FeatureRow> online, IReadOnlyList<FeatureRow> offline)
    {
        var next = ReferenceEquals(online, offline) ? online.Count : 0;
        foreach (var row in offline)
        {
            for (; next < online.Count && online[next].Sequence <= row.Sequence; next++)
            {
                Mark(online[next]);
            }

            Mark(row);
            _newest = Math.Max(_newest, row.EventTime.UnixMicroseconds);
        }

        for (; next < online.Count; next++)
        {
            Mark(online[next]);
        }
    }

    private void Mark(in FeatureRow row)
    {
        var isLate = _newest > long.MinValue + _allowed && row.EventTime.UnixMicroseconds < _newest - _allowed;
        Count += isLate && row.Values[_place].IsNull ? 1 : 0;
        row.Values[_place] = Value.Of(isLate);
    }
}
