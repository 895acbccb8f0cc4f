using Catalog.Core.Values;

namespace Catalog.Persistence.Sharing;

/// <summary>A lease, also one whose time is over: its version must not begin anew.</summary>
internal sealed class LeaseEntity
{
    public required string Name { get; init; }

    public required string HolderId { get; set; }

    public required string HolderName { get; set; }

    public long Version { get; set; }

    /// <summary>By the clock of the database.</summary>
    public Instant ExpiresAt { get; set; }
}
