using Ingestion.Batches;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Feeds;

/// <summary>Records outside the event log, in one order, on their way into one source: a partition of a topic, or a table that is captured. Not thread-safe.</summary>
internal interface IFeed
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>How its records are written.</summary>
    OriginKind Kind { get; }

    /// <summary>Opens what takes its payloads apart.</summary>
    /// <param name="readers">Opens readers.</param>
    /// <param name="names">Names of the fields, in the order in which they are asked for.</param>
    FeedRecordReader OpenPayloads(IRecordReaderFactory readers, IReadOnlyList<string> names);

    /// <summary>A batch on its way into its source.</summary>
    IngestionStream StreamOf(FeedTarget target, Guid runId);

    /// <summary>Takes the reading over: finds how far it is, removes what was written ahead of that, and settles where it begins if it never has.</summary>
    /// <exception cref="IngestionException">Errors of the log and of where the records are.</exception>
    Task<FeedOpening> OpenAsync(IngestionStream stream, CancellationToken cancellationToken);

    /// <summary>The feed is not wanted any more: what was set up for it elsewhere is taken away.</summary>
    Task RemoveAsync(string source, CancellationToken cancellationToken);
}

/// <summary>A feed that is being read.</summary>
/// <param name="Mark">How far it is.</param>
/// <param name="End">One past the newest record as far as is known.</param>
/// <param name="Reader">Reads on from there.</param>
internal sealed record FeedOpening(IngestionMark Mark, long End, IFeedReader Reader);

/// <summary>Reads a feed. Not thread-safe.</summary>
internal interface IFeedReader : IAsyncDisposable
{
    /// <summary>The next records; none when none came for a while.</summary>
    Task<FeedBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Everything up to a mark is durable.</summary>
    void Confirm(IngestionMark mark);

    /// <summary>Adds to the status what only the feed knows.</summary>
    FeedStatus Describe(FeedStatus status, IngestionMark mark, long end);
}

/// <summary>What a read gave.</summary>
/// <param name="Records">In order.</param>
/// <param name="Next">Number with which the next read goes on.</param>
/// <param name="End">One past the newest record as far as is known, never before <paramref name="Next"/>.</param>
/// <param name="Position">What the mark must say beside the number; null: what it said before.</param>
internal sealed record FeedBatch(IReadOnlyList<FeedRecord> Records, long Next, long End, string? Position = null);
