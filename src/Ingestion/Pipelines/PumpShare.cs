using Catalog.Core.Errors;
using FeatureStore;
using Ingestion.Diagnostics;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;

namespace Ingestion.Pipelines;

/// <summary>The share of a partition as one pump uses it: the brokers are told that it is given up once the pump has ended. Thread-safe.</summary>
internal sealed class PumpShare(PartitionShare share, string subject, ILogger logger)
{
    private readonly IDisposable _use = share.Use();
    private long _epoch;

    /// <summary>The share.</summary>
    internal PartitionShare Share => share;

    /// <summary>The number of the ownership that the pump writes under; 0 before it has begun.</summary>
    internal long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Learns the number of the ownership, with which the pump begins.</summary>
    internal async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        var epoch = await share.GetEpochAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _epoch, epoch);
        return epoch;
    }

    /// <summary>Whether an error says that another process has the partition.</summary>
    internal bool IsLost(CatalogException error) => error switch
    {
        IngestionException { ErrorCode: IngestionErrorCode.PartitionLost } => true,
        IngestionException { ErrorCode: IngestionErrorCode.ProducerFenced } or FeatureStoreException { ErrorCode: FeatureStoreErrorCode.WriterFenced } => !share.IsHeld,
        _ => false,
    };

    /// <summary>Does nothing any more, until the pump is stopped.</summary>
    internal Task LeaveAsync(CancellationToken cancellationToken)
    {
        Log.PartitionLost(logger, subject, share.Partition);
        return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>The pump has stopped.</summary>
    internal void End() => _use.Dispose();
}
