using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>
/// Features that are computed when they are asked for, from features of other views and from values that the request brings. Nothing of them is stored. Immutable: a change of meaning is a new
/// <see cref="Version"/>.
/// </summary>
public sealed record OnDemandFeatureView
{
    /// <summary>Unique name, also among feature views.</summary>
    public required string Name { get; init; }

    /// <summary>Counts changes of meaning from 1: what it reads, and the features' names, types, origins and order. Text and ownership do not count.</summary>
    public required int Version { get; init; }

    /// <summary>Owning domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Owning team.</summary>
    public required string Owner { get; init; }

    /// <summary>What it tells, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The feature views that it reads, with the features that expressions may name.</summary>
    public required IReadOnlyList<FeatureProjection> Sources { get; init; }

    /// <summary>The values that requests and entity frames bring.</summary>
    public required IReadOnlyList<RequestSource> Requests { get; init; }

    /// <summary>The features in the order declared.</summary>
    public required IReadOnlyList<OnDemandFeature> Features { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Name and version.</summary>
    public FeatureViewId Id => new(Name, Version);
}

/// <summary>Values that a request brings.</summary>
/// <param name="Name">Name of the source within its view.</param>
/// <param name="Schema">The values.</param>
public sealed record RequestSource(string Name, IReadOnlyList<RequestValue> Schema);

/// <summary>One value that a request brings, and a column of entity frames.</summary>
/// <param name="Name">Its name among the entities of a request and in the frame.</param>
/// <param name="Type">Type that it is read as.</param>
/// <param name="Description">Meaning, in a sentence; null when absent.</param>
public sealed record RequestValue(string Name, DataType Type, string? Description);

/// <summary>One feature of an on-demand view.</summary>
public sealed record OnDemandFeature
{
    /// <summary>Unique within the view.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value.</summary>
    public required DataType Type { get; init; }

    /// <summary>What is computed; null when the feature is an input as it is.</summary>
    public string? Expression { get; init; }

    /// <summary>The input that it is; null when it is computed.</summary>
    public string? From { get; init; }

    /// <summary>Meaning, in a sentence; null when absent.</summary>
    public string? Description { get; init; }

    /// <summary>Free words, such as <c>pii</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
