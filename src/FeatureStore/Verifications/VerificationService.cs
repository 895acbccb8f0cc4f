using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using Catalog.Core.Values;
using FeatureStore.Ports;
using FeatureStore.Proof;

namespace FeatureStore.Verifications;

/// <summary>Asks for verifications and tells what they found. Thread-safe.</summary>
public sealed class VerificationService
{
    private readonly IVerificationStore _store;
    private readonly VerificationRunner _runner;
    private readonly IFeatureRegistry _registry;
    private readonly ILookupLog _log;
    private readonly LookupRecorder _recorder;
    private readonly LookupLogs _logs;
    private readonly IRunClaims _claims;
    private readonly TimeProvider _clock;

    internal VerificationService(
        IVerificationStore store, VerificationRunner runner, IFeatureRegistry registry, ILookupLog log, LookupRecorder recorder, LookupLogs logs, IRunClaims claims, TimeProvider clock)
        => (_store, _runner, _registry, _log, _recorder, _logs, _claims, _clock) = (store, runner, registry, log, recorder, logs, claims, clock);

    /// <summary>What this process logs.</summary>
    public LookupRecorderCounts Recorded => _recorder.Counts;

    /// <summary>What the log holds.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.LookupLogUnavailable"/>.</exception>
    public ValueTask<LookupLogExtent> GetLoggedAsync(CancellationToken cancellationToken) => _log.GetExtentAsync(cancellationToken);

    /// <summary>Asks for a comparison of what this process logged; it is made in the background, one at a time.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.FeatureViewNotFound"/>, <see cref="FeatureStoreErrorCode.FeatureServiceNotFound"/> or <see cref="FeatureStoreErrorCode.InvalidRequest"/>.
    /// </exception>
    public async Task<Verification> RequestAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        foreach (var name in request.Views.Where(name => _registry.FindView(name) is null && _registry.FindOnDemandView(name) is null))
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.FeatureViewNotFound, $"There is no feature view '{name}' to compare lookups of; /api/v1/views lists what there is.");
        }

        if (request.Service is { } service && _registry.FindService(service) is null)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.FeatureServiceNotFound, $"There is no feature service '{service}' to compare lookups of; leave it out to compare those of all.");
        }

        if (request.From > request.To)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, $"No lookup lies between 'from' = '{request.From}' and 'to' = '{request.To}': 'from' must not be after 'to'.");
        }

        var verification = Make(request, _logs.Mine);
        await _store.SaveAsync(verification, cancellationToken).ConfigureAwait(false);
        _runner.Enqueue(verification.Id);
        return verification;
    }

    /// <summary>The verification of that id.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.VerificationNotFound"/>.</exception>
    public async Task<Verification> GetAsync(Guid id, CancellationToken cancellationToken) => await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new FeatureStoreException(FeatureStoreErrorCode.VerificationNotFound, $"There is no verification '{id}'; /api/v1/verifications lists what there is.");

    /// <summary>The verification of that id; null when there is none.</summary>
    public Task<Verification?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>What a verification found, by view.</summary>
    public Task<IReadOnlyList<ViewAgreement>> GetAgreementsAsync(Guid id, CancellationToken cancellationToken) => _store.GetAgreementsAsync(id, cancellationToken);

    /// <summary>Verifications, newest first; of a view only those that compared lookups of it.</summary>
    public Task<IReadOnlyList<Verification>> ListAsync(string? view, Guid? before, int count, CancellationToken cancellationToken) => _store.ListAsync(view, before, count, cancellationToken);

    /// <summary>What was found last for some views: of each all versions that were compared together, by name, the newest version first.</summary>
    public Task<IReadOnlyList<ViewAgreement>> FindLatestAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken) => _store.FindLatestAsync(views, cancellationToken);

    /// <summary>What was found last for every view, as in <see cref="FindLatestAsync"/>, in numbers only.</summary>
    public Task<IReadOnlyList<AgreementPoint>> ListLatestAsync(CancellationToken cancellationToken) => _store.ListLatestAsync(cancellationToken);

    /// <summary>What was found for some views on each of the last days, by view and day.</summary>
    public Task<IReadOnlyList<AgreementDay>> ListDaysAsync(IReadOnlyCollection<string> views, int days, CancellationToken cancellationToken)
        => _store.ListDaysAsync(views, FirstOf(days), cancellationToken);

    /// <summary>The last time in the last days that any of some views differed; null when none did.</summary>
    public Task<AgreementPoint?> FindLastDifferenceAsync(IReadOnlyCollection<string> views, int days, CancellationToken cancellationToken)
        => _store.FindLastDifferenceAsync(views, FirstOf(days), cancellationToken);

    /// <summary>Asks one to stop.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.VerificationNotFound"/> or <see cref="FeatureStoreErrorCode.RunEnded"/>.</exception>
    public async Task CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        var verification = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (verification.HasEnded)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.RunEnded, EndedRun.Refuse($"verification '{id}'", verification.EndedAt, verification.State));
        }

        if (!await _runner.TryCancelAsync(id, cancellationToken).ConfigureAwait(false) && !await _claims.AskToCancelAsync(id, cancellationToken).ConfigureAwait(false))
        {
            // Nobody makes it: it waits in another process, or its process ended.
            await _runner.AbortAsync(verification, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for a scheduled comparison of what came to a log from number <paramref name="first"/> on, unless another process has done so. Who has the log makes it.</summary>
    internal async Task TryAddScheduledAsync(string log, long first, Guid? after, CancellationToken cancellationToken)
    {
        var verification = Make(new VerificationRequest { First = first }, log) with { IsScheduled = true };
        if (await _store.TryAddScheduledAsync(verification, after, cancellationToken).ConfigureAwait(false) && log == _logs.Mine)
        {
            _runner.Enqueue(verification.Id);
        }
    }

    private Verification Make(VerificationRequest request, string log) => new()
    {
        Id = Guid.CreateVersion7(_clock.GetUtcNow()), State = VerificationState.Queued, Log = log, Request = request, CreatedAt = Instant.Now(_clock),
    };

    private Instant FirstOf(int days) => Instant.FromDateTime(_clock.GetUtcNow().UtcDateTime.Date.AddDays(1 - days));
}
