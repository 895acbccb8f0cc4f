using FeatureStore.Model;

namespace FeatureStore.Proof;

/// <summary>What the features of an on-demand view were computed from.</summary>
/// <param name="Sources">The versions of the feature views that were read.</param>
/// <param name="Inputs">Full names of the inputs that the features asked for read, of stored features and of values that the request brought.</param>
public sealed record ComputedFrom(IReadOnlyList<FeatureViewId> Sources, IReadOnlyList<string> Inputs)
{
    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{string.Join(',', Sources)} {string.Join(',', Inputs)}";
}
