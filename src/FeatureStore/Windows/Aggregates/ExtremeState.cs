using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>The smallest or largest operand that is not null, in the order of comparisons (<see cref="Comparison"/>); null when there is none.</summary>
internal sealed class ExtremeState(bool isMaximum) : AggregateState
{
    private Value _best;

    internal override bool IsEmpty => _best.IsNull;

    internal override void Reset() => _best = Value.Null;

    internal override void Add(in WindowEvent item) => Take(item.Value);

    internal override void Merge(AggregateState other) => Take(((ExtremeState)other)._best);

    internal override void Write(ValueWriter writer) => writer.WriteValue(_best);

    internal override void MergeFrom(ref ValueReader reader) => Take(reader.ReadValue());

    internal override Value Finish() => _best;

    private void Take(Value value)
    {
        if (value.IsNull)
        {
            return;
        }

        // 0 and -0 compare as equal; the choice between them must not depend on their order.
        var order = _best.IsNull ? 1 : Comparison.Compare(value, _best);
        if (_best.IsNull || (isMaximum ? order > 0 : order < 0) || (order == 0 && value.Bits64 < _best.Bits64))
        {
            _best = value;
        }
    }
}
