using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>A source in numbers.</summary>
public sealed record SourceFacts
{
    /// <summary>The version in force.</summary>
    public required Source Source { get; init; }

    /// <summary>The contract that its events keep; null when it has none.</summary>
    public Contract? Contract { get; init; }

    /// <summary>Events in its log; null while the log is away or counts.</summary>
    public required long? EventCount { get; init; }

    /// <summary>When the newest of them arrived; null without events, and while the log is away.</summary>
    public Instant? NewestArrival { get; init; }

    /// <summary>Newest event time among the views made from it; null when no view has a row.</summary>
    public Instant? NewestEvent { get; init; }

    /// <summary>How old the newest event may be by the contract; null when nothing is promised.</summary>
    public TimeSpan? Promise { get; init; }

    /// <summary>Refused events that wait for somebody.</summary>
    public required long OpenQuarantined { get; init; }

    /// <summary>How far its making is; null for a source that is not made of another.</summary>
    public StreamState? Stream { get; init; }

    /// <summary>How far its topic has been read; null for a source without one.</summary>
    public TopicState? Topic { get; init; }

    /// <summary>How far its table has been captured; null for a source without one.</summary>
    public CaptureState? Capture { get; init; }

    /// <summary>When it was judged.</summary>
    public required Instant At { get; init; }

    /// <summary>Events of several; null where one is not known.</summary>
    public static long? CountOf(IEnumerable<SourceFacts> sources) => sources.Aggregate((long?)0, static (sum, source) => sum + source.EventCount);

    /// <summary>Its light and the words beside it: of its newest event; of what makes or reads its events while that fails, or while nothing says how new they must be.</summary>
    public Light Light => LightOf(FreshnessRule.Judge(NewestEvent, At, Promise, maxAge: null), AgeText, Stream, Topic, Capture);

    /// <summary>Its light.</summary>
    public Status Status => Light.Status;

    /// <summary>Words beside the light.</summary>
    public string StatusText => Light.Text;

    private string AgeText => NewestEvent is { } newest ? Durations.Age(At > newest ? At - newest : TimeSpan.Zero) : EventCount == 0 ? "No event yet" : "Unknown";

    /// <summary>The one place that says whether the freshness of a source counts or what makes or reads its events.</summary>
    internal static Light LightOf(Status freshness, string age, StreamState? stream, TopicState? topic, CaptureState? capture)
    {
        var feed = stream is not null ? new Light(stream.Light, stream.Text)
            : topic is not null ? new Light(topic.Light, topic.Text)
            : capture is not null ? new Light(capture.Light, capture.Text)
            : null;
        return feed is { Status: Status.Failed } || (feed is { Status: not Status.Unknown } && freshness == Status.Unknown) ? feed : new Light(freshness, age);
    }
}
