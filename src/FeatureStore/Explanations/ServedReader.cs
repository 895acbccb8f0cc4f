using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Selection;
using FeatureStore.Serving;

namespace FeatureStore.Explanations;

/// <summary>Looks one value up as lookups do, at a given moment; it is neither logged nor measured. Thread-safe.</summary>
internal sealed class ServedReader(IOnlineStore store, ServedVersions versions)
{
    private readonly LookupPlanCache _plans = new(versions);

    /// <summary>Why a value of a question cannot be compared with what is served; null where it can.</summary>
    internal ServedReason? ReasonAgainst(ExplanationQuestion asked)
        => asked.Selection.Views.Any(static view => !view.View.Online) ? ServedReason.NotOnline
            : asked.Selection.Views.Any(view => versions.Find(view.View.Name)?.Version != view.View.Version) ? ServedReason.OtherVersion
            : null;

    /// <summary>The value that a lookup gives.</summary>
    /// <param name="request">What is explained.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when the online store cannot be read.</returns>
    internal async Task<ComparedValue?> ReadAsync(ExplanationRequest request, Instant moment, CancellationToken cancellationToken)
        => await LookUpAsync(request, moment, trace: null, cancellationToken).ConfigureAwait(false) is not { } column ? null
            : ComparedValue.Of(new ServedValue(column.Statuses[0], column.EventTimes[0], column.Values[0])) is var value && column.EventTimes[0] == default
                ? value with { EventTime = null } // What was computed from the request alone has no event; lookups write the epoch there.
                : value;

    /// <summary>Whether a row answers that no event gave.</summary>
    internal async Task<bool> IsWrittenDirectlyAsync(ExplanationRequest request, Instant moment, CancellationToken cancellationToken)
    {
        var trace = new LookupTrace(new AppliedPositions());
        await LookUpAsync(request, moment, trace, cancellationToken).ConfigureAwait(false);
        var lookups = new List<LoggedLookup>();
        trace.AddTo(lookups);
        return lookups.Exists(static lookup => lookup.IsWrittenDirectly);
    }

    /// <summary>Null when the online store cannot be read.</summary>
    private async Task<OnlineColumn?> LookUpAsync(ExplanationRequest request, Instant moment, LookupTrace? trace, CancellationToken cancellationToken)
    {
        var plan = _plans.Get(new OnlineFeaturesRequest { Features = [request.Feature], Entities = request.Entities });
        var keys = plan.Keys.Select(key => new[] { KeyConversion.Convert(ValueOf(request, key.Column), key.Entity, row: null) }).ToArray();
        var execution = new LookupExecution(plan, new LookupBuffers(plan.SlotCount, rowCount: 1), keys, RequestConversion.ConvertAll(new OnlineFeaturesRequest { Entities = request.Entities }, plan.Requests), moment, trace);
        try
        {
            return (await execution.RunAsync(store, stale: null, cancellationToken).ConfigureAwait(false))[0];
        }
        catch (FeatureStoreException error) when (error.ErrorCode is FeatureStoreErrorCode.OnlineStoreUnavailable or FeatureStoreErrorCode.CorruptData)
        {
            return null;
        }
    }

    private static Value ValueOf(ExplanationRequest request, string column) => request.Entities.First(given => given.Name == column).Values[0];
}
