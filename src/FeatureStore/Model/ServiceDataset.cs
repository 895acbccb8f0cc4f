namespace FeatureStore.Model;

/// <summary>Names the columns of a feature service for lineage.</summary>
public static class ServiceDataset
{
    /// <summary>The name of each column, in order: the feature's, with the label of its view before it where several features have the same name.</summary>
    /// <param name="features">The features that are served, each with the name or alias of its view.</param>
    public static IReadOnlyList<string> ColumnsOf(IReadOnlyList<(string Label, string Feature)> features)
    {
        var repeated = features.GroupBy(static column => column.Feature, StringComparer.Ordinal)
            .Where(static group => group.Count() > 1).Select(static group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. features.Select(column => repeated.Contains(column.Feature) ? $"{column.Label}__{column.Feature}" : column.Feature)];
    }
}
