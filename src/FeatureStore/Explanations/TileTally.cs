using Catalog.Core.Values;
using FeatureStore.Windows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Explanations;

/// <summary>Adds up the tiles of a window, whose events come in the order of time. Not thread-safe.</summary>
internal sealed class TileTally(WindowShape shape, WindowSeries series, Instant end)
{
    private readonly AggregateState _state = series.Aggregate.Create();
    private readonly List<ExplainedTile> _tiles = [];
    private long _tile = long.MinValue;
    private long _events;
    private long _counted;
    private long _late;

    internal void Add(in ExplainedEvent item)
    {
        var tile = shape.TileOf(item.EventTime.UnixMicroseconds);
        if (tile != _tile)
        {
            Close();
            _tile = tile;
        }

        _events++;
        _late += item.IsTooLate ? 1 : 0;
        if (item.Outcome is EventOutcome.Counted or EventOutcome.NullOperand)
        {
            _counted += item.Outcome == EventOutcome.Counted ? 1 : 0;
            _state.Add(new WindowEvent(item.EventTime.UnixMicroseconds, item.Sequence, item.Operand));
        }
    }

    internal IReadOnlyList<ExplainedTile> Complete()
    {
        Close();
        return _tiles;
    }

    private void Close()
    {
        if (_events > 0)
        {
            var through = Math.Min((_tile + 1) * shape.Hop, end.UnixMicroseconds);
            _tiles.Add(new ExplainedTile(new Instant(_tile * shape.Hop), new Instant(through), _events, _counted, _late, _state.Finish()));
        }

        _state.Reset();
        (_events, _counted, _late) = (0, 0, 0);
    }
}
