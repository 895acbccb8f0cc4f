using Catalog.Core.Values;

namespace FeatureStore.Access;

/// <summary>A program that looks features up, and what it may read.</summary>
public sealed record Consumer
{
    /// <summary>Stands among <see cref="FeatureServices"/> for all feature services, and any feature beside them.</summary>
    public const string Everything = "*";

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>The team that runs it.</summary>
    public required string Owner { get; init; }

    /// <summary>What it needs the features for; null when nobody said.</summary>
    public string? Purpose { get; init; }

    /// <summary>Names of the feature services that it may read, in order of their names.</summary>
    public IReadOnlyList<string> FeatureServices { get; init; } = [];

    /// <summary>When it was registered.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Whether it may read everything.</summary>
    public bool ReadsEverything => FeatureServices.Contains(Everything);
}
