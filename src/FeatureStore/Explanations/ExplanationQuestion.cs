using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Retention;
using FeatureStore.Selection;
using FeatureStore.Serving;

namespace FeatureStore.Explanations;

/// <summary>A request for an explanation, checked: what is read, for which keys, and at which moment.</summary>
internal sealed class ExplanationQuestion
{
    private ExplanationQuestion(ExplanationRequest request, FeatureSelection selection, Instant now)
    {
        Selection = selection;
        Moment = new Moment(request.At ?? now, request.IsLookup, new KnownRows(request.AsKnownAt?.UnixMicroseconds ?? long.MaxValue, request.Sequence ?? long.MaxValue));
        (AsKnownAt, Sequence) = (request.AsKnownAt, request.Sequence);
        Keys = [.. selection.Views.Select(view => KeyOf(view, request))];
        var given = new OnlineFeaturesRequest { Entities = request.Entities };
        RequestValues = [.. RequestConversion.ConvertAll(given, selection.Requests).Select(static values => values[0])];
    }

    /// <summary>The one feature, with what it reads.</summary>
    internal FeatureSelection Selection { get; }

    internal Moment Moment { get; }

    internal Instant? AsKnownAt { get; }

    internal long? Sequence { get; }

    /// <summary>For each view of the selection the values of its join keys.</summary>
    internal IReadOnlyList<Value[]> Keys { get; }

    /// <summary>For each request value of the selection its value.</summary>
    internal IReadOnlyList<Value> RequestValues { get; }

    /// <summary>Checks a request.</summary>
    /// <exception cref="FeatureStoreException">Something is wrong with it.</exception>
    internal static ExplanationQuestion Of(ExplanationRequest request, ServedVersions versions, Instant now)
    {
        if (request.AsKnownAt is not null && request.Sequence is not null)
        {
            throw Invalid("The explanation is asked for as known at a time and up to a sequence; give one of them.");
        }

        if (request.Sequence < -1)
        {
            throw Invalid($"The sequence is '{request.Sequence}'; it must be the position of an event in the log, or -1 for none.");
        }

        var selector = new FeatureSelector(versions, fullNames: true);
        var selection = selector.Select([request.Feature], service: null);
        if (selector.Errors.Count > 0)
        {
            throw FeatureStoreException.Combine(selector.Errors);
        }

        CheckNames(request, selection);
        return new ExplanationQuestion(request, selection, now);
    }

    /// <summary>Refuses what the offline files cannot tell.</summary>
    internal void CheckFiles(FeatureView view, Feature feature, OfflineSnapshot snapshot)
    {
        if (!view.Offline)
        {
            throw Invalid($"Values of '{view.Name}' cannot be explained: the view is not kept offline. Remove 'offline: false' from its definition to keep what arrives from then on.");
        }

        if (Sequence is not null && snapshot.Files.Select(static file => file.Partition).Distinct().Count() > 1)
        {
            throw Invalid($"Values of '{view.Name}' cannot be explained up to the sequence '{Sequence}': its events come from several partitions, whose sequences have no order. Give a time instead.");
        }

        if (!KeptHistory.Answers(snapshot.Horizon, [feature], Moment.Time, AsKnownAt ?? Instant.MaxValue, Sequence ?? long.MaxValue) && snapshot.Horizon is { } horizon)
        {
            var known = AsKnownAt is { } arrived ? $", known at '{arrived}'" : Sequence is { } sequence ? $", up to the sequence '{sequence}'" : string.Empty;
            throw KeptHistory.NotKept($"The value of '{view.Name}:{feature.Name}' at '{Moment.Time}'{known} is to be explained", view.Id, horizon, KeptHistory.FirstMoment(horizon, [feature]));
        }
    }

    /// <summary>A name too many is a mistake that would go unnoticed.</summary>
    private static void CheckNames(ExplanationRequest request, FeatureSelection selection)
    {
        var keys = selection.Views.SelectMany(static view => view.KeyColumns).Distinct(StringComparer.Ordinal).ToList();
        var missing = keys.Where(key => request.Entities.All(column => column.Name != key)).ToList();
        if (missing.Count > 0)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.MissingJoinKey,
                $"'{request.Feature}' is kept by {string.Join(" and ", keys.Select(static key => $"'{key}'"))}; there is no value for {string.Join(" and ", missing.Select(static key => $"'{key}'"))}.");
        }

        var known = keys.Concat(selection.Requests.Select(static value => value.Name)).Distinct(StringComparer.Ordinal).ToList();
        if (request.Entities.FirstOrDefault(column => !known.Contains(column.Name)) is { } other)
        {
            var legal = known.Count == 0 ? "it takes none" : $"legal are {string.Join(", ", known.Select(static name => $"'{name}'"))}";
            throw Invalid($"'{other.Name}' is no join key of '{request.Feature}'; {legal}.");
        }

        if (request.Entities.GroupBy(static column => column.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1 || group.First().Values.Count != 1) is { } several)
        {
            throw Invalid($"'{several.Key}' must have exactly one value; one value is explained at a time.");
        }
    }

    private static Value[] KeyOf(SelectedView view, ExplanationRequest request)
        => [.. view.View.Entities.Select((entity, i) => KeyConversion.Convert(request.Entities.First(column => column.Name == view.KeyColumns[i]).Values[0], entity, row: null))];

    private static FeatureStoreException Invalid(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);
}
