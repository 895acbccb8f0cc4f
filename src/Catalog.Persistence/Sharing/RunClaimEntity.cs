namespace Catalog.Persistence.Sharing;

/// <summary>Which process carries out a run.</summary>
internal sealed class RunClaimEntity
{
    public required Guid RunId { get; init; }

    public required string HolderId { get; set; }

    public required string HolderName { get; set; }

    public bool IsCancelAsked { get; set; }
}
