using System.Collections.Concurrent;
using Catalog.Core.Events;

namespace Ingestion.Tests.Testing;

/// <summary>Keeps how runs ended.</summary>
internal sealed class RecordingJournal : IRunJournal
{
    public ConcurrentDictionary<Guid, string> Ends { get; } = new();

    public Task<IRun> StartAsync(RunStart start, CancellationToken cancellationToken) => Task.FromResult<IRun>(new Run(this, start.RunId));

    private sealed class Run(RecordingJournal journal, Guid id) : IRun
    {
        public Guid Id => id;

        public void Report(long done, long? total = null)
        {
            // Progress is asked of the service instead.
        }

        public Task CompleteAsync(RunOutcome outcome, CancellationToken cancellationToken) => EndAsync("completed");

        public Task FailAsync(string code, string message, CancellationToken cancellationToken) => EndAsync(code);

        public Task AbortAsync(string reason, CancellationToken cancellationToken) => EndAsync("aborted");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task EndAsync(string end)
        {
            journal.Ends[id] = end;
            return Task.CompletedTask;
        }
    }
}
