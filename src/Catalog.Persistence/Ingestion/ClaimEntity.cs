namespace Catalog.Persistence.Ingestion;

/// <summary>A value that must be unique, as its hash, and the record that came with it first.</summary>
internal sealed class ClaimEntity
{
    /// <summary>The 128 bits, highest byte first.</summary>
    public required byte[] Hash { get; init; }

    public required string Source { get; init; }

    public required string Fingerprint { get; init; }

    public required long RecordNumber { get; init; }
}
