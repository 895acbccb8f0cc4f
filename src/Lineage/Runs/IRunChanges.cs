namespace Lineage.Runs;

/// <summary>Tells live pages which runs have changed. Thread-safe.</summary>
public interface IRunChanges
{
    /// <summary>
    /// Ids of runs that began, made progress or ended after the call, without end until cancelled. A run that changes several times
    /// before the reader takes it is given once, so a slow reader misses no run and holds nobody up. Changes of other processes are not seen.
    /// </summary>
    IAsyncEnumerable<Guid> ReadAllAsync(CancellationToken cancellationToken);
}
