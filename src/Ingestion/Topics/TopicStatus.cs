using Ingestion.Model;
using Ingestion.Pipelines;

namespace Ingestion.Topics;

/// <summary>How far one partition of a topic has been read into a source.</summary>
public sealed record TopicStatus
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>The topic.</summary>
    public required SourceTopic Topic { get; init; }

    /// <summary>Partition of the topic.</summary>
    public required int Partition { get; init; }

    /// <summary>What is being done.</summary>
    public PipelineState State { get; init; }

    /// <summary>Next offset to be read; everything before is an event or quarantined.</summary>
    public long Position { get; init; }

    /// <summary>One past the newest record of the partition when it was last looked at.</summary>
    public long End { get; init; }

    /// <summary>Offsets not read yet: as many records, where the topic is neither compacted nor written in transactions.</summary>
    public long Lag => Math.Max(0, End - Position);

    /// <summary>Offsets that the brokers did not keep until they were read, since the source reads the topic.</summary>
    public long Missed { get; init; }

    /// <summary>What it waits for, such as a view that is too far behind; null when for nothing but records.</summary>
    public string? Waiting { get; init; }

    /// <summary>The run that is open; null when none is.</summary>
    public Guid? RunId { get; init; }

    /// <summary>What was done in that run: records read, accepted (<see cref="ViewWork.Rows"/>) and quarantined (<see cref="ViewWork.Skipped"/>); null when none is open.</summary>
    public ViewWork? Work { get; init; }

    /// <summary>Why it is failing; null when it is not.</summary>
    public string? Error { get; init; }
}
