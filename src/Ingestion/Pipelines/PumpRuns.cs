using Catalog.Core.Errors;
using Catalog.Core.Values;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Microsoft.Extensions.Logging;

namespace Ingestion.Pipelines;

/// <summary>
/// Puts the work of one pump into runs. A run begins with the first new event. One of <see cref="IngestionOptions.CatchUpEvents"/> or more ends when the writer has caught up
/// and everything is durable; a smaller one collects what comes until the log is quiet or the window is over. Nothing is stored per batch, and a journal that cannot be
/// written holds no writer up. Not thread-safe: the pump calls it.
/// </summary>
internal sealed class PumpRuns(PumpRunOpener opener, PumpRunDescription description, int partition, IngestionOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(5);

    private PumpRun? _open;
    private Exception? _failure;
    private long? _failedAt;
    private bool _hasLookedBack;
    private bool _isCatchingUp;
    private ViewWork _work = new() { Partition = partition, From = 0, To = 0 };
    private long _durable;
    private (long Files, long Bytes) _written;
    private Instant? _last;
    private Instant _kept;
    private TimeSpan _patience = options.MaterializationIdle;

    /// <summary>The run at hand and what was done in it; null when none is open.</summary>
    internal (Guid RunId, ViewWork Work)? Open => _open is { } run ? (run.Id, _work) : null;

    /// <summary>Events before this sequence are counted already.</summary>
    internal long CountFrom => _work.To;

    /// <summary>Whether the run has been open for so long that it must end, and waits for rows without a file.</summary>
    internal bool WantsFlush => _open is not null && _durable < _work.To && IsWindowOver;

    /// <summary>How long the writer may sleep before a run must be looked after; null when none is open.</summary>
    internal TimeSpan? Patience
        => _open is null ? null : TimeSpan.FromTicks(Math.Max((_patience - QuietFor).Ticks, options.IdleFlush.Ticks));

    private bool IsWindowOver => _open is { } run && Instant.Now(clock) - run.OpenedAt >= options.MaterializationWindow;

    private TimeSpan QuietFor => _last is { } last ? Instant.Now(clock) - last : TimeSpan.MaxValue;

    /// <summary>A writer was opened. The first time the run that an earlier process left is gone on with.</summary>
    internal async Task OpenedAsync(PumpProgress progress, CancellationToken cancellationToken)
    {
        (_durable, _written) = (progress.DurablePosition, (0, 0));
        if (!_hasLookedBack)
        {
            // Not tried but must: a run that was overlooked now would be left open for ever.
            _work = new ViewWork { Partition = partition, From = _durable, To = _durable };
            await ResumeAsync(cancellationToken).ConfigureAwait(false);
            _hasLookedBack = true;
        }

        if (_failure is { } failure)
        {
            await FailAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Events up to <paramref name="end"/> are about to be written.</summary>
    internal async Task BeginAsync(long end, long endOfLog, CancellationToken cancellationToken)
    {
        if (end <= _work.To)
        {
            // Read before the writer was opened again; nothing of it is new.
            return;
        }

        var isBehind = endOfLog - _work.To >= options.CatchUpEvents;
        if (isBehind && !_isCatchingUp && _open is { IsResumed: false } && _durable >= _work.To)
        {
            await EndAsync((run, work) => run.CompleteAsync(work, cancellationToken)).ConfigureAwait(false);
        }

        // After a failure a run begins only once something became durable, so that a writer that fails for ever makes one failed run, not one for each try.
        if (_open is null && (_failedAt is null || _durable > _failedAt))
        {
            await OpenAsync(isBehind, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Events were written; those before <see cref="CountFrom"/> are not among the counts.</summary>
    internal void Count(ViewCounts counts, long end)
    {
        if (counts.Events > 0)
        {
            _last = Instant.Now(clock);
            _work = _work with
            {
                To = Math.Max(_work.To, end),
                Events = _work.Events + counts.Events,
                Rows = _work.Rows + counts.Rows,
                Skipped = _work.Skipped + counts.Skipped,
            };
        }
    }

    /// <summary>Shows how far the writer is, keeps it every few seconds and with each file, and ends the run when its time has come.</summary>
    internal async Task TendAsync(PumpProgress progress, long endOfLog, CancellationToken cancellationToken)
    {
        var hasNewFile = progress.DurablePosition > _durable;
        TakeWritten(progress);
        if (_open is null && _work.Events > 0 && (_failedAt is null || _durable > _failedAt))
        {
            await OpenAsync(isBehind: false, cancellationToken).ConfigureAwait(false);
        }

        if (_open is not { } run)
        {
            return;
        }

        run.Report(_work, endOfLog);
        if (IsOver(run, endOfLog))
        {
            await EndAsync((ending, work) => ending.CompleteAsync(work, cancellationToken)).ConfigureAwait(false);
        }
        else if (_work != run.Kept && (hasNewFile || Instant.Now(clock) - _kept >= KeepEvery))
        {
            _kept = Instant.Now(clock);
            await TryAsync(() => run.KeepAsync(_work, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>The writer failed and is opened anew. What is not durable is read and counted again.</summary>
    internal async Task FailAsync(Exception error, CancellationToken cancellationToken)
    {
        _failedAt = _durable;
        _failure = error;
        if (_open is null || await EndAsync((run, work) => run.FailAsync(work, error, cancellationToken)).ConfigureAwait(false))
        {
            _failure = null;
            _work = new ViewWork { Partition = partition, From = _durable, To = _durable };
        }
    }

    /// <summary>The pump has stopped. A run whose events are all durable ends well; another one goes on at the next start, unless there is nobody to go on with it.</summary>
    /// <param name="isGone">Whether the view was changed or removed.</param>
    internal async Task StopAsync(bool isGone)
    {
        if (_open is not { } run)
        {
            return;
        }

        if (_durable >= _work.To)
        {
            await EndAsync(static (ending, work) => ending.CompleteAsync(work, CancellationToken.None)).ConfigureAwait(false);
        }
        else if (isGone)
        {
            await EndAsync((ending, work) => ending.AbortAsync(work, description.Gone, CancellationToken.None)).ConfigureAwait(false);
        }
        else
        {
            await TryAsync(() => run.KeepAsync(_work, CancellationToken.None)).ConfigureAwait(false);
        }

        await run.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        _open = await opener.ResumeAsync(description, partition, cancellationToken).ConfigureAwait(false);
        if (_open?.Kept is { } kept)
        {
            _work = kept with { To = Math.Max(kept.To, _durable) };
            _open.HasGap = _durable > kept.To;
            _last = Instant.Now(clock);
        }
    }

    private Task<bool> OpenAsync(bool isBehind, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        _patience = _last is not null && QuietFor < options.MaterializationWindow
            ? TimeSpan.FromTicks(Math.Min(_patience.Ticks * 2, options.MaterializationWindow.Ticks))
            : options.MaterializationIdle;
        _open = await opener.OpenAsync(description, _work, isBehind, cancellationToken).ConfigureAwait(false);
        (_failedAt, _kept, _isCatchingUp) = (null, Instant.Now(clock), isBehind);
    });

    private void TakeWritten(PumpProgress progress)
    {
        (_durable, var files, var bytes) = progress;
        if ((files, bytes) != _written)
        {
            _work = _work with { Files = _work.Files + files - _written.Files, Bytes = _work.Bytes + bytes - _written.Bytes };
            _written = (files, bytes);
        }
    }

    private bool IsOver(PumpRun run, long endOfLog) => _durable >= _work.To
        && (IsWindowOver || QuietFor >= _patience || (_work.To >= endOfLog && (run.IsResumed || _work.Events >= options.CatchUpEvents)));

    private async Task<bool> EndAsync(Func<PumpRun, ViewWork, Task> end)
    {
        if (_open is { } run && await TryAsync(() => end(run, _work)).ConfigureAwait(false))
        {
            _open = null;
            _work = new ViewWork { Partition = partition, From = _work.To, To = _work.To };
            return true;
        }

        return false;
    }

    private async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
            return true;
        }
        catch (CatalogException error)
        {
            Log.ViewRunNotKept(logger, error, description.Subject);
            return false;
        }
    }
}
