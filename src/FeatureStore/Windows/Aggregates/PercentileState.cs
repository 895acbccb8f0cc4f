using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// The p-th percentile of the operands that are not null. Up to <see cref="ExactBound"/> of them it is exact (linear between the two nearest, as NumPy's default); beyond it a DDSketch
/// answers with a relative error of at most 1 % (Masson, Rim, Lee 2019), whose counts add up exactly, so that no order plays a part. Infinities count as the largest and smallest values;
/// NaN is passed over.
/// </summary>
internal sealed class PercentileState(double percent) : AggregateState
{
    /// <summary>Most values that are kept as they are.</summary>
    internal const int ExactBound = 128;

    private readonly List<double> _values = [];
    private PercentileSketch? _sketch;

    internal override bool IsEmpty => _values.Count == 0 && _sketch is null;

    internal override void Reset()
    {
        _values.Clear();
        _sketch = null;
    }

    internal override void Add(in WindowEvent item)
    {
        if (!item.Value.IsNull)
        {
            Take(item.Value.AsDouble());
        }
    }

    internal override void Merge(AggregateState other)
    {
        var part = (PercentileState)other;
        if (part._sketch is { } sketch)
        {
            Sketch().Merge(sketch);
        }

        foreach (var value in part._values)
        {
            Take(value);
        }
    }

    internal override void Write(ValueWriter writer)
    {
        writer.WriteByte(_sketch is null ? (byte)0 : (byte)1);
        if (_sketch is not null)
        {
            _sketch.Write(writer);
            return;
        }

        writer.WriteCount(_values.Count);
        foreach (var value in _values.Order())
        {
            writer.WriteInt64(BitConverter.DoubleToInt64Bits(value));
        }
    }

    internal override void MergeFrom(ref ValueReader reader)
    {
        if (reader.ReadByte() == 1)
        {
            Sketch().MergeFrom(ref reader);
            return;
        }

        for (var count = reader.ReadCount(); count > 0; count--)
        {
            Take(BitConverter.Int64BitsToDouble(reader.ReadInt64()));
        }
    }

    internal override Value Finish()
    {
        if (IsEmpty)
        {
            return Value.Null;
        }

        if (_sketch is not null)
        {
            return Value.Of(_sketch.Find(percent / 100));
        }

        var sorted = _values.Order().ToArray();
        var rank = percent / 100 * (sorted.Length - 1);
        var below = sorted[(int)Math.Floor(rank)];
        var above = sorted[(int)Math.Ceiling(rank)];
        return Value.Of(below == above ? below : below + ((above - below) * (rank - Math.Floor(rank))));
    }

    private void Take(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        if (_sketch is not null)
        {
            _sketch.Add(value);
            return;
        }

        _values.Add(value == 0 ? 0 : value);
        if (_values.Count > ExactBound)
        {
            Sketch();
        }
    }

    private PercentileSketch Sketch()
    {
        if (_sketch is null)
        {
            _sketch = new PercentileSketch();
            _values.ForEach(_sketch.Add);
            _values.Clear();
        }

        return _sketch;
    }
}
