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

    private readonly Dictionary<Value, long> _counts = [];
    private DistinctSketch? _sketch;
    private long _total;
    private long _undercount;

    /// <summary>The number of different values.</summary>
    internal DistinctCount Distinct => _sketch is null ? new DistinctCount(_counts.Count, 0) : new DistinctCount(Math.Min(_sketch.Estimate(), _total), DistinctSketch.Error);

    internal void Add(Value value)
    {
        _total++;
        var kept = Shorten(value, out var isCut);
        if (isCut)
        {
            StartSketch();
        }

        _sketch?.Add(ValueHash.Of(value));
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, kept, out _)++;
        if (_counts.Count > Capacity)
        {
            StartSketch();
            DropRarest();
        }
    }

    internal FrequentValues Build()
    {
        var top = _counts
            .Where(pair => pair.Value > _undercount)
            .Select(static pair => new ValueCount(pair.Key.ToString(), pair.Value))
            .OrderByDescending(static entry => entry.Count).ThenBy(static entry => entry.Value, StringComparer.Ordinal)
            .Take(TopCount)
            .ToList();
        return new FrequentValues(top, _total - top.Sum(static entry => entry.Count), _undercount);
    }

    // Both zeros are one number, and a text beyond the limit stands for all that begin like it.
    private static Value Shorten(Value value, out bool isCut)
    {
        isCut = value.Type == new DataType(ScalarType.String) && value.AsString().Length > MaxTextLength;
        if (isCut)
        {
            var text = value.AsString();
            return Value.Of(text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)] + "…");
        }

        return value.Type.Element switch
        {
            ScalarType.Double when value.AsDouble() == 0 => Value.Of(0.0),
            ScalarType.Float when value.AsFloat() == 0 => Value.Of(0f),
            _ => value,
        };
    }

    private void StartSketch()
    {
        if (_sketch is not null)
        {
            return;
        }

        _sketch = new DistinctSketch();
        foreach (var value in _counts.Keys)
        {
            _sketch.Add(ValueHash.Of(value));
        }
    }

    private void DropRarest()
    {
        var counts = _counts.Values.ToArray();
        Array.Sort(counts);
        var cut = counts[counts.Length / 2];
        _undercount += cut;
        foreach (var (value, count) in _counts.ToArray())
        {
            if (count <= cut)
            {
                _counts.Remove(value);
            }
            else
            {
                _counts[value] = count - cut;
            }
        }
    }
}
