using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Lineage.Diagnostics;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Parsing;
using Lineage.Ports;
using Microsoft.Extensions.Logging;

namespace Lineage.Runs;

/// <summary>Writes events and progress of the product's own runs to the stores.</summary>
internal sealed class RunRecorder(
    EventAppender appender, IRunStore runs, RunChanges changes, TimeProvider clock, ILogger<RunRecorder> logger)
{
    public TimeProvider Clock => clock;

    /// <summary>Stores one event of the run.</summary>
    public async Task RecordAsync(RunStart start, string eventType, Instant time, RunEnd? end, CancellationToken cancellationToken)
    {
        var json = RunEventWriter.Write(start, eventType, time, end);
        var parsed = EventParser.Parse(json, ParseMode.Tolerant);
        if (parsed.Event is not { } lineageEvent)
        {
            throw new LineageException(
                LineageErrorCode.InvalidRun, $"Recording {eventType} of run '{start.RunId}': {parsed.Findings[0].Message}");
        }

        await appender.AppendAsync([lineageEvent], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the progress. A store that is down for a moment must not stop the work itself, so a failure is only logged.</summary>
    /// <returns>False when it is not kept.</returns>
    public async Task<bool> TrySaveProgressAsync(RunKey run, RunProgress progress, CancellationToken cancellationToken)
    {
        var saved = false;
        try
        {
            await runs.SaveProgressAsync(run, progress, cancellationToken).ConfigureAwait(false);
            saved = true;
        }
        catch (CatalogException exception)
        {
            Log.ProgressNotSaved(logger, run.RunId, exception.Code, exception.Message);
        }

        changes.Publish(run.RunId);
        return saved;
    }

    /// <summary>As <see cref="RecordAsync"/>, for an event that the run can do without.</summary>
    public async Task TryRecordRunningAsync(RunStart start, Instant time, CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(start, "RUNNING", time, end: null, cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException exception)
        {
            Log.ProgressNotSaved(logger, start.RunId, exception.Code, exception.Message);
        }
    }
}
