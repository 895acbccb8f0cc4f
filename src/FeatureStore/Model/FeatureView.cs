using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>Features of one or more entities, computed from one source. Immutable: a change of meaning is a new <see cref="Version"/>.</summary>
public sealed record FeatureView
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Counts changes of meaning from 1: entities, source, timestamp, features' names, types and origins, aggregates with what they take over from the source. Text, ttl and ownership do not
    /// count.
    /// Stored rows belong to a version.
    /// </summary>
    public required int Version { get; init; }

    /// <summary>Owning domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Owning team.</summary>
    public required string Owner { get; init; }

    /// <summary>What one row tells, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The entities whose join keys, in this order, make the key of a row. Empty: one row for the whole view.</summary>
    public required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>The source that rows come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the source divides its events by columns that are join keys of the view, so that all rows of a key come from one partition.</summary>
    public bool IsKeyedBySource { get; init; }

    /// <summary>The source column that holds the event time.</summary>
    public required string TimestampColumn { get; init; }

    /// <summary>How long a value stays valid after its event time; zero means for ever.</summary>
    public TimeSpan Ttl { get; init; }

    /// <summary>When true a row counts for T only if its event time is before T; otherwise at T counts too.</summary>
    public bool StrictBefore { get; init; }

    /// <summary>What a null in the newest row means.</summary>
    public NullPolicy NullPolicy { get; init; }

    /// <summary>Whether rows are written to the online store.</summary>
    public bool Online { get; init; } = true;

    /// <summary>Whether rows are written to the offline store.</summary>
    public bool Offline { get; init; } = true;

    /// <summary>The features in the order declared. Rows hold their values in this order.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }

    /// <summary>The columns of the source that aggregates read, each once, ordered by name. Rows keep them, so that a window can be computed at any time.</summary>
    public IReadOnlyList<ViewInput> Inputs { get; init; } = [];

    /// <summary>How much earlier than the newest event before it an event may be and still count in windows; taken over from the source. Zero in a view without windows.</summary>
    public TimeSpan AllowedLateness { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Name and version, for example <c>customer_profile@1</c>: names stored rows and files.</summary>
    public FeatureViewId Id => new(Name, Version);
}

/// <summary>A column of the source that aggregates of a view read.</summary>
/// <param name="Column">Its name in the source.</param>
/// <param name="Type">Its type.</param>
public sealed record ViewInput(string Column, DataType Type);

/// <summary>Names one version of a feature view.</summary>
/// <param name="Name">Name of the view.</param>
/// <param name="Version">Version from 1.</param>
public readonly record struct FeatureViewId(string Name, int Version)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}@{Version}";
}

/// <summary>What a null in the newest row means.</summary>
public enum NullPolicy
{
    /// <summary>The newest row counts, also where it is null.</summary>
    Newest,

    /// <summary>Each feature takes the newest row in which it is not null.</summary>
    NewestNonNull,
}
