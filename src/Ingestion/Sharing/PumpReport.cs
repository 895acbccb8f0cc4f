using Catalog.Core.Values;
using Ingestion.Captures;
using Ingestion.Enrichments;
using Ingestion.Pipelines;
using Ingestion.Topics;

namespace Ingestion.Sharing;

/// <summary>How far a pump was when its process last said so.</summary>
public sealed record PumpReport
{
    /// <summary>What it writes: a view version (<c>name@v2</c>), an enriched source, or a source that reads a topic or captures a table.</summary>
    public required string Subject { get; init; }

    /// <summary>Partition of the source or topic that it reads.</summary>
    public required int Partition { get; init; }

    /// <summary>Name of the process.</summary>
    public required string Owner { get; init; }

    /// <summary>Number of its ownership of the partition.</summary>
    public required long Epoch { get; init; }

    /// <summary>When it said so.</summary>
    public required Instant At { get; init; }

    /// <summary>The end up to which somebody wants everything durable; 0 when nobody asked.</summary>
    public long Asked { get; init; }

    /// <summary>How far the writer of a view is; null for others.</summary>
    public PipelineStatus? View { get; init; }

    /// <summary>How far an enriched source is; null for others.</summary>
    public EnrichmentStatus? Stream { get; init; }

    /// <summary>How far the reading of a topic is; null for others.</summary>
    public TopicStatus? Topic { get; init; }

    /// <summary>How far the capture of a table is; null for others.</summary>
    public CaptureStatus? Capture { get; init; }
}
