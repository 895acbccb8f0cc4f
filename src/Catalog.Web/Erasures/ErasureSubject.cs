using FeatureStore.Model;

namespace Catalog.Web.Erasures;

/// <summary>An entity, or several together, of which one can be erased.</summary>
/// <param name="Entities">The entities, by the ordinal order of their join keys.</param>
public sealed record ErasureSubject(IReadOnlyList<Entity> Entities)
{
    /// <summary>Tells it from others.</summary>
    public string Key => string.Join(',', Entities.Select(static entity => entity.JoinKey));

    public string Label => string.Join(" with ", Entities.Select(static entity => entity.JoinKey));

    /// <summary>What the views describe: each entity alone, then those that views have together.</summary>
    public static IReadOnlyList<ErasureSubject> Choices(IEnumerable<FeatureView> views)
    {
        var sets = views.Where(static view => view.Entities.Count > 0).Select(static view => view.Entities.OrderBy(static entity => entity.JoinKey, StringComparer.Ordinal).ToArray()).ToList();
        return
        [
            .. sets.SelectMany(static set => set).Select(static entity => new ErasureSubject([entity])).Concat(sets.Where(static set => set.Length > 1).Select(static set => new ErasureSubject(set)))
                .DistinctBy(static subject => subject.Key).OrderBy(static subject => subject.Entities.Count).ThenBy(static subject => subject.Key, StringComparer.Ordinal),
        ];
    }
}
