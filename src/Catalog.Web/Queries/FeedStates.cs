using Ingestion.Captures;
using Ingestion.Model;
using Ingestion.Topics;

namespace Catalog.Web.Queries;

/// <summary>Tells how far topics and captured tables have been read into their sources. Thread-safe.</summary>
public sealed class FeedStates(ITopicStatuses topics, ICaptureStatuses captures)
{
    /// <summary>How far the topic of a source has been read; null for a source without one.</summary>
    public TopicState? TopicOf(Source source)
        => source.Topic is { } topic ? new TopicState(topic, [.. topics.Statuses.Where(status => status.Source == source.Name)]) : null;

    /// <summary>How far the table of a source has been captured; null for a source without one.</summary>
    public CaptureState? CaptureOf(Source source) => source.Capture is { } capture
        ? new CaptureState(
            capture,
            captures.Captures.FirstOrDefault(status => status.Source == source.Name) ?? new CaptureStatus { Source = source.Name, Partition = 0, Capture = capture },
            [.. captures.LeftSlots.Where(slot => slot.Connection == capture.Connection)])
        : null;
}
