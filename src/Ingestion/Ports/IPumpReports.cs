using Ingestion.Sharing;

namespace Ingestion.Ports;

/// <summary>What the processes that work tell the others about their pumps, and what these ask of them. Thread-safe, also between processes.</summary>
public interface IPumpReports
{
    /// <summary>Stores how far pumps are. A report of an earlier owner of the partition than the last one is left out; <see cref="PumpReport.Asked"/> stays as it was.</summary>
    Task SaveAsync(IReadOnlyList<PumpReport> reports, CancellationToken cancellationToken);

    /// <summary>The last report on each subject and partition, with what is asked for; those that were only asked for are left out unless somebody works on them. In no order.</summary>
    Task<IReadOnlyList<PumpReport>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Asks whoever works on a partition to make everything before <paramref name="end"/> durable. A smaller end than one asked for before changes nothing.</summary>
    Task AskAsync(string subject, int partition, long end, CancellationToken cancellationToken);

    /// <summary>Forgets the reports on other subjects than these.</summary>
    Task KeepAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken);
}
