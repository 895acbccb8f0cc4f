namespace FeatureStore.Model;

/// <summary>The features that one model asks for.</summary>
public sealed record FeatureService
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Owning domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Owning team.</summary>
    public required string Owner { get; init; }

    /// <summary>What it serves, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Views with the features taken from each, in the order of the answer.</summary>
    public required IReadOnlyList<FeatureProjection> Projections { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>The features taken from one view.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Features">Names of the features; empty means all of them in the view's order.</param>
/// <param name="Alias">Name that replaces the view's in full feature names; null keeps it.</param>
/// <param name="JoinKeyMap">From the view's join key to the name under which the request gives it; empty when they agree.</param>
public sealed record FeatureProjection(
    string View,
    IReadOnlyList<string> Features,
    string? Alias,
    IReadOnlyDictionary<string, string> JoinKeyMap);
