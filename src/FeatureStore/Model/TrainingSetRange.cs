using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>
/// Where the rows of a training set come from when there is no entity frame: all keys that have a row at a time, or all rows of a view in a range of event times. Either <see cref="AsOf"/> is given,
/// or <see cref="Start"/> and <see cref="End"/>.
/// </summary>
public sealed record TrainingSetRange
{
    /// <summary>All keys at this time: one row for each key that a view has a row for by then. Null for the rows of a view.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public Instant? AsOf { get; init; }

    /// <summary>The view whose rows are taken: its name, its alias in the feature service, or <c>view@v2</c> where the features name a version. Null: the only view of the features.</summary>
    public string? View { get; init; }

    /// <summary>The first event time whose rows are taken.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public Instant? Start { get; init; }

    /// <summary>The event time from which on rows are not taken any more.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public Instant? End { get; init; }

    /// <summary>The range in words; stands where a frame has the name of its file.</summary>
    public override string ToString() => AsOf is { } time ? $"all keys at {time}" : $"all rows{(View is null ? string.Empty : $" of {View}")} from {Start} to {End}";
}
