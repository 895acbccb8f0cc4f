using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Pipelines;

namespace Ingestion.Feeds;

/// <summary>How far a feed has been read into a source.</summary>
public abstract record FeedStatus
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Partition of the feed.</summary>
    public required int Partition { get; init; }

    /// <summary>What is being done.</summary>
    public PipelineState State { get; init; }

    /// <summary>Number of the next record to be read; everything before is an event, was passed over or is quarantined.</summary>
    public long Position { get; init; }

    /// <summary>What it waits for, such as a view that is too far behind; null when for nothing but records.</summary>
    public string? Waiting { get; init; }

    /// <summary>The run that is open; null when none is.</summary>
    public Guid? RunId { get; init; }

    /// <summary>What was done in that run: records read, accepted (<see cref="ViewWork.Rows"/>) and quarantined (<see cref="ViewWork.Skipped"/>); null when none is open.</summary>
    public ViewWork? Work { get; init; }

    /// <summary>Why it is failing; null when it is not.</summary>
    public string? Error { get; init; }

    /// <summary>The stable code of that, such as <c>capture-lost</c>; null when it is not failing.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>When its position and figures were last seen; null as long as its reader was not opened.</summary>
    public Instant? SeenAt { get; init; }
}
