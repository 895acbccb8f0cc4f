using Catalog.Core.Model;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Definitions.Linking;

/// <summary>What a service must know of a view, whether its features are stored or computed on demand.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Features">Names of its features in order.</param>
/// <param name="Keys">Its join keys, each once.</param>
/// <param name="RequestValues">The values that it needs of a request.</param>
internal sealed record ServedView(
    string Name, IReadOnlyList<string> Features, IReadOnlyList<(string Name, DataType Type)> Keys, IReadOnlyList<(string Name, DataType Type)> RequestValues)
{
    public static ServedView Of(FeatureView view)
        => new(view.Name, [.. view.Features.Select(static feature => feature.Name)], [.. view.Entities.Select(static entity => (entity.JoinKey, entity.Type))], []);

    /// <summary>The keys are those of the views that it reads, as it calls them.</summary>
    public static ServedView Of(OnDemandFeatureView view, LinkContext context) => new(
        view.Name,
        [.. view.Features.Select(static feature => feature.Name)],
        [.. view.Sources.SelectMany(source => KeysOf(source, context.Find<FeatureView>(DefinitionKind.FeatureView, source.View))).DistinctBy(static key => key.Name)],
        [.. view.Requests.SelectMany(static request => request.Schema).Select(static value => (value.Name, value.Type))]);

    private static IEnumerable<(string Name, DataType Type)> KeysOf(FeatureProjection source, FeatureView? view)
        => view?.Entities.Select(entity => (source.JoinKeyMap.GetValueOrDefault(entity.JoinKey, entity.JoinKey), entity.Type)) ?? [];
}
