namespace Catalog.Core.Model;

/// <summary>One way to read a data product. Exactly one of <see cref="FeatureView"/>, <see cref="FeatureService"/> and <see cref="Source"/> is set.</summary>
public sealed record OutputPort
{
    /// <summary>Unique within the product.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the port; a breaking change opens a new port.</summary>
    public required string Version { get; init; }

    /// <summary>What it gives, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The contract that this port keeps; null when none is declared.</summary>
    public string? Contract { get; init; }

    /// <summary>The feature view behind the port.</summary>
    public string? FeatureView { get; init; }

    /// <summary>The feature service behind the port.</summary>
    public string? FeatureService { get; init; }

    /// <summary>The source behind the port.</summary>
    public string? Source { get; init; }
}
