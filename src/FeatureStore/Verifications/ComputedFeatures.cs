using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.OnDemand;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.Verifications;

/// <summary>
/// Computes logged features of an on-demand view again, from the inputs logged with them, by the delegates that training sets use. That the inputs are those of the offline store is compared
/// where their own views are. Not thread-safe.
/// </summary>
/// <param name="view">The version of the on-demand view.</param>
/// <param name="sources">The definitions.</param>
/// <param name="tally">Adds up what is found.</param>
internal sealed class ComputedFeatures(OnDemandFeatureView view, VerificationSources sources, ViewTally tally)
{
    private readonly Dictionary<LookupShape, Plan?> _plans = [];
    private readonly HashSet<EntityKey> _keys = [];

    internal void Compare(LoggedLookup lookup)
    {
        if (lookup.IsStale)
        {
            tally.Skip(NotComparedReason.Stale);
            return;
        }

        if (PlanOf(lookup.Shape) is not { } plan)
        {
            tally.Skip(NotComparedReason.DefinitionGone);
            return;
        }

        if (_keys.Add(lookup.Key))
        {
            tally.BeginKey(_keys.Count - 1);
        }

        for (var i = 0; i < plan.Inputs.Length; i++)
        {
            plan.Row[plan.Inputs[i]] = CanonicalNumber.Of(lookup.Values[plan.FirstInput + i]);
        }

        var isEqual = true;
        for (var i = 0; i < plan.Features.Length; i++)
        {
            var served = new ServedValue(lookup.Statuses[i], lookup.EventTimes[i], lookup.Values[i]);
            var feature = plan.Features[i];
            isEqual &= tally.Compare(lookup, i, served, ServedValue.Of(CanonicalNumber.Of(feature.Evaluate(plan.Row)), NewestOf(feature, plan, lookup)));
        }

        tally.Compared(lookup, isEqual);
    }

    /// <summary>The newest event that the feature came from: values of the request have none, and what is too old counts as missing.</summary>
    private static Instant NewestOf(OnDemandComputation feature, Plan plan, LoggedLookup lookup)
    {
        var newest = default(Instant);
        for (var i = 0; i < plan.Inputs.Length; i++)
        {
            var time = lookup.EventTimes[plan.FirstInput + i];
            var isInAge = lookup.Statuses[plan.FirstInput + i] is FieldStatus.Present or FieldStatus.NullValue;
            newest = isInAge && time > newest && feature.Reads.Contains(plan.Inputs[i]) && !plan.IsRequest(i) ? time : newest;
        }

        return newest;
    }

    private Plan? PlanOf(LookupShape shape)
    {
        if (!_plans.TryGetValue(shape, out var plan))
        {
            _plans.Add(shape, plan = Compile(shape));
        }

        return plan;
    }

    private Plan? Compile(LookupShape shape)
    {
        if (shape.ComputedFrom is not { } from)
        {
            return null;
        }

        var versions = from.Sources.ToDictionary(static source => source.Name, StringComparer.Ordinal);
        OnDemandPlan compiled;
        try
        {
            compiled = OnDemandPlan.Of(view, name => versions.TryGetValue(name, out var version) ? sources.FindView(version) : sources.FindNewestView(name));
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.InvalidView)
        {
            return null;
        }

        var places = compiled.Inputs.Index().ToDictionary(static input => input.Item.FullName, static input => input.Index, StringComparer.Ordinal);
        var features = shape.Features.Select(name => compiled.Features.FirstOrDefault(feature => feature.Name == name)).OfType<OnDemandComputation>().ToArray();
        return features.Length == shape.Features.Count && from.Inputs.All(places.ContainsKey)
            ? new Plan(compiled, features, [.. from.Inputs.Select(name => places[name])], shape.Features.Count, new Value[compiled.Inputs.Count])
            : null;
    }

    /// <summary>How the lookups of one shape are computed.</summary>
    /// <param name="Compiled">The view, compiled against the versions that were read.</param>
    /// <param name="Features">The features that were asked for.</param>
    /// <param name="Inputs">For each input logged its place in the row.</param>
    /// <param name="FirstInput">Place of the first input among the values logged.</param>
    /// <param name="Row">The row that features are computed from.</param>
    private sealed record Plan(OnDemandPlan Compiled, OnDemandComputation[] Features, int[] Inputs, int FirstInput, Value[] Row)
    {
        internal bool IsRequest(int input) => Compiled.Inputs[Inputs[input]].IsRequest;
    }
}
