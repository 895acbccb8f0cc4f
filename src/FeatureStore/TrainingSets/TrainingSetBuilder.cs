using Catalog.Core.Errors;
using Catalog.Core.Events;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using FeatureStore.Selection;
using Microsoft.Extensions.Logging;

namespace FeatureStore.TrainingSets;

/// <summary>
/// Builds one training set, as a run that people can watch. May be called again after a crash at any instruction. The end is written to the journal
/// first, then to the record.
/// </summary>
internal sealed class TrainingSetBuilder(TrainingSetMaker maker, TrainingSetShelf shelf, IRunJournal journal, ILogger<TrainingSetBuilder> logger)
{
    /// <summary>Builds it and ends its record.</summary>
    /// <param name="set">The record, not ended.</param>
    /// <param name="cancelled">Somebody asked to stop this one.</param>
    /// <param name="stopping">The process ends: the record stays as it is, and the training set is built after the restart.</param>
    internal async Task BuildAsync(TrainingSet set, CancellationToken cancelled, CancellationToken stopping)
    {
        var (selection, error) = await maker.SelectAsync(set, stopping).ConfigureAwait(false);
        if (await StartAsync(set, selection, stopping).ConfigureAwait(false) is not { } run)
        {
            return;
        }

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

            selection = await maker.SettleAsync(set, either.Token).ConfigureAwait(false);
            var completed = await maker.MakeAsync(run, set, selection, either.Token).ConfigureAwait(false);
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
            var failed = Fail(set, exception);
            await run.FailAsync(failed.ErrorCode!, exception.Message, stopping).ConfigureAwait(false); // A failed one has a code.
            await shelf.EndAsync(failed, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Begins the run; null when the journal refuses what is to be told of it, which ends the record: it would be refused at every start, and the name would never be free.</summary>
    private async Task<IRun?> StartAsync(TrainingSet set, FeatureSelection selection, CancellationToken stopping)
    {
        try
        {
            return await journal.StartAsync(TrainingSetRun.Start(set, selection), stopping).ConfigureAwait(false);
        }
        catch (CatalogException exception) when (exception.Category == ErrorCategory.InvalidArgument)
        {
            await shelf.EndAsync(Fail(set, exception), stopping).ConfigureAwait(false);
            return null;
        }
    }

    private TrainingSet Fail(TrainingSet set, Exception exception)
    {
        LogFailure(set, exception);
        return set with
        {
            State = TrainingSetState.Failed,
            ErrorCode = (exception as CatalogException)?.Code ?? ErrorCodes.Kebab(FeatureStoreErrorCode.OfflineEngineFailed),
            ErrorMessage = exception.Message,
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
}
