using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>What features describe, named by one join key.</summary>
public sealed record Entity
{
    /// <summary>Unique name; also the join key unless <see cref="JoinKey"/> says otherwise.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the column that holds the key in sources, entity frames and requests.</summary>
    public required string JoinKey { get; init; }

    /// <summary>Type of the key: a whole number, string, bytes or timestamp (the key types of Feast's layout).</summary>
    public required DataType Type { get; init; }

    /// <summary>Owning domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Owning team.</summary>
    public required string Owner { get; init; }

    /// <summary>What one entity is, in a sentence.</summary>
    public string? Description { get; init; }
}
