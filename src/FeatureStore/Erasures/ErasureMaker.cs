using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Erasures;

/// <summary>Carries out one erasure, as a run that people can watch. May be called again after a crash at any instruction.</summary>
internal sealed class ErasureMaker(ErasureWork work, IErasureStore store, IRunJournal journal, TimeProvider clock, ILogger<ErasureMaker> logger)
{
    /// <summary>Carries it out and ends its record.</summary>
    /// <param name="erasure">The record, not ended.</param>
    /// <param name="stopping">The process ends: the record stays as it is, and the erasure goes on after the restart.</param>
    internal async Task MakeAsync(Erasure erasure, CancellationToken stopping)
    {
        var run = await journal.StartAsync(StartOf(erasure), stopping).ConfigureAwait(false);
        await using var ending = run.ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Lost, stopping);
        var book = new ErasureBook(erasure with { State = ErasureState.Running }, store);
        try
        {
            var through = await work.RunAsync(book, (done, total) => run.Report(done, total), either.Token).ConfigureAwait(false);
            var completed = book.Erasure with { State = ErasureState.Completed, Values = null, Through = through, EndedAt = Instant.Now(clock) };
            await run.CompleteAsync(new RunOutcome { Figures = FiguresOf(completed) }, stopping).ConfigureAwait(false);
            await store.CompleteAsync(completed, through, stopping).ConfigureAwait(false);
            await work.EndAsync(stopping).ConfigureAwait(false);
            Log.Erased(logger, completed.Id, completed.Places.Count);
        }
        catch (OperationCanceledException) when (run.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            Log.RunElsewhere(logger, erasure.Id, "Another process has taken it over.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it is has to end the run where people see it; left as running it would fail in the same way at every start.
            Log.ErasureFailed(logger, erasure.Id, exception);
            var code = (exception as CatalogException)?.Code ?? ErrorCodes.Kebab(FeatureStoreErrorCode.OfflineEngineFailed);
            await run.FailAsync(code, exception.Message, stopping).ConfigureAwait(false);
            var failed = book.Erasure with { State = ErasureState.Failed, Values = null, ErrorCode = code, ErrorMessage = exception.Message, EndedAt = Instant.Now(clock) };
            await store.SaveAsync(failed, stopping).ConfigureAwait(false);
        }
    }

    private static RunStart StartOf(Erasure erasure) => new()
    {
        RunId = erasure.Id, Kind = RunKind.Erasure, Job = "erase.entity", Domain = DatasetRef.Own, ProgressUnit = "places", Title = string.Join(", ", erasure.JoinKeys),
    };

    private static Dictionary<string, long> FiguresOf(Erasure erasure) => new()
    {
        ["places"] = erasure.Places.Count,
        ["files"] = erasure.Places.Count(static place => place is { Kind: ErasedPlaceKind.OfflineFile, Outcome: ErasureOutcome.Erased, File: not null }),
        ["rows"] = erasure.Places.Where(static place => place is { Kind: ErasedPlaceKind.OfflineFile or ErasedPlaceKind.Online, Outcome: ErasureOutcome.Erased }).Sum(static place => place.Count ?? 0),
    };
}
