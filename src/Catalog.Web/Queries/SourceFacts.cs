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

    /// <summary>Events in its log.</summary>
    public required long EventCount { get; init; }

    /// <summary>When the newest of them arrived; null without events.</summary>
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

    /// <summary>Its light: of the newest event where a view shows it; failed while its events cannot be made or read.</summary>
    public Status Status => Stream is { Light: Status.Failed } || Topic is { Light: Status.Failed } || Capture is { Light: Status.Failed } ? Status.Failed : FreshnessRule.Judge(NewestEvent, At, Promise, maxAge: null);

    /// <summary>Words beside the light.</summary>
    public string StatusText => Stream is { Light: Status.Failed } failing ? failing.Text
        : Topic is { Light: Status.Failed } unread ? unread.Text
        : Capture is { Light: Status.Failed } uncaptured ? uncaptured.Text
        : NewestEvent is { } newest ? Durations.Age(At > newest ? At - newest : TimeSpan.Zero) : EventCount == 0 ? "No event yet" : "Unknown";
}
