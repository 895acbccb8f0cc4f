using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Statistics;

/// <summary>Collects the values of one feature in bounded memory.</summary>
internal sealed class FeatureAccumulator(Feature feature, int exactValues)
{
    private readonly ValueTally _tally = new();
    private readonly NumberAccumulator? _numbers = HasNumbers(feature.Type) ? new NumberAccumulator(exactValues) : null;
    private readonly DistinctSketch? _distinct = HasLength(feature.Type) ? new DistinctSketch() : null;
    private long _values;
    private Instant? _newest;

    internal void Add(Value value, Instant eventTime)
    {
        _values++;
        _newest = _newest is { } newest && newest > eventTime ? newest : eventTime;
        var subject = SubjectOf(value);
        _tally.Add(subject);
        _numbers?.Add(subject.AsDouble());
        _distinct?.Add(ValueHash.Of(value));
    }

    internal FeatureStatistics Build(long keys) => new()
    {
        Name = feature.Name,
        Type = feature.Type,
        Values = _values,

        // A key may have been written between the scan of the keys and that of the values.
        Nulls = Math.Max(0, keys - _values),
        NewestEvent = _newest,
        Distinct = _distinct is null ? _tally.Distinct : new DistinctCount(Math.Min(_distinct.Estimate(), _values), DistinctSketch.Error),
        Frequent = _tally.Build(),
        Numbers = _numbers?.Build(),
    };

    /// <summary>What is counted and measured: of lists and bytes how long they are.</summary>
    private static Value SubjectOf(Value value) => value.Type switch
    {
        { IsList: true } => Value.Of(value.AsList().Length),
        { Element: ScalarType.Bytes } => Value.Of(value.AsBytes().Length),
        _ => value,
    };

    private static bool HasLength(DataType type) => type.IsList || type.Element == ScalarType.Bytes;

    private static bool HasNumbers(DataType type) => HasLength(type) || type.IsNumeric || type.Element == ScalarType.Timestamp;
}
