using Catalog.Core.Errors;
using Catalog.Core.Events;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;
using Microsoft.Extensions.Logging;

namespace FeatureStore.TrainingSets;

/// <summary>
/// Builds one training set, as a run that people can watch. May be called again after a crash at any instruction. The end is written to the journal
/// first, then to the record.
/// </summary>
internal sealed class TrainingSetBuilder(
    TrainingSetSources sources, ITrainingSetEngine engine, TrainingSetShelf shelf, IRunJournal journal, ILogger<TrainingSetBuilder> logger)
{
    /// <summary>Builds it and ends its record.</summary>
    /// <param name="set">The record, not ended.</param>
    /// <param name="cancelled">Somebody asked to stop this one.</param>
    /// <param name="stopping">The process ends: the record stays as it is, and the training set is built after the restart.</param>
    internal async Task BuildAsync(TrainingSet set, CancellationToken cancelled, CancellationToken stopping)
    {
        var (selection, error) = await sources.SelectAsync(set.Definition, stopping).ConfigureAwait(false);
        var run = await journal.StartAsync(TrainingSetRun.Start(set, selection), stopping).ConfigureAwait(false);
        await using var ending = run.ConfigureAwait(false);
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancelled, run.CancelAsked);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(asked.Token, run.Lost, stopping);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            if (error is not null)
            {
                throw error;
            }

            selection = await sources.SettleAsync(set.Definition, either.Token).ConfigureAwait(false);
            var completed = await JoinAsync(run, set, selection, either.Token).ConfigureAwait(false);
            await run.CompleteAsync(TrainingSetRun.Outcome(completed, selection), stopping).ConfigureAwait(false);
            await shelf.KeepAsync(completed, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            Log.RunElsewhere(logger, set.Id, "Another process has taken it over.");
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            await run.AbortAsync("Cancelled on request.", stopping).ConfigureAwait(false);
            await shelf.EndAsync(set with { State = TrainingSetState.Cancelled }, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it is has to end the run where people see it; left as running it would fail in the same way at every start.
            LogFailure(set, exception);
            var code = (exception as CatalogException)?.Code ?? ErrorCodes.Kebab(FeatureStoreErrorCode.OfflineEngineFailed);
            await run.FailAsync(code, exception.Message, stopping).ConfigureAwait(false);
            await shelf.EndAsync(set with { State = TrainingSetState.Failed, ErrorCode = code, ErrorMessage = exception.Message }, stopping).ConfigureAwait(false);
        }
    }

    private async Task<TrainingSet> JoinAsync(IRun run, TrainingSet set, FeatureSelection selection, CancellationToken cancellationToken)
    {
        using var reading = sources.BeginRead();
        var views = await sources.TakeSnapshotsAsync(selection, cancellationToken).ConfigureAwait(false);
        var running = set with
        {
            State = TrainingSetState.Running,
            Views = [.. views.Select(static view => new TrainingSetView(view.View.Name, view.View.Version, view.Snapshot.Number, 0))],
        };
        await shelf.SaveAsync(running, cancellationToken).ConfigureAwait(false);

        var join = new TrainingJoin
        {
            Frame = new FrameFile(shelf.FrameOf(set), set.Definition.FrameName),
            TimestampColumn = set.Definition.TimestampColumn,
            Views = views,
            OnDemand = TrainingSetSources.OnDemandOf(selection),
            AsKnownAt = set.Definition.AsKnownAt ?? set.CreatedAt,
            AsKnownAtEntityTime = set.Definition.AsKnownAtEntityTime,
            OutputPath = shelf.ResultOf(set),
        };
        var result = await engine.JoinAsync(join, new RunProgress(run), cancellationToken).ConfigureAwait(false);
        return running with
        {
            State = TrainingSetState.Completed,
            Columns = result.Columns,
            RowCount = result.Rows,
            ByteCount = result.Bytes,
            Views = [.. running.Views.Zip(result.Matched, static (view, matched) => view with { Matched = matched })],
        };
    }

    /// <summary>A request that is wrong is no defect of the server; its message says all.</summary>
    private void LogFailure(TrainingSet set, Exception exception)
    {
        if (exception is CatalogException { Category: ErrorCategory.InvalidArgument or ErrorCategory.NotFound })
        {
            Log.TrainingSetRefused(logger, set.Name, exception.Message);
        }
        else
        {
            Log.TrainingSetFailed(logger, set.Name, exception);
        }
    }

    /// <summary>Reports on the thread that works: the usual <see cref="Progress{T}"/> may report a step after the end.</summary>
    private sealed class RunProgress(IRun run) : IProgress<TrainingJoinProgress>
    {
        public void Report(TrainingJoinProgress value) => run.Report(value.Done, value.Total > 0 ? value.Total : null);
    }
}
