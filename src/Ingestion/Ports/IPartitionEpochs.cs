namespace Ingestion.Ports;

/// <summary>Counts the owners of each partition, so that stores can tell the latest. Thread-safe, also between processes.</summary>
public interface IPartitionEpochs
{
    /// <summary>The number of a new owner: one more than that of any before.</summary>
    /// <param name="source">The source.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="owner">Name of the process, for people.</param>
    /// <param name="cancellationToken">Cancels before a number is given.</param>
    Task<long> TakeAsync(string source, int partition, string owner, CancellationToken cancellationToken);
}
