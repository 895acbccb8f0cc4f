using Ingestion.Ports;

namespace Ingestion.Sharing;

/// <summary>There are no other processes to hear of. Thread-safe.</summary>
internal sealed class NoReports : IPumpReports
{
    public Task SaveAsync(IReadOnlyList<PumpReport> reports, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<PumpReport>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PumpReport>>([]);

    public Task AskAsync(string subject, int partition, long end, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task KeepAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken) => Task.CompletedTask;
}
