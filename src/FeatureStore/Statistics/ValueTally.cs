using System.Runtime.InteropServices;
using Catalog.Core.Values;

namespace FeatureStore.Statistics;

/// <summary>
/// Counts how often each value occurs: exactly up to <see cref="Capacity"/> different values. When there are more, the rarest half is dropped and all counts are lowered by what the
/// largest dropped one had (Misra and Gries in batches), so that a count is too small by a known amount at most; different values are estimated from then on.
/// </summary>
internal sealed class ValueTally
{
    internal const int Capacity = 2048;
    internal const int TopCount = 20;

    /// <summary>Texts are kept up to this length, so that the memory is bounded.</summary>
    internal const int MaxTextLength = 200;

    private static readonly DataType Text = new(ScalarType.String);

    // By hash: two of so few values share one of 64 bits once in 10^13 views, and values themselves are slow to hash and to compare.
    private readonly Dictionary<ulong, Counter> _counts = [];
    private DistinctSketch? _sketch;
    private long _total;
    private long _undercount;

    /// <summary>The number of different values.</summary>
    internal DistinctCount Distinct => _sketch is null ? new DistinctCount(_counts.Count, 0) : new DistinctCount(Math.Min(_sketch.Estimate(), _total), DistinctSketch.Error);

    internal void Add(Value value)
    {
        _total++;
        var hash = ValueHash.Of(value);
        _sketch?.Add(hash);
        if (IsLong(value))
        {
            StartSketch();
            _sketch?.Add(hash);
            value = Shorten(value);
            hash = ValueHash.Of(value);
        }

        ref var counter = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, hash, out var isKnown);
        if (!isKnown)
        {
            counter.Value = value;
        }

        counter.Count++;
        if (_counts.Count > Capacity)
        {
            StartSketch();
            DropRarest();
        }
    }

    internal FrequentValues Build()
    {
        var top = _counts.Values
            .Where(counter => counter.Count > _undercount)
            .Select(static counter => new ValueCount(TextOf(counter.Value), counter.Count))
            .OrderByDescending(static entry => entry.Count).ThenBy(static entry => entry.Value, StringComparer.Ordinal)
            .Take(TopCount)
            .ToList();
        return new FrequentValues(top, _total - top.Sum(static entry => entry.Count), _undercount);
    }

    private static bool IsLong(Value value) => value.Type == Text && value.AsString().Length > MaxTextLength;

    // Stands for all texts that begin like it.
    private static Value Shorten(Value value)
    {
        var text = value.AsString();
        return Value.Of(text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)] + "…");
    }

    // Both zeros are one number.
    private static string TextOf(Value value) => value.ToString() is var text && text == "-0" && value.Type.IsNumeric ? "0" : text;

    private void StartSketch()
    {
        if (_sketch is not null)
        {
            return;
        }

        _sketch = new DistinctSketch();
        foreach (var hash in _counts.Keys)
        {
            _sketch.Add(hash);
        }
    }

    private void DropRarest()
    {
        var counts = _counts.Values.Select(static counter => counter.Count).ToArray();
        Array.Sort(counts);
        var cut = counts[counts.Length / 2];
        _undercount += cut;
        foreach (var (hash, counter) in _counts.ToArray())
        {
            if (counter.Count <= cut)
            {
                _counts.Remove(hash);
            }
            else
            {
                _counts[hash] = counter with { Count = counter.Count - cut };
            }
        }
    }

    private record struct Counter(Value Value, long Count);
}
