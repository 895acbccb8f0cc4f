using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>How the rows of a training set are divided into files of their own, beside the whole.</summary>
public sealed record TrainingSetSplits
{
    /// <summary>What decides the part of a row.</summary>
    [JsonConverter(typeof(CamelCaseEnumJson<SplitKind>))]
    public required SplitKind Kind { get; init; }

    /// <summary>The parts, at least two. By time in the order of their times.</summary>
    public required IReadOnlyList<TrainingSetSplit> Parts { get; init; }

    /// <summary>By key: the columns of the entity frame whose values decide. Empty otherwise.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>By ratio and by key: another seed divides the rows otherwise.</summary>
    public long Seed { get; init; }
}

/// <summary>One part of a training set.</summary>
/// <param name="Name">Its name, for example <c>train</c>: lower-case letters, digits, <c>_</c> and <c>-</c>, starting with a letter, at most 50 characters.</param>
public sealed record TrainingSetSplit(string Name)
{
    /// <summary>By ratio and by key: its part of all rows or keys, above 0; all together are 1. Null by time.</summary>
    public double? Ratio { get; init; }

    /// <summary>By time: rows whose time is before this, and not in an earlier part. Null in the last part, which takes what is left, and otherwise.</summary>
    [JsonConverter(typeof(InstantTextJson))]
    public Instant? Before { get; init; }
}

/// <summary>What decides the part of a row.</summary>
public enum SplitKind
{
    /// <summary>The time that the row is asked for.</summary>
    Time,

    /// <summary>A hash of the seed and the place of the row in the entity frame.</summary>
    Ratio,

    /// <summary>A hash of the seed and the key of the row, so that all rows of a key are in one part.</summary>
    Key,
}
