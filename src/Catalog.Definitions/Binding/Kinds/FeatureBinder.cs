using Catalog.Core.Errors;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class FeatureBinder
{
    /// <summary>The features of a view.</summary>
    public static IReadOnlyList<FeatureDraft> BindAll(MappingReader view) => BindAll(view, Bind, static feature => feature.Name);

    /// <summary>The features of a view, each read by <paramref name="bind"/>, which is told the names of all.</summary>
    public static IReadOnlyList<TDraft> BindAll<TDraft>(MappingReader view, Func<MappingReader, IReadOnlyCollection<string>, TDraft> bind, Func<TDraft, Located<string>> nameOf)
    {
        var readers = view.Mappings("features");
        if (readers.Count == 0)
        {
            view.Missing("features", "Add 'features:' with at least one feature.");
        }

        string[] written = [.. readers.Select(static feature => feature.Peek("name")).OfType<string>()];

        // Parquet engines fold the case of names, so two features may not differ in case alone.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var features = new List<TDraft>();
        foreach (var reader in readers)
        {
            var bound = bind(reader, written);
            var name = nameOf(bound).Value;
            if (name.Length > 0 && !names.Add(name))
            {
                var free = FeatureNames.Free(name, written);
                reader.Error(
                    "name", DefinitionRules.DuplicateName, $"The view has two features '{name}'; upper and lower case count as equal.",
                    new Fix($"Give it another name, such as '{free}'.", FindingEdit.Write(free)));
            }

            features.Add(bound);
        }

        return features;
    }

    private static FeatureDraft Bind(MappingReader reader, IReadOnlyCollection<string> names)
    {
        var name = reader.ColumnName("name", FeatureNames.Missing(reader, names));
        reader.CheckNotReserved("name", name.Value);
        var aggregation = AggregationBinder.Bind(reader);

        // The aggregate gives the type of an aggregate; one that is written as well is held against it.
        var type = reader.Has("aggregate") ? reader.OptionalType("type") : reader.RequiredType("type");
        var from = reader.Expression("from");
        if (aggregation is not null && from is { } column)
        {
            reader.Error(
                "from", DefinitionRules.Aggregate, $"The feature has both 'from' and 'aggregate'; it takes the newest value of '{column.Text}', or aggregates events.",
                Fix.Remove("Remove 'from', and write 'of' for what is aggregated."));
        }

        var feature = new Feature
        {
            Name = name.Value,
            Type = type?.Value ?? default,
            From = aggregation is null ? from?.Text ?? name.Value : string.Empty,
            Aggregation = aggregation?.Aggregation,
            Description = reader.Text("description")?.Value,
            Tags = reader.PlainTexts("tags"),
        };
        reader.Close();
        return new FeatureDraft(feature, name, type, from ?? new LocatedExpression(name.Value, name.At, Scalar: null), aggregation);
    }
}
