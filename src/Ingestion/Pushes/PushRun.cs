using Catalog.Core.Events;
using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Pushes;

/// <summary>
/// The pushes of a while to one source, under one state of its definitions, as one run. Counted in memory; what is counted is kept every so often, so a crash costs at most the
/// figures of the last moment, never an event. Thread-safe, but kept and closed by one caller.
/// </summary>
internal sealed class PushRun(PushTarget target, JobRecord record, IRun run, ICheckResultStore checks, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly IngestionTally _tally = new();
    private readonly Instant _opened = Instant.Now(clock);
    private Instant _last = Instant.Now(clock);
    private TimeSpan _busy;
    private int _active;
    private bool _hasNews;
    private bool _isRetired;
    private bool _isReported;

    internal Guid Id => record.Current.RunId;

    /// <summary>Whether it takes no more pushes.</summary>
    internal bool IsRetired
    {
        get
        {
            lock (_lock)
            {
                return _isRetired;
            }
        }
    }

    /// <summary>Whether no push is counted any more.</summary>
    internal bool IsQuiet
    {
        get
        {
            lock (_lock)
            {
                return _isRetired && _active == 0;
            }
        }
    }

    /// <summary>Lets a push be counted here; false when it needs a run of its own.</summary>
    internal bool TryEnter(PushTarget other, TimeSpan window)
    {
        lock (_lock)
        {
            _isRetired |= !ReferenceEquals(other, target) || Instant.Now(clock) - _opened >= window;
            if (!_isRetired)
            {
                _active++;
                _last = Instant.Now(clock);
            }

            return !_isRetired;
        }
    }

    /// <summary>Counts a batch of a push.</summary>
    internal void Count(IngestionTally batch, TimeSpan took)
    {
        long read;
        lock (_lock)
        {
            _tally.Add(batch);
            _busy += took;
            _hasNews = true;
            read = _tally.Read;
        }

        run.Report(read);
    }

    /// <summary>A push that had entered has ended.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            _active--;
            _last = Instant.Now(clock);
        }
    }

    /// <summary>Takes no more pushes if none came for a while, or the run is long enough.</summary>
    internal void RetireIfDue(TimeSpan window, TimeSpan idle)
    {
        var now = Instant.Now(clock);
        lock (_lock)
        {
            _isRetired |= now - _opened >= window || (_active == 0 && now - _last >= idle);
        }
    }

    /// <summary>Takes no more pushes.</summary>
    internal void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
        }
    }

    /// <summary>Stores what was counted since the last time.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (TakeNews() is { } news)
        {
            await StoreAsync(news, static job => job, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the run. May be called again after a failure.</summary>
    internal async Task CloseAsync(CancellationToken cancellationToken)
    {
        var (result, tally) = TakeNews() ?? Snapshot();
        if (!_isReported)
        {
            await run.CompleteAsync(PushRunDescription.Outcome(record.Current with { Result = result }, target.Source, summary: null), cancellationToken).ConfigureAwait(false);
            _isReported = true;
        }

        await StoreAsync((result, tally), job => job with { State = IngestionJobState.Completed, EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        await run.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Leaves the run as it is, to be ended by the next start.</summary>
    internal ValueTask AbandonAsync() => run.DisposeAsync();

    private async Task StoreAsync((IngestionResult Result, IngestionTally Tally) news, Func<IngestionJob, IngestionJob> end, CancellationToken cancellationToken)
    {
        await checks.SaveAsync(new CheckReport(target.Contract, target.Source.Name, Id, news.Tally, Instant.Now(clock)).Make(), cancellationToken).ConfigureAwait(false);
        await record.TryChangeAsync(job => end(job with { Result = news.Result }), cancellationToken).ConfigureAwait(false);
    }

    private (IngestionResult Result, IngestionTally Tally)? TakeNews()
    {
        lock (_lock)
        {
            if (!_hasNews)
            {
                return null;
            }

            _hasNews = false;
            return Snapshot();
        }
    }

    private (IngestionResult Result, IngestionTally Tally) Snapshot()
    {
        lock (_lock)
        {
            var copy = new IngestionTally();
            copy.Add(_tally);
            return (copy.ToResult(Id, target.Source.Name, (long)_busy.TotalMilliseconds), copy);
        }
    }
}
