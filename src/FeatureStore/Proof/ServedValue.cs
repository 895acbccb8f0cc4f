using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>One value with all that is compared: status, event time, and every bit of the value.</summary>
/// <param name="Status">What it is.</param>
/// <param name="EventTime">Event time of the row that it is from; the epoch where nothing was found.</param>
/// <param name="Value">The value; null where the status is not <see cref="FieldStatus.Present"/>.</param>
internal readonly record struct ServedValue(FieldStatus Status, Instant EventTime, Value Value)
{
    internal static readonly ServedValue Missing = new(FieldStatus.NotFound, default, Value.Null);

    internal static ServedValue Of(Value value, Instant eventTime) => new(value.IsNull ? FieldStatus.NullValue : FieldStatus.Present, eventTime, value);
}
