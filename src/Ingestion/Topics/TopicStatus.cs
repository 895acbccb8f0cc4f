using Ingestion.Feeds;
using Ingestion.Model;

namespace Ingestion.Topics;

/// <summary>How far one partition of a topic has been read into a source. Its position is the next offset.</summary>
public sealed record TopicStatus : FeedStatus
{
    /// <summary>The topic.</summary>
    public required SourceTopic Topic { get; init; }

    /// <summary>One past the newest record of the partition when it was last looked at.</summary>
    public long End { get; init; }

    /// <summary>Offsets not read yet: as many records, where the topic is neither compacted nor written in transactions.</summary>
    public long Lag => Math.Max(0, End - Position);

    /// <summary>Offsets that the brokers did not keep until they were read, since the source reads the topic.</summary>
    public long Missed { get; init; }
}
