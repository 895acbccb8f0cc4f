using Catalog.Core.Errors;
using Ingestion.Batches;
using Ingestion.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Pushes;

/// <summary>The runs that pushes are counted in: one open run for each source that is pushed to. Thread-safe; <see cref="TendAsync"/> and the ends have one caller.</summary>
internal sealed class PushRuns(PushRunOpener opener, IOptions<IngestionOptions> options, ILogger<PushRuns> logger) : IDisposable
{
    private readonly SourceLocks _opening = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PushRun> _open = new(StringComparer.Ordinal);
    private readonly List<PushRun> _ending = [];

    public void Dispose() => _opening.Dispose();

    /// <summary>The run that a push is counted in. The caller leaves it when the push has ended.</summary>
    internal async Task<PushRun> EnterAsync(PushTarget target, CancellationToken cancellationToken)
    {
        using var turn = await _opening.EnterAsync(target.Source.Name, cancellationToken).ConfigureAwait(false);
        if (TryEnterOpen(target) is { } open)
        {
            return open;
        }

        var run = await opener.OpenAsync(target, cancellationToken).ConfigureAwait(false);
        run.TryEnter(target, TimeSpan.MaxValue);
        lock (_lock)
        {
            _open.Add(target.Source.Name, run);
        }

        return run;
    }

    /// <summary>Stores what was counted, and ends the runs whose time has come. What fails is tried again the next time.</summary>
    internal async Task TendAsync(CancellationToken cancellationToken)
    {
        foreach (var run in MoveRetired(run => run.RetireIfDue(options.Value.PushWindow, options.Value.PushIdle)))
        {
            await TryAsync(run, run.KeepAsync, cancellationToken).ConfigureAwait(false);
        }

        await EndQuietAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all runs. One that still counts a push is left to the next start.</summary>
    internal async Task EndAllAsync(CancellationToken cancellationToken)
    {
        MoveRetired(static run => run.Retire());
        await EndQuietAsync(cancellationToken).ConfigureAwait(false);
        foreach (var run in _ending)
        {
            await run.AbandonAsync().ConfigureAwait(false);
        }
    }

    private PushRun? TryEnterOpen(PushTarget target)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(target.Source.Name, out var run) || run.TryEnter(target, options.Value.PushWindow))
            {
                return run;
            }

            _open.Remove(target.Source.Name);
            _ending.Add(run);
            return null;
        }
    }

    /// <summary>The runs that stay open.</summary>
    private List<PushRun> MoveRetired(Action<PushRun> retire)
    {
        lock (_lock)
        {
            foreach (var (source, run) in _open.ToList())
            {
                retire(run);
                if (run.IsRetired)
                {
                    _open.Remove(source);
                    _ending.Add(run);
                }
            }

            return [.. _open.Values];
        }
    }

    private async Task EndQuietAsync(CancellationToken cancellationToken)
    {
        List<PushRun> quiet;
        lock (_lock)
        {
            quiet = _ending.FindAll(static run => run.IsQuiet);
        }

        foreach (var run in quiet)
        {
            if (await TryAsync(run, run.CloseAsync, cancellationToken).ConfigureAwait(false))
            {
                lock (_lock)
                {
                    _ending.Remove(run);
                }
            }
        }
    }

    private async Task<bool> TryAsync(PushRun run, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CatalogException error)
        {
            Log.PushRunNotKept(logger, run.Id, error);
            return false;
        }
    }
}
