using Catalog.Core.Values;
using FeatureStore.Access;

namespace FeatureStore.Serving;

/// <summary>One lookup, as any door hands it in.</summary>
public sealed record OnlineFeaturesRequest
{
    /// <summary>Feature references in the order of the answer; not used when <see cref="FeatureService"/> is given.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Name of the feature service whose features are asked for; null when <see cref="Features"/> are given.</summary>
    public string? FeatureService { get; init; }

    /// <summary>The join keys and the values that on-demand features need, one column each, all of one length. Columns that nothing needs are passed over.</summary>
    public IReadOnlyList<EntityColumn> Entities { get; init; } = [];

    /// <summary>Whether columns are named <c>view__feature</c> instead of <c>feature</c>.</summary>
    public bool FullFeatureNames { get; init; }

    /// <summary>What the lookup is held to, as <see cref="AccessGuard.IdentifyAsync"/> says; null where it may read everything.</summary>
    public AccessGrants? Grants { get; init; }

    internal EntityColumn? FindColumn(string name)
    {
        foreach (var column in Entities)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }
}

/// <summary>The values of one join key or request value, a row each.</summary>
/// <param name="Name">Name of the join key or request value.</param>
/// <param name="Values">As the client sent them; the lookup converts them to the declared type where nothing is lost by that.</param>
public sealed record EntityColumn(string Name, IReadOnlyList<Value> Values);
