using Catalog.Core.Events;
using Catalog.Core.Values;
using Lineage.Model;

namespace Lineage.Runs;

/// <summary>
/// A run of this process. Progress is held in memory; a loop keeps it once a second if it has changed, and says RUNNING when there is
/// first progress and then every hour, so that a long run is found by any filter on time.
/// </summary>
internal sealed class JournaledRun : IRun
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RunningEvery = TimeSpan.FromHours(1);

    private readonly RunStart _start;
    private readonly RunRecorder _recorder;
    private readonly LiveRuns _live;
    private readonly RunWatch _watch;

    // Never disposed of: they have no timers, and somebody may be about to use them.
    private readonly CancellationTokenSource _cancelAsked = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly ProgressMeter _meter;
    private readonly PeriodicTimer _timer;
    private Task _loop = Task.CompletedTask;
    private Instant _lastEvent;
    private Instant? _lastRunning;
    private RunProgress? _saved;
    private int _ended;

    public JournaledRun(RunStart start, RunKey key, StoredRun? known, RunRecorder recorder, LiveRuns live, RunWatch watch)
    {
        _start = start;
        _recorder = recorder;
        _live = live;
        _watch = watch;
        _lastEvent = known?.Record.Seen.Last ?? Instant.MinValue;
        _meter = new ProgressMeter(start.ProgressUnit, known?.Progress?.Done ?? 0, start.Total ?? known?.Progress?.Total);
        _timer = new PeriodicTimer(Tick, recorder.Clock);
        Key = key;
    }

    public Guid Id => _start.RunId;

    public RunKey Key { get; }

    public CancellationToken CancelAsked => _cancelAsked.Token;

    public CancellationToken Lost => _lost.Token;

    public RunProgress Progress => _meter.Read(Now);

    private Instant Now => Instant.Now(_recorder.Clock);

    public async Task StartAsync(bool resumed, CancellationToken cancellationToken)
    {
        _meter.Sample(Now);
        await _recorder.RecordAsync(_start, resumed ? "RUNNING" : "START", NextEventTime(), end: null, cancellationToken).ConfigureAwait(false);
        _lastRunning = resumed ? _lastEvent : null;
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public void Report(long done, long? total = null) => _meter.Report(done, total);

    /// <summary>Somebody wants the run to stop.</summary>
    public Task AskToCancelAsync() => _cancelAsked.CancelAsync();

    /// <summary>Another process has the run.</summary>
    public Task LoseAsync() => _lost.CancelAsync();

    public Task CompleteAsync(RunOutcome outcome, CancellationToken cancellationToken)
        => EndAsync(new RunEnd("COMPLETE", outcome, null, null), cancellationToken);

    public Task FailAsync(string code, string message, CancellationToken cancellationToken)
        => EndAsync(new RunEnd("FAIL", null, code, message), cancellationToken);

    public Task AbortAsync(string reason, CancellationToken cancellationToken)
        => EndAsync(new RunEnd("ABORT", null, null, reason), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop.ConfigureAwait(false);
        if (Interlocked.Exchange(ref _ended, 1) == 0 && _loop != Task.CompletedTask)
        {
            await KeepProgressAsync().ConfigureAwait(false);
        }

        await LeaveAsync().ConfigureAwait(false);
    }

    private async Task EndAsync(RunEnd end, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
        {
            throw new LineageException(LineageErrorCode.RunEnded, $"Ending run '{Id}' of '{_start.Job}': it has ended already.");
        }

        var recorded = false;
        try
        {
            _timer.Dispose();
            await _loop.ConfigureAwait(false);
            await KeepProgressAsync().ConfigureAwait(false);
            await _recorder.RecordAsync(_start, end.EventType, NextEventTime(), end, cancellationToken).ConfigureAwait(false);
            recorded = true;
        }
        finally
        {
            // When the store is down the owner may end the run again.
            Interlocked.Exchange(ref _ended, recorded ? 1 : 0);
        }

        await LeaveAsync().ConfigureAwait(false);
    }

    private async Task LeaveAsync()
    {
        if (_live.Remove(this))
        {
            await _watch.ReleaseAsync(Id).ConfigureAwait(false);
        }
    }

    private async Task LoopAsync()
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var now = Now;
            _meter.Sample(now);
            await KeepProgressAsync().ConfigureAwait(false);
            if (_saved is not null && (_lastRunning is not { } last || now - last >= RunningEvery))
            {
                var time = NextEventTime();
                await _recorder.TryRecordRunningAsync(_start, time, CancellationToken.None).ConfigureAwait(false);
                _lastRunning = time;
            }
        }
    }

    private async Task KeepProgressAsync()
    {
        var progress = Progress;
        if (_saved is { } saved && saved with { UpdatedAt = progress.UpdatedAt } == progress)
        {
            return;
        }

        if ((_saved is not null || progress.Done > 0)
            && await _recorder.TrySaveProgressAsync(Key, progress, CancellationToken.None).ConfigureAwait(false))
        {
            _saved = progress;
        }
    }

    /// <summary>Later than every event of the run before, also when the clock was set back.</summary>
    private Instant NextEventTime()
    {
        var now = Now;
        _lastEvent = now > _lastEvent ? now : new Instant(_lastEvent.UnixMicroseconds + 1);
        return _lastEvent;
    }
}
