using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Windows;

/// <summary>
/// The aggregates of a view, swept through the events of one key after the other. Takes events and questions in the order of (key, time) from any source and knows no store and no host. The
/// values are those that a lookup at the same moment gives, bit for bit, since both merge the same states. Memory is that of one key's windows. Not thread-safe.
/// </summary>
public sealed class WindowSweep
{
    private readonly IReadOnlyList<WindowSeries> _series;
    private readonly SlidingWindows[][] _windows;
    private readonly int[][] _hopOf;
    private readonly long[] _hops;
    private readonly long[] _tiles;
    private bool _hasEvents;

    /// <summary>Prepares the aggregates.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="features">Places of the wanted features in the view; all of them aggregates.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidView"/> when an aggregate of the view cannot be computed.</exception>
    public WindowSweep(FeatureView view, IReadOnlyList<int> features)
    {
        var plan = WindowPlan.Of(view);
        var wanted = features.Select(place => plan.Features.First(feature => feature.Feature == place)).ToArray();
        _series = plan.Series;
        _windows = [.. plan.Series.Select((series, place) => SlidingWindows.Over(
            series.Aggregate, [.. wanted.Index().Where(entry => entry.Item.Series == place).Select(static entry => (entry.Item.Shape, entry.Index))]).ToArray())];
        _hops = [.. _windows.SelectMany(static series => series).Select(static windows => windows.Hop).Distinct()];
        _hopOf = [.. _windows.Select(series => series.Select(windows => Array.IndexOf(_hops, windows.Hop)).ToArray())];
        _tiles = new long[_hops.Length];
        UsesSequences = wanted.Any(feature => plan.Series[feature.Series].Aggregate.Create().UsesSequences);
        Reach = TimeSpan.FromTicks(wanted.Max(static feature => feature.Shape.Window + feature.Shape.Hop) * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>How far before a moment events may lie that count for it.</summary>
    public TimeSpan Reach { get; }

    /// <summary>Whether the position of an event in the log makes a difference; else any may be given.</summary>
    public bool UsesSequences { get; }

    /// <summary>Begins another key.</summary>
    public void BeginKey()
    {
        _hasEvents = false;
        foreach (var series in _windows)
        {
            foreach (var windows in series)
            {
                windows.Clear();
            }
        }
    }

    /// <summary>The key has an event that may be too old, or came too late, for every window. From now on it has values, over no events if need be.</summary>
    public void See() => _hasEvents = true;

    /// <summary>Takes an event of the key. Those in the order of event time are cheap; others may come too.</summary>
    /// <param name="eventTime">Event time in microseconds since 1970, UTC.</param>
    /// <param name="sequence">Position in the log; of no matter unless <see cref="UsesSequences"/>.</param>
    /// <param name="inputs">Values of the view's inputs, in their order.</param>
    public void Add(long eventTime, long sequence, ReadOnlySpan<Value> inputs)
    {
        _hasEvents = true;
        for (var hop = 0; hop < _hops.Length; hop++)
        {
            _tiles[hop] = new WindowShape(_hops[hop], _hops[hop]).TileOf(eventTime);
        }

        for (var series = 0; series < _series.Count; series++)
        {
            if (_windows[series].Length > 0 && _series[series].Takes(inputs, out var operand))
            {
                var item = new Aggregates.WindowEvent(eventTime, sequence, operand);
                for (var i = 0; i < _windows[series].Length; i++)
                {
                    _windows[series][i].Add(in item, _tiles[_hopOf[series][i]]);
                }
            }
        }
    }

    /// <summary>Reads the values of the key at a moment.</summary>
    /// <param name="time">The moment in microseconds since 1970, UTC. Must not fall within a key, nor lie before an event that was taken.</param>
    /// <param name="values">Receives the values in the order of the wanted features.</param>
    /// <returns>False when the key has had no event; the values are null then.</returns>
    public bool Read(long time, Span<Value> values)
    {
        if (!_hasEvents)
        {
            values.Clear();
            return false;
        }

        foreach (var series in _windows)
        {
            foreach (var windows in series)
            {
                windows.Read(time, values);
            }
        }

        return true;
    }
}
