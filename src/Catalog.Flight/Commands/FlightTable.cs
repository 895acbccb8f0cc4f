using Catalog.Core.Arrow;
using Catalog.Core.Values;

namespace Catalog.Flight.Commands;

/// <summary>What can be fetched.</summary>
/// <param name="Name">Its name, for those who open it.</param>
/// <param name="Fields">Its columns.</param>
public sealed record FlightTable(string Name, IReadOnlyList<ArrowField> Fields)
{
    /// <summary>Rows; -1 when they are not known.</summary>
    public long Rows { get; init; } = -1;

    /// <summary>Bytes that it takes where it lies; -1 when they are not known.</summary>
    public long Bytes { get; init; } = -1;

    /// <summary>Until when it can be fetched at least; null without an end.</summary>
    public Instant? Until { get; init; }

    /// <summary>What is noted beside its columns.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
