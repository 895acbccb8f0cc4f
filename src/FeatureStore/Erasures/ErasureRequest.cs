using Catalog.Core.Values;

namespace FeatureStore.Erasures;

/// <summary>Which entity is to be erased.</summary>
public sealed record ErasureRequest
{
    /// <summary>Values by join key. Views with these join keys and others lose the rows of all keys that have these values.</summary>
    public required IReadOnlyDictionary<string, Value> Key { get; init; }

    /// <summary>Whether later events of the entity are kept out too.</summary>
    public bool Forever { get; init; }

    /// <summary>Who asks; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why; kept in the receipt, so it must not name the entity. Null when not said.</summary>
    public string? Reason { get; init; }
}
