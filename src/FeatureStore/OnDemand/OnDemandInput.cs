using Catalog.Core.Values;

namespace FeatureStore.OnDemand;

/// <summary>Something that the expressions of an on-demand view may read.</summary>
/// <param name="Source">Name or alias of the view that it is a feature of, or name of the request source that brings it.</param>
/// <param name="Name">Name of the feature or of the request value.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Place">Place of its view among the sources; null for a request value.</param>
public sealed record OnDemandInput(string Source, string Name, DataType Type, int? Place)
{
    /// <summary>Whether the request brings it.</summary>
    public bool IsRequest => Place is null;

    /// <summary>The name that is its own in any case: <c>view.feature</c>.</summary>
    public string FullName => $"{Source}.{Name}";
}
