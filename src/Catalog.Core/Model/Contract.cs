namespace Catalog.Core.Model;

/// <summary>
/// A data contract: the part of an Open Data Contract Standard document (ODCS 3.x, Bitol) that the product acts on.
/// The document itself is kept as text; nothing of it is lost.
/// </summary>
public sealed record Contract
{
    /// <summary>The name definitions refer to it by: the document's <c>name</c>, or its <c>id</c> when it has no name.</summary>
    public required string Name { get; init; }

    /// <summary>The document's <c>id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The contract's own version.</summary>
    public required string Version { get; init; }

    /// <summary>Version of the standard, for example <c>v3.1.0</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Lifecycle status; ODCS leaves the vocabulary open.</summary>
    public string Status { get; init; } = "active";

    /// <summary>The owning domain; null when the document names none.</summary>
    public string? Domain { get; init; }

    /// <summary>The document's <c>description.purpose</c>.</summary>
    public string? Purpose { get; init; }

    /// <summary>The objects (tables, topics) that the contract describes.</summary>
    public IReadOnlyList<ContractObject> Schema { get; init; } = [];

    /// <summary>Promises about the service, such as latency or retention.</summary>
    public IReadOnlyList<ServiceLevel> ServiceLevels { get; init; } = [];

    /// <summary>The object that the events of a source must keep: the one named like the source, or the only one. Null when neither exists.</summary>
    public ContractObject? ObjectFor(string source)
        => Schema.FirstOrDefault(candidate => candidate.Name == source) ?? (Schema.Count == 1 ? Schema[0] : null);
}

/// <summary>One object of a contract's schema.</summary>
/// <param name="Name">Logical name.</param>
/// <param name="Description">Meaning; null when absent.</param>
/// <param name="Properties">Columns in the order declared.</param>
public sealed record ContractObject(string Name, string? Description, IReadOnlyList<ContractProperty> Properties)
{
    /// <summary>Measures over many events, of the object and of its columns, in the order declared.</summary>
    public IReadOnlyList<QualityRule> Quality { get; init; } = [];
}

/// <summary>A promise about the service (ODCS <c>slaProperties</c>).</summary>
/// <param name="Property">What is promised, for example <c>latency</c>.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Unit">The unit; null when absent.</param>
/// <param name="Element">The object or column it is about; null for the whole contract.</param>
public sealed record ServiceLevel(string Property, string Value, string? Unit, string? Element);
