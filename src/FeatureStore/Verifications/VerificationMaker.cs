using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Verifications;

/// <summary>
/// Makes one verification, as a run that people can watch. May be called again after a crash at any instruction. The end is written to the journal first, then to the record.
/// </summary>
internal sealed class VerificationMaker(
    LookupVerifier verifier, IVerificationStore store, IRunJournal journal, TimeProvider clock, IOptions<FeatureStoreOptions> options, ILogger<VerificationMaker> logger)
{
    /// <summary>Makes it and ends its record.</summary>
    /// <param name="verification">The record, not ended.</param>
    /// <param name="cancelled">Somebody asked to stop this one.</param>
    /// <param name="stopping">The process ends: the record stays as it is, and the verification is made after the restart.</param>
    internal async Task MakeAsync(Verification verification, CancellationToken cancelled, CancellationToken stopping)
    {
        var run = await journal.StartAsync(VerificationRun.Start(verification), stopping).ConfigureAwait(false);
        await using var ending = run.ConfigureAwait(false);
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancelled, run.CancelAsked);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(asked.Token, run.Lost, stopping);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            await store.SaveAsync(verification with { State = VerificationState.Running }, either.Token).ConfigureAwait(false);
            var findings = await verifier.RunAsync(verification.Request, (done, total) => run.Report(done, total), either.Token).ConfigureAwait(false);
            var completed = findings.AddTo(verification) with { EndedAt = Instant.Now(clock) };
            await run.CompleteAsync(VerificationRun.Outcome(completed), stopping).ConfigureAwait(false);
            await store.CompleteAsync(completed, findings.Agreements, stopping).ConfigureAwait(false);
            await store.DeleteBeforeAsync(Instant.Now(clock) - options.Value.Verification.Retention, stopping).ConfigureAwait(false);
            Log.Verified(logger, completed.Id, completed.Compared, completed.Differences);
        }
        catch (OperationCanceledException) when (run.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            Log.RunElsewhere(logger, verification.Id, "Another process has taken it over.");
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            await run.AbortAsync("Cancelled on request.", stopping).ConfigureAwait(false);
            await EndAsync(verification with { State = VerificationState.Cancelled }, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it is has to end the run where people see it; left as running it would fail in the same way at every start.
            Log.VerificationFailed(logger, verification.Id, exception);
            var code = (exception as CatalogException)?.Code ?? ErrorCodes.Kebab(FeatureStoreErrorCode.OfflineEngineFailed);
            await run.FailAsync(code, exception.Message, stopping).ConfigureAwait(false);
            await EndAsync(verification with { State = VerificationState.Failed, ErrorCode = code, ErrorMessage = exception.Message }, stopping).ConfigureAwait(false);
        }
    }

    private Task EndAsync(Verification ended, CancellationToken cancellationToken) => store.SaveAsync(ended with { EndedAt = Instant.Now(clock) }, cancellationToken);
}
