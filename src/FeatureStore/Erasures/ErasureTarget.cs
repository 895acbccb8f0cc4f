using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.Erasures;

/// <summary>A view version that can have rows of an entity.</summary>
/// <param name="View">The view version.</param>
/// <param name="Key">The join keys of the entity with their values, in the types of the version.</param>
internal sealed record ErasureTarget(FeatureView View, IReadOnlyList<KeyPart> Key)
{
    /// <summary>The only key of the entity, where the view has no other join keys; null where it has.</summary>
    internal EntityKey? Whole => View.Entities.Count == Key.Count
        ? EntityKey.Create(View.Entities, [.. View.Entities.Select(entity => Key.First(part => part.Column == entity.JoinKey).Value)])
        : null;

    /// <summary>Whether a key of the view belongs to the entity.</summary>
    internal bool Has(EntityKey key)
    {
        var parts = key.Decode();
        return Key.All(part => parts.Any(other => other.Key == part.Column && other.Value == part.Value));
    }

    /// <summary>All versions of all views with the join keys; a version whose types cannot hold the values has no row of the entity.</summary>
    internal static IReadOnlyList<ErasureTarget> Find(IFeatureRegistry registry, IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given)
        => [.. registry.Views.SelectMany(view => VersionsOf(registry, view)).Select(view => Of(view, joinKeys, given)).OfType<ErasureTarget>()];

    /// <summary>The values of an entity in the types of a view; null when the view lacks a join key, or its type cannot hold the value.</summary>
    internal static ErasureTarget? Of(FeatureView view, IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given)
    {
        var key = new KeyPart[joinKeys.Count];
        for (var i = 0; i < key.Length; i++)
        {
            if (view.Entities.FirstOrDefault(entity => entity.JoinKey == joinKeys[i]) is not { } entity || !KeyConversion.TryConvert(given[i], entity.Type.Element, out var value))
            {
                return null;
            }

            key[i] = new KeyPart(joinKeys[i], value);
        }

        return new ErasureTarget(view, key);
    }

    private static IEnumerable<FeatureView> VersionsOf(IFeatureRegistry registry, FeatureView newest)
        => Enumerable.Range(1, newest.Version).Select(version => registry.FindView(newest.Name, version)).OfType<FeatureView>();
}
