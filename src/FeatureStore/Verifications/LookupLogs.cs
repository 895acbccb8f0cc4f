using Catalog.Core.Sharing;
using FeatureStore.Ports;
using FeatureStore.Proof;

namespace FeatureStore.Verifications;

/// <summary>
/// The lookup logs of all processes: each has its own on its own disk, tells the others what it holds, and compares it itself. Thread-safe, except that one caller tells.
/// </summary>
internal sealed class LookupLogs(IVerificationStore store, ILookupLog log, LookupRecorder recorder, ILeases leases, ThisProcess process)
{
    private LookupLogReport? _told;

    /// <summary>The log of this process.</summary>
    internal string Mine => process.Id;

    /// <summary>Tells what the log of this process holds, if that is news.</summary>
    internal async Task TellAsync(CancellationToken cancellationToken)
    {
        var report = await ReportAsync(cancellationToken).ConfigureAwait(false);
        if (report != _told)
        {
            await store.SaveLogAsync(report, cancellationToken).ConfigureAwait(false);
            _told = report;
        }
    }

    /// <summary>What the logs of the processes that run hold: of this one now, of the others as they last told.</summary>
    internal async Task<IReadOnlyList<LookupLogReport>> ListAsync(CancellationToken cancellationToken)
    {
        await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        var mine = await ReportAsync(cancellationToken).ConfigureAwait(false);
        var running = (await leases.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static lease => lease.Name).ToHashSet(StringComparer.Ordinal);
        var told = await store.ListLogsAsync(cancellationToken).ConfigureAwait(false);
        return [mine, .. told.Where(report => report.Log != Mine && running.Contains(ProcessPresence.LeaseOf(report.Log)))];
    }

    private async Task<LookupLogReport> ReportAsync(CancellationToken cancellationToken)
    {
        var extent = await log.GetExtentAsync(cancellationToken).ConfigureAwait(false);
        return new LookupLogReport(Mine, extent.First, extent.End);
    }
}
