using Catalog.Core.Values;

namespace Catalog.Persistence.Lineage.Entities;

/// <summary>Which event's declaration of an owner holds; the edges stand in <see cref="DeclaredEdgeEntity"/>.</summary>
internal sealed class DeclarationEntity : IStamped
{
    /// <summary>Key of the job or dataset that declares.</summary>
    public Guid Id { get; set; }

    public Instant StampTime { get; set; }

    public long StampTie { get; set; }
}
