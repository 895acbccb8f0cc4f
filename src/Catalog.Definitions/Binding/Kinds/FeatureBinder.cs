using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class FeatureBinder
{
    /// <summary>The features of a view; the draft is null where the type is missing or not known.</summary>
    public static IReadOnlyList<(Feature Feature, FeatureDraft? Draft)> BindAll(MappingReader view)
    {
        var readers = view.Mappings("features");
        if (readers.Count == 0)
        {
            view.Missing("features", "Add 'features:' with at least one feature.");
        }

        // Parquet engines fold the case of names, so two features may not differ in case alone.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var features = new List<(Feature, FeatureDraft?)>();
        foreach (var reader in readers)
        {
            var bound = Bind(reader);
            if (bound.Feature.Name.Length > 0 && !names.Add(bound.Feature.Name))
            {
                reader.Error(
                    "name", DefinitionRules.DuplicateName, $"The view has two features '{bound.Feature.Name}'; upper and lower case count as equal.");
            }

            features.Add(bound);
        }

        return features;
    }

    private static (Feature Feature, FeatureDraft? Draft) Bind(MappingReader reader)
    {
        var name = reader.ColumnName("name");
        reader.CheckNotReserved("name", name.Value);
        var type = reader.RequiredType("type");
        var aggregation = AggregationBinder.Bind(reader);
        var from = reader.Text("from") ?? name;
        var feature = new Feature
        {
            Name = name.Value,
            Type = type?.Value ?? default,
            From = aggregation is null ? from.Value : string.Empty,
            Aggregation = aggregation,
            Description = reader.Text("description")?.Value,
            Tags = reader.PlainTexts("tags"),
        };
        reader.Close();
        return (feature, type is { } known && aggregation is null ? new FeatureDraft(name, known, from) : null);
    }
}
