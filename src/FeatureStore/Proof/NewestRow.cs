using Catalog.Core.Values;
using FeatureStore.PointInTime;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>The newest of the rows of a key that came in the order of their sequence, or of those in which one feature is not null. Not thread-safe.</summary>
internal sealed class NewestRow(int width)
{
    private readonly Value[] _values = new Value[width];
    private long _eventTime;

    internal bool HasRow { get; private set; }

    internal Instant EventTime => new(_eventTime);

    internal void Clear() => (HasRow, _eventTime) = (false, 0);

    /// <summary>Takes the next row. Its sequence is above those of all before, so that it wins where event times are equal.</summary>
    internal void Take(long eventTime, ReadOnlySpan<Value> values)
    {
        if (!HasRow || eventTime >= _eventTime)
        {
            (HasRow, _eventTime) = (true, eventTime);
            values.CopyTo(_values);
        }
    }

    /// <summary>As it stands, with one of its values: the first where there is one only.</summary>
    internal Snapshot Now(int value = 0) => new(HasRow, _eventTime, HasRow && value < _values.Length ? _values[value] : Value.Null);

    /// <summary>What a key knew at some moment.</summary>
    internal readonly record struct Snapshot(bool HasRow, long EventTime, Value Value)
    {
        /// <summary>
        /// Whether the row is in its age at T. Since a lookup serves the newest row that has arrived, also one whose time is still to come, T is no earlier than the row can be seen.
        /// </summary>
        internal bool Reaches(PointInTimeRules rules, long time) => rules.Reaches(EventTime, rules.LookupMoment(time, EventTime));

        /// <summary>The value of a feature of the row at T.</summary>
        internal ServedValue ValueAt(PointInTimeRules rules, long time) => !HasRow ? ServedValue.Missing
            : Reaches(rules, time) ? ServedValue.Of(Value, new Instant(EventTime))
            : new ServedValue(FieldStatus.OutsideMaxAge, new Instant(EventTime), Value.Null);
    }
}
