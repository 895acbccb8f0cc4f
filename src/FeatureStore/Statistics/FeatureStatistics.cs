using Catalog.Core.Values;

namespace FeatureStore.Statistics;

/// <summary>The values of one feature over the keys in age.</summary>
public sealed record FeatureStatistics
{
    /// <summary>Name of the feature.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required DataType Type { get; init; }

    /// <summary>Keys in age with a value.</summary>
    public required long Values { get; init; }

    /// <summary>Keys in age without one: they are served as NULL_VALUE.</summary>
    public required long Nulls { get; init; }

    /// <summary>Newest event time of a row with a value; null when there is none in age.</summary>
    public Instant? NewestEvent { get; init; }

    /// <summary>How many different values there are.</summary>
    public required DistinctCount Distinct { get; init; }

    /// <summary>The values that occur most; of lists and bytes their lengths.</summary>
    public required FrequentValues Frequent { get; init; }

    /// <summary>Numbers as they are, timestamps as microseconds since 1970, lists and bytes by their length; null for text and booleans.</summary>
    public NumberStatistics? Numbers { get; init; }

    /// <summary>Part of the keys in age that have no value, from 0 to 1; 0 when there is no key.</summary>
    public double NullRate => Values + Nulls == 0 ? 0 : (double)Nulls / (Values + Nulls);
}

/// <summary>A number of different values.</summary>
/// <param name="Count">The number.</param>
/// <param name="Error">0 when it was counted; otherwise the standard error of the estimate as a part of it, for example 0.008.</param>
public readonly record struct DistinctCount(long Count, double Error);

/// <summary>The values that occur most.</summary>
/// <param name="Top">At most 20, the most frequent first, then by text.</param>
/// <param name="Others">Values that are none of these.</param>
/// <param name="Undercount">
/// By how much the count of a listed value may be too small, because more different values were seen than are kept; 0 when all counts are exact. Only values that
/// occur more often than this are listed, and none that occurs more than twice as often is missing.
/// </param>
public sealed record FrequentValues(IReadOnlyList<ValueCount> Top, long Others, long Undercount);

/// <summary>A value and how often it occurs.</summary>
/// <param name="Value">The value as text; a text of more than 200 characters is cut and ends with an ellipsis.</param>
/// <param name="Count">How often.</param>
public readonly record struct ValueCount(string Value, long Count);
