using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.OnDemand;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.Serving;
using FeatureStore.Verifications;

namespace FeatureStore.Explanations;

/// <summary>Explains how one value came about, from the offline store once everything that had arrived is in it. Thread-safe.</summary>
public sealed class ExplanationService
{
    /// <summary>How often a difference is looked at again before the key counts as one that keeps changing.</summary>
    private const int Attempts = 3;

    private readonly ServedVersions _versions;
    private readonly VerificationSources _sources;
    private readonly IKeyHistory _history;
    private readonly JoinExplainer _joins;
    private readonly ServedReader _served;
    private readonly TimeProvider _clock;

    internal ExplanationService(ServedVersions versions, VerificationSources sources, IKeyHistory history, JoinExplainer joins, ServedReader served, TimeProvider clock)
        => (_versions, _sources, _history, _joins, _served, _clock) = (versions, sources, history, joins, served, clock);

    /// <summary>Explains a value. Where it is what a lookup gives now, the online store is asked too, and <see cref="Explanation.Served"/> says whether both agree.</summary>
    /// <exception cref="FeatureStoreException">
    /// The request is wrong (its code says how), the view is not kept offline, or the offline store failed: <see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>,
    /// <see cref="FeatureStoreErrorCode.CorruptData"/>.
    /// </exception>
    /// <exception cref="Catalog.Core.Errors.CatalogException">The writer of the view is failing.</exception>
    public async Task<Explanation> ExplainAsync(ExplanationRequest request, CancellationToken cancellationToken)
    {
        var now = Instant.Now(_clock);
        var (explanation, asked) = await RecomputeAsync(request, now, cancellationToken).ConfigureAwait(false);
        if (request.At is not null || request.AsKnownAt is not null || request.Sequence is not null)
        {
            return explanation;
        }

        return _served.ReasonAgainst(asked) is { } reason
            ? explanation with { Served = ServedAnswer.Not(reason) }
            : await CompareAsync(request, explanation, now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// An event that comes between the two readings would look like a difference. So one that is found is looked at again, between two lookups: where these are the same, no event came.
    /// </summary>
    private async Task<Explanation> CompareAsync(ExplanationRequest request, Explanation explanation, Instant now, CancellationToken cancellationToken)
    {
        var served = await _served.ReadAsync(request, now, cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < Attempts && served is not null && served != explanation.Result; attempt++)
        {
            (explanation, _) = await RecomputeAsync(request, now, cancellationToken).ConfigureAwait(false);
            var after = await _served.ReadAsync(request, now, cancellationToken).ConfigureAwait(false);
            if (after == served)
            {
                var isEqual = served == explanation.Result;
                return explanation with
                {
                    Served = !isEqual && await _served.IsWrittenDirectlyAsync(request, now, cancellationToken).ConfigureAwait(false)
                        ? ServedAnswer.Not(ServedReason.WrittenDirectly)
                        : new ServedAnswer(served, isEqual, null),
                };
            }

            served = after;
        }

        return explanation with
        {
            Served = served is null ? ServedAnswer.Not(ServedReason.Unavailable) : served == explanation.Result ? new ServedAnswer(served, true, null) : ServedAnswer.Not(ServedReason.Changing),
        };
    }

    private async Task<(Explanation Explanation, ExplanationQuestion Asked)> RecomputeAsync(ExplanationRequest request, Instant now, CancellationToken cancellationToken)
    {
        var asked = await SettledSelection.SelectAsync(
            () => ExplanationQuestion.Of(request, _versions, now), static asked => asked.Selection.Views.Select(static view => view.View.Id), _versions, _sources.FlushAsync, cancellationToken).ConfigureAwait(false);
        var column = asked.Selection.Columns[0];
        using var reading = _sources.BeginRead();
        if (column.IsComputed)
        {
            return (await ComputeAsync(asked, asked.Selection.OnDemand[column.Source], column.Feature, cancellationToken).ConfigureAwait(false), asked);
        }

        var explanation = await ReadAsync(asked, column.Source, request.MaxEvents, cancellationToken).ConfigureAwait(false);
        return (await _joins.AddAsync(asked.Selection.Views[asked.Selection.Reads[column.Source].View].View, explanation, cancellationToken).ConfigureAwait(false), asked);
    }

    private async Task<Explanation> ReadAsync(ExplanationQuestion asked, int read, int maxEvents, CancellationToken cancellationToken)
    {
        var (place, feature) = asked.Selection.Reads[read];
        var selected = asked.Selection.Views[place];
        var (view, key) = (selected.View, asked.Keys[place]);
        var snapshot = await _sources.GetSnapshotAsync(view.Id, cancellationToken).ConfigureAwait(false);
        asked.CheckFiles(view, view.Features[feature], snapshot);
        var isAggregate = view.Features[feature].Aggregation is not null;
        var window = isAggregate ? new WindowExplainer(view, feature, asked.Moment, maxEvents) : null;
        var newest = isAggregate ? null : new NewestExplainer(view, feature, asked.Moment);
        using var rows = await _history.OpenAsync(view, snapshot, key, window?.Columns ?? newest!.Columns, cancellationToken).ConfigureAwait(false); // One of the two is there.
        var explanation = Begin(asked, view.Id, view.Features[feature].Name, view.Features[feature].Type, [.. selected.KeyColumns.Zip(key, static (name, value) => new ExplainedKey(name, value))]);
        var oneSided = await OneSidedAsync(view, key, cancellationToken).ConfigureAwait(false);
        if (window is not null)
        {
            var (value, how) = await window.ExplainAsync(rows, cancellationToken).ConfigureAwait(false);
            return With(explanation, value) with { Window = how, OneSidedFrom = oneSided };
        }
        else
        {
            var (value, how) = await newest!.ExplainAsync(rows, cancellationToken).ConfigureAwait(false); // As above.
            return With(explanation, value) with { Newest = how, OneSidedFrom = oneSided };
        }
    }

    private async Task<Explanation> ComputeAsync(ExplanationQuestion asked, SelectedOnDemandView selected, int feature, CancellationToken cancellationToken)
    {
        var computation = selected.Plan.Features[feature];
        var row = new Value[selected.Plan.Inputs.Count];
        var inputs = new List<ExplainedInput>();
        foreach (var input in selected.Inputs)
        {
            var source = input.IsRequest ? null : await ReadAsync(asked, input.Source, maxEvents: 0, cancellationToken).ConfigureAwait(false);
            row[input.Place] = CanonicalNumber.Of(source?.Value ?? asked.RequestValues[input.Source]);
            inputs.Add(new ExplainedInput(selected.Plan.Inputs[input.Place].FullName, row[input.Place], source));
        }

        var value = CanonicalNumber.Of(computation.Evaluate(row));
        var declared = selected.View.Features[feature];
        var explanation = Begin(asked, selected.View.Id, declared.Name, declared.Type, [.. inputs.SelectMany(static input => input.Feature?.Key ?? []).DistinctBy(static key => key.Name)]);
        var (time, how) = (NewestOf(inputs), new ComputedExplanation(declared.Expression, declared.From, inputs));
        var computed = With(explanation, ServedValue.Of(value, time ?? default)) with { Computed = how };
        return time is null ? computed with { Result = computed.Result with { EventTime = null } } : computed;
    }

    /// <summary>As in lookups: the newest event of the inputs that are in their age; null when there is none.</summary>
    private static Instant? NewestOf(List<ExplainedInput> inputs) => inputs
        .Where(static input => input.Feature?.Result.Status is { } status && (status == FieldStatus.Present.ToWireName() || status == FieldStatus.NullValue.ToWireName()))
        .Max(static input => input.Feature?.Result.EventTime);

    private async Task<long?> OneSidedAsync(FeatureView view, Value[] key, CancellationToken cancellationToken)
        => (await _sources.ListOneSidedAsync(view.Id, cancellationToken).ConfigureAwait(false)).TryGetValue(EntityKey.Create(view.Entities, key), out var first) ? first : null;

    private static Explanation Begin(ExplanationQuestion asked, FeatureViewId view, string feature, DataType type, IReadOnlyList<ExplainedKey> key) => new()
    {
        View = view,
        Feature = feature,
        Type = type,
        Key = key,
        IsLookup = asked.Moment.IsLookup,
        At = asked.Moment.Time,
        AsKnownAt = asked.AsKnownAt,
        Sequence = asked.Sequence,
        Result = ComparedValue.Of(ServedValue.Missing),
        Value = Value.Null,
    };

    private static Explanation With(Explanation explanation, in ServedValue value) => explanation with { Result = ComparedValue.Of(value), Value = value.Value };
}
