using System.Text.Json;

namespace Lineage.Marquez;

/// <summary>A dataset.</summary>
public sealed record MarquezDataset
{
    /// <summary>Name.</summary>
    public required MarquezName Id { get; init; }

    /// <summary><c>STREAM</c> in a Kafka namespace, otherwise <c>DB_TABLE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Name without namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The first other name, or the name itself.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Earliest event that named it.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Latest event that named it.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the data source, or the namespace.</summary>
    public required string SourceName { get; init; }

    /// <summary>Columns of the latest schema.</summary>
    public required IReadOnlyList<MarquezField> Fields { get; init; }

    /// <summary>Tags by their keys.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Latest event that named it.</summary>
    public required string LastModifiedAt { get; init; }

    /// <summary>Last change of the lifecycle; null when none is known.</summary>
    public string? LastLifecycleState { get; init; }

    /// <summary>Description; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>All facets.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Facets { get; init; }

    /// <summary>Whether the last change of the lifecycle dropped it.</summary>
    public bool Deleted => LastLifecycleState == "DROP";
}

/// <summary>A column.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type; null when not stated.</param>
/// <param name="Description">Description; null when there is none.</param>
/// <param name="Tags">Tags by their keys.</param>
public sealed record MarquezField(string Name, string? Type, string? Description, IReadOnlyList<string> Tags);

/// <summary>A page of datasets.</summary>
/// <param name="TotalCount">Length of the whole list.</param>
/// <param name="Datasets">The page.</param>
public sealed record MarquezDatasets(long TotalCount, IReadOnlyList<MarquezDataset> Datasets);
