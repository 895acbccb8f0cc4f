using Catalog.Core.Text;
using FeatureStore.Ports;

namespace FeatureStore.Selection;

/// <summary>Makes the errors of a request that names something wrong. The first words are those that Feast's clients know.</summary>
internal static class SelectionErrors
{
    internal static FeatureStoreException ServiceNotFound(string name, IFeatureRegistry registry) => new(
        FeatureStoreErrorCode.FeatureServiceNotFound,
        $"Feature service '{name}' does not exist.{Suggest(name, registry.Services.Select(static service => service.Name))}");

    internal static FeatureStoreException ViewNotFound(string name, int? version, IFeatureRegistry registry)
    {
        var newest = registry.FindView(name)?.Version ?? registry.FindOnDemandView(name)?.Version;
        var message = version is not null && newest is not null
            ? $"Feature view '{name}' has no version '{version}'; its newest is {newest}."
            : $"Feature view '{name}' does not exist.{Suggest(name, registry.Views.Select(static view => view.Name).Concat(registry.OnDemandViews.Select(static view => view.Name)))}";
        return new FeatureStoreException(FeatureStoreErrorCode.FeatureViewNotFound, message);
    }

    internal static FeatureStoreException FeatureNotFound(string name, string view, IEnumerable<string> features) => new(
        FeatureStoreErrorCode.FeatureNotFound, $"Feature '{name}' not found in feature view '{view}'.{Suggest(name, features)}");

    internal static FeatureStoreException InvalidReference(string text) => new(
        FeatureStoreErrorCode.InvalidFeatureReference,
        $"Invalid feature reference '{text}'. Expected format: 'view:feature', or 'view@v2:feature' for a version of the view.");

    internal static FeatureStoreException Collision(string name, IReadOnlyList<string> views, bool fullNames)
    {
        var advice = views.Distinct(StringComparer.Ordinal).Count() == 1
            ? "Name each feature once."
            : fullNames
                ? "Give one of the views another alias in the feature service."
                : "To resolve this collision, use the full feature name by setting 'full_feature_names' to true.";
        return new FeatureStoreException(
            FeatureStoreErrorCode.FeatureNameCollision, $"Duplicate features named '{name}' found, from {NameList.Of(views)}. {advice}");
    }

    internal static FeatureStoreException RequestValueTypes(string name, string view, string other) => new(
        FeatureStoreErrorCode.FeatureNameCollision,
        $"The on-demand views '{other}' and '{view}' read the request value '{name}' as different types. Ask for them in two requests, or give the value of one another name.");

    private static string Suggest(string word, IEnumerable<string> candidates)
    {
        var (nearest, edits) = candidates
            .Select(candidate => (Name: candidate, Edits: EditDistance.Between(word, candidate)))
            .DefaultIfEmpty((Name: string.Empty, Edits: int.MaxValue))
            .MinBy(static candidate => candidate.Edits);
        return edits <= Math.Max(1, word.Length / 3) ? $" Did you mean '{nearest}'?" : string.Empty;
    }
}
