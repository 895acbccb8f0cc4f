using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Model;

namespace Ingestion.Pipelines;

/// <summary>How far the writer of one view version and partition is.</summary>
public sealed record PipelineStatus
{
    /// <summary>The view version.</summary>
    public required FeatureViewId View { get; init; }

    /// <summary>The source that it reads.</summary>
    public required string Source { get; init; }

    /// <summary>Partition of the log.</summary>
    public required int Partition { get; init; }

    /// <summary>What it is doing.</summary>
    public PipelineState State { get; init; }

    /// <summary>Next log sequence to be read; everything before is in the online store.</summary>
    public long Position { get; init; }

    /// <summary>One past the last sequence that is durable offline, too.</summary>
    public long DurablePosition { get; init; }

    /// <summary>End of the log when it was last looked at.</summary>
    public long EndOfLog { get; init; }

    /// <summary>Events not read yet.</summary>
    public long Lag => Math.Max(0, EndOfLog - Position);

    /// <summary>Whether it has been less than <c>Ingestion:CatchUpEvents</c> behind the log since it was opened; not so while a new view is being filled.</summary>
    public bool HasCaughtUp { get; init; }

    /// <summary>New events that gave no row because a join key or the event time was null, since the process began.</summary>
    public long Skipped { get; init; }

    /// <summary>Newest event time written to this partition; null when none was.</summary>
    public Instant? NewestEventTime { get; init; }

    /// <summary>The run that is open; null when none is.</summary>
    public Guid? RunId { get; init; }

    /// <summary>What was done in that run; null when none is open.</summary>
    public ViewWork? Work { get; init; }

    /// <summary>Why it is failing; null when it is not.</summary>
    public string? Error { get; init; }
}
