using Catalog.Core.Values;
using FeatureStore.PointInTime;
using FeatureStore.Rows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>
/// Reads windowed values out of stored rows: merges the tiles that T covers. T is never before the newest event of the key is seen from, since a clock behind the events would cut a tile.
/// Holds states to merge into, so it is not thread-safe; used again for other rows.
/// </summary>
internal sealed class WindowReader
{
    private readonly WindowPlan _plan;
    private readonly int _newestCount;
    private readonly PointInTimeRules _rules;
    private readonly WindowedFeature[][] _bySeries;
    private readonly AggregateState[][] _states;

    /// <summary>A reader of some aggregate features.</summary>
    /// <param name="plan">The plan of the view.</param>
    /// <param name="columns">The columns of its rows.</param>
    /// <param name="rules">From when on an event is seen.</param>
    /// <param name="wanted">The features; <see cref="WindowedFeature.Feature"/> is the place of the value in what <see cref="Read"/> fills.</param>
    internal WindowReader(WindowPlan plan, ViewColumns columns, PointInTimeRules rules, IReadOnlyList<WindowedFeature> wanted)
    {
        (_plan, _newestCount, _rules) = (plan, columns.NewestCount, rules);
        _bySeries = [.. plan.Series.Select((_, series) => wanted.Where(feature => feature.Series == series).ToArray())];
        _states = [.. _bySeries.Select((features, series) => features.Select(_ => plan.Series[series].Aggregate.Create()).ToArray())];
    }

    /// <summary>Fills in the values at a moment.</summary>
    /// <param name="stored">The stored row; not empty.</param>
    /// <param name="time">The moment asked for, in microseconds since 1970.</param>
    /// <param name="values">Receives the values.</param>
    /// <returns>The moment answered for and the last sequence that counts.</returns>
    internal WindowAnswer Read(ReadOnlySpan<byte> stored, long time, Span<Value> values)
    {
        var reader = OnlineRowCodec.Open(stored, out _);
        for (var i = 0; i < _newestCount; i++)
        {
            reader.SkipValue();
        }

        var applied = reader.ReadInt64();
        var at = _rules.LookupMoment(time, reader.ReadInt64());
        for (var series = 0; series < _bySeries.Length; series++)
        {
            ReadSeries(series, ref reader, at);
            for (var i = 0; i < _bySeries[series].Length; i++)
            {
                values[_bySeries[series][i].Feature] = _states[series][i].Finish();
                _states[series][i].Reset();
            }
        }

        return new WindowAnswer(at, applied);
    }

    /// <summary>The last sequence of the key that is in a stored row.</summary>
    /// <param name="stored">The stored row; not empty.</param>
    /// <param name="newestCount">How many newest values stand in it.</param>
    internal static long AppliedIn(ReadOnlySpan<byte> stored, int newestCount)
    {
        var reader = OnlineRowCodec.Open(stored, out _);
        for (var i = 0; i < newestCount; i++)
        {
            reader.SkipValue();
        }

        return reader.ReadInt64();
    }

    private void ReadSeries(int series, ref ValueReader reader, long at)
    {
        var features = _bySeries[series];
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            var number = reader.ReadInt64();
            var state = reader.ReadBytes();
            for (var i = 0; i < features.Length; i++)
            {
#if BROKEN_KERNEL
                if (number > features[i].Shape.FirstTileAt(at))
#else
                if (number >= features[i].Shape.FirstTileAt(at))
#endif
                {
                    var part = new ValueReader(state);
                    _states[series][i].MergeFrom(ref part);
                }
            }
        }
    }
}

/// <summary>For what a stored row answered.</summary>
/// <param name="Time">The moment, in microseconds since 1970.</param>
/// <param name="Sequence">The last sequence of the key that counts.</param>
internal readonly record struct WindowAnswer(long Time, long Sequence);
