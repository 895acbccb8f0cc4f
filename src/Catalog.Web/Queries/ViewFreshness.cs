using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>How fresh a feature view is, with what it was judged by. <c>docs/freshness.md</c> says what each status means.</summary>
public sealed record ViewFreshness
{
    /// <summary>The version in force.</summary>
    public required FeatureViewId View { get; init; }

    public required Status Status { get; init; }

    /// <summary>When it was judged.</summary>
    public required Instant At { get; init; }

    /// <summary>Event time of the newest row; null when there is no row.</summary>
    public Instant? NewestEvent { get; init; }

    /// <summary>How old the newest event may be by the contract of the source; null when it promises nothing.</summary>
    public TimeSpan? Promise { get; init; }

    /// <summary>The max age of the view; null when its values hold for ever.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Events of the source that the writer has not read yet.</summary>
    public long Lag { get; init; }

    /// <summary>Why the writer fails; null when it does not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the online store lost its rows.</summary>
    public bool IsEmptied { get; private init; }

    /// <summary>Whether its writer neither fails nor is still filling it, so that rows which were written should be there.</summary>
    public bool IsWritten => Status is not (Status.Failed or Status.Running) && Lag == 0;

    /// <summary>Age of the newest event; never negative.</summary>
    public TimeSpan? Age => NewestEvent is { } newest ? (At > newest ? At - newest : TimeSpan.Zero) : null;

    /// <summary>The status with its reason, in a sentence.</summary>
    public string Sentence => Status switch
    {
        _ when IsEmptied
            => "The online store holds none of its rows, so every lookup answers NOT_FOUND: the store was emptied, or another one took its place. Its writer notices and fills it again from the event log; where it does not, look at the processes that have the role 'work'.",
        Status.Failed => $"Its writer fails and tries again: {Error}",
        Status.Running => $"It is being filled: {Numbers.Count(Lag, "event")} to go.",
        _ when Age is not { } => "It has no event yet.",
        _ => $"Newest event {Durations.Age(Age.Value)} ago; {Measure}.",
    };

    /// <summary>The same view whose rows the online store lost.</summary>
    public ViewFreshness Emptied() => this with { Status = Status.Failed, IsEmptied = true };

    private string Measure => (Promise, MaxAge) switch
    {
        ({ } promise, { } maxAge) when Status == Status.Stale => $"promised within {Durations.Words(promise)}, and values are served for {Durations.Words(maxAge)} only",
        ({ } promise, _) => $"promised within {Durations.Words(promise)}",
        (_, { } maxAge) => $"values are served for {Durations.Words(maxAge)}",
        _ => "nothing says how new it must be",
    };
}
