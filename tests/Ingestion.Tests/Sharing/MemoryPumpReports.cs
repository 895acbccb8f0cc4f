using System.Collections.Concurrent;
using Ingestion.Ports;
using Ingestion.Sharing;

namespace Ingestion.Tests.Sharing;

/// <summary>Reports that several processes of a test share.</summary>
internal sealed class MemoryPumpReports : IPumpReports
{
    private readonly ConcurrentDictionary<(string Subject, int Partition), PumpReport> _reports = [];
    private readonly ConcurrentDictionary<(string Subject, int Partition), long> _asked = [];

    public Task SaveAsync(IReadOnlyList<PumpReport> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            _reports.AddOrUpdate((report.Subject, report.Partition), report, (_, last) => report.Epoch >= last.Epoch ? report : last);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PumpReport>> ListAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<PumpReport>>([.. _reports.Select(report => report.Value with { Asked = _asked.GetValueOrDefault(report.Key) })]);

    public Task AskAsync(string subject, int partition, long end, CancellationToken cancellationToken)
    {
        _asked.AddOrUpdate((subject, partition), end, (_, asked) => Math.Max(asked, end));
        return Task.CompletedTask;
    }

    public Task KeepAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken) => Task.CompletedTask;
}
