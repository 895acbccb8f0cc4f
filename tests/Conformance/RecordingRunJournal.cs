using System.Collections.Concurrent;
using Catalog.Core.Events;

namespace Conformance;

/// <summary>A journal that remembers what was reported to it.</summary>
public sealed class RecordingRunJournal : IRunJournal
{
    private readonly ConcurrentQueue<RecordedRun> _runs = new();

    public IReadOnlyList<RecordedRun> Runs => [.. _runs];

    /// <summary>What it refuses every run with; null takes them.</summary>
    public Exception? Refusal { get; set; }

    public Task<IRun> StartAsync(RunStart start, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
        {
            return Task.FromException<IRun>(Refusal);
        }

        var run = new RecordedRun(start);
        _runs.Enqueue(run);
        return Task.FromResult<IRun>(run);
    }
}

/// <summary>One run as it was reported.</summary>
public sealed class RecordedRun(RunStart start) : IRun
{
    public RunStart Start { get; } = start;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id => Start.RunId;

    /// <summary>Completes when the run has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How it ended: <c>complete</c>, <c>fail</c>, <c>abort</c>; null when it was left running.</summary>
    public string? End { get; private set; }

    public RunOutcome? Outcome { get; private set; }

    public string? Message { get; private set; }

    public long Done { get; private set; }

    public long? Total { get; private set; }

    public void Report(long done, long? total = null) => (Done, Total) = (done, total ?? Total);

    public Task CompleteAsync(RunOutcome outcome, CancellationToken cancellationToken)
    {
        Outcome = outcome;
        return EndAsync("complete");
    }

    public Task FailAsync(string code, string message, CancellationToken cancellationToken)
    {
        Message = $"{code}: {message}";
        return EndAsync("fail");
    }

    public Task AbortAsync(string reason, CancellationToken cancellationToken)
    {
        Message = reason;
        return EndAsync("abort");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task EndAsync(string end)
    {
        End = end;
        _ended.TrySetResult();
        return Task.CompletedTask;
    }
}
