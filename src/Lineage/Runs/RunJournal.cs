using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Lineage.Diagnostics;
using Lineage.Model;
using Lineage.Parsing;
using Lineage.Ports;
using Microsoft.Extensions.Logging;

namespace Lineage.Runs;

internal sealed class RunJournal(IRunStore runs, RunRecorder recorder, LiveRuns live, RunWatch watch, ILogger<RunJournal> logger) : IRunJournal
{
    public async Task<IRun> StartAsync(RunStart start, CancellationToken cancellationToken)
    {
        Check(start);
        var key = new RunKey(start.RunId, new JobId(DatasetRef.Own, start.Job));
        var found = await runs.FindRunsAsync(start.RunId, cancellationToken).ConfigureAwait(false);
        var known = found.FirstOrDefault(run => run.Record.Id == key);
        var run = new JournaledRun(start, key, known, recorder, live, watch);
        if (!live.TryAdd(run))
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw new LineageException(
                LineageErrorCode.RunInProgress, $"Starting run '{start.RunId}' of '{start.Job}': this process is carrying it out already.");
        }

        var started = false;
        try
        {
            await watch.ClaimAsync(start, cancellationToken).ConfigureAwait(false);
            await run.StartAsync(resumed: known is not null, cancellationToken).ConfigureAwait(false);
            started = true;
        }
        finally
        {
            if (!started)
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (known is not null)
        {
            Log.RunResumed(logger, start.RunId, start.Job);
        }

        return run;
    }

    /// <summary>Refuses now what the parser would refuse in the middle of the run.</summary>
    private static void Check(RunStart start)
    {
        var probe = EventParser.Parse(RunEventWriter.Write(start, "START", new Instant(0), end: null), ParseMode.Strict);
        if (start.RunId == Guid.Empty || start.Domain.Length == 0)
        {
            throw new LineageException(
                LineageErrorCode.InvalidRun, $"Starting a run of '{start.Job}': its id '{start.RunId}' and domain '{start.Domain}' must not be empty.");
        }

        if (probe.Event is null)
        {
            var finding = probe.Findings.First(static finding => finding.Severity == FindingSeverity.Error);
            throw new LineageException(
                LineageErrorCode.InvalidRun, $"Starting a run of '{start.Job}': {finding.Message} (at '{finding.Location.Path}'). {finding.Fix}");
        }
    }
}
