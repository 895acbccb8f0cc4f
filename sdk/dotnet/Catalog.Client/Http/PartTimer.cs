namespace Catalog.Client;

/// <summary>Stops a call when one part of it lasts too long, however long the whole takes.</summary>
internal sealed class PartTimer : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _both;

    internal PartTimer(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        Limit = limit;
        Caller = caller;
        _limit = new CancellationTokenSource(System.Threading.Timeout.InfiniteTimeSpan, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, caller);
    }

    internal TimeSpan Limit { get; }

    internal CancellationToken Token => _both.Token;

    /// <summary>The caller's own token; where it is not cancelled, the limit stopped the call.</summary>
    internal CancellationToken Caller { get; }

    /// <summary>A part begins.</summary>
    internal void Begin() => _limit.CancelAfter(Limit);

    /// <summary>The part is over; what comes is up to the caller.</summary>
    internal void Rest() => _limit.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _both.Dispose();
        _limit.Dispose();
    }
}
