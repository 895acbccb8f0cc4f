using System.Text.Json.Serialization;
using Catalog.Core.Values;

namespace FeatureStore.Erasures;

/// <summary>The record of one erasure, which becomes its receipt.</summary>
public sealed record Erasure
{
    /// <summary>Characters of a <see cref="Fingerprint"/>.</summary>
    public const int FingerprintLength = 16;

    /// <summary>Id, a version 7 UUID; also that of its run.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it is.</summary>
    public required ErasureState State { get; init; }

    /// <summary>Names of the join keys, ordinal order.</summary>
    public required IReadOnlyList<string> JoinKeys { get; init; }

    /// <summary>Tells this entity from others without naming it: the beginning of the salted hash of its key, in hexadecimal. The same entity has the same one in every erasure.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// Values of the join keys as text, in their order, as long as they are needed to find the rows; removed in the step that ends the erasure, whatever its end.
    /// </summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether events of the entity are kept out for ever, and not only those that happened or arrived by <see cref="Through"/>.</summary>
    public bool IsForever { get; init; }

    /// <summary>Events that happened or arrived by then are kept out; null while it runs, and for one that holds for ever: then all are.</summary>
    public Instant? Through { get; init; }

    /// <summary>When it was asked for.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Who asked for it; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why, in the words of who asked; null when not said.</summary>
    public string? Reason { get; init; }

    /// <summary>Every place that was looked at.</summary>
    public IReadOnlyList<ErasedPlace> Places { get; init; } = [];

    /// <summary>Stable code of what went wrong; null when nothing did.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether it has ended, in whatever way.</summary>
    [JsonIgnore]
    public bool HasEnded => State is ErasureState.Completed or ErasureState.Failed;
}
