namespace Ingestion.Ports;

/// <summary>
/// Remembers, for each value that must be unique, the record that came with it first. It holds 128-bit hashes, not values. It stores positions, so that a record
/// read again after a crash is never its own duplicate. Thread-safe; callers write the claims of one source one after the other.
/// </summary>
public interface IUniquenessIndex
{
    /// <summary>The owners of the hashes, at the same places; null where a hash has none.</summary>
    Task<IReadOnlyList<RecordPosition?>> FindAsync(IReadOnlyList<UInt128> hashes, CancellationToken cancellationToken);

    /// <summary>Stores owners, all or none. A hash that has an owner keeps it.</summary>
    Task AddAsync(string source, IReadOnlyList<UniquenessClaim> claims, CancellationToken cancellationToken);

    /// <summary>Forgets the claims of an origin from <paramref name="firstRecord"/> on: what a job claimed ahead of its mark before it died.</summary>
    Task RemoveFromAsync(string source, string fingerprint, long firstRecord, CancellationToken cancellationToken);
}

/// <summary>Names one record.</summary>
/// <param name="Fingerprint">The file or push it came with.</param>
/// <param name="RecordNumber">Its number there, from 1.</param>
public readonly record struct RecordPosition(string Fingerprint, long RecordNumber);

/// <summary>One value and its first owner.</summary>
/// <param name="Hash">Hash of the source, the rule and the value.</param>
/// <param name="Owner">The record that came with it.</param>
public readonly record struct UniquenessClaim(UInt128 Hash, RecordPosition Owner);
