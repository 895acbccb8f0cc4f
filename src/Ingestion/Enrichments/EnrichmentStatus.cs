using Ingestion.Model;
using Ingestion.Pipelines;

namespace Ingestion.Enrichments;

/// <summary>How far one partition of a stream has been enriched.</summary>
public sealed record EnrichmentStatus
{
    /// <summary>The source that is made.</summary>
    public required string Source { get; init; }

    /// <summary>The source that is read.</summary>
    public required string Stream { get; init; }

    /// <summary>Partition of the stream.</summary>
    public required int Partition { get; init; }

    /// <summary>What is being done.</summary>
    public PipelineState State { get; init; }

    /// <summary>Next offset of the stream to be read.</summary>
    public long Position { get; init; }

    /// <summary>End of the stream when it was last looked at.</summary>
    public long EndOfLog { get; init; }

    /// <summary>Events of the stream not enriched yet.</summary>
    public long Lag => Math.Max(0, EndOfLog - Position);

    /// <summary>The run that is open; null when none is.</summary>
    public Guid? RunId { get; init; }

    /// <summary>What was done in that run; null when none is open.</summary>
    public ViewWork? Work { get; init; }

    /// <summary>Why it is failing; null when it is not.</summary>
    public string? Error { get; init; }
}
