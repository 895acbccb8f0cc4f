using Catalog.Core.Values;

namespace Catalog.Persistence.Lineage.Entities;

/// <summary>The head of a list that a later event replaces whole.</summary>
internal interface IStamped
{
    Guid Id { get; set; }

    Instant StampTime { get; set; }

    long StampTie { get; set; }
}
