namespace FeatureStore.Erasures;

/// <summary>Which erasures are meant. All conditions hold together.</summary>
public sealed record ErasureFilter
{
    /// <summary>Only those in this state; null: in any.</summary>
    public ErasureState? State { get; init; }

    /// <summary>Only those with this join key, alone or among others; null: with any.</summary>
    public string? JoinKey { get; init; }

    /// <summary>Only those of the entity with this <see cref="Erasure.Fingerprint"/>, in lower case; null: of any.</summary>
    public string? Entity { get; init; }
}

/// <summary>How many erasures there are of a kind.</summary>
/// <param name="State">Their state.</param>
/// <param name="JoinKeys">Names of their join keys, ordinal order.</param>
/// <param name="Number">How many.</param>
public sealed record ErasureCount(ErasureState State, IReadOnlyList<string> JoinKeys, long Number);
