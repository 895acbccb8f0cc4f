using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class OnDemandFeatureBinder
{
    /// <summary>The features of an on-demand view.</summary>
    public static IReadOnlyList<OnDemandFeatureDraft> BindAll(MappingReader view) => FeatureBinder.BindAll(view, Bind, static feature => feature.Name);

    private static OnDemandFeatureDraft Bind(MappingReader reader, IReadOnlyCollection<string> names)
    {
        var name = reader.ColumnName("name", FeatureNames.Missing(reader, names));
        reader.CheckNotReserved("name", name.Value);
        var type = reader.OptionalType("type");
        var expression = reader.Expression("expression");
        var from = reader.Text("from");
        if (expression is not null && from is not null)
        {
            reader.Error("from", DefinitionRules.WrongValue, "The feature has both 'expression' and 'from'.", "Keep 'expression' where something is computed, and 'from' where an input is given out as it is.");
        }
        else if (!reader.Has("expression") && !reader.Has("from"))
        {
            reader.Missing("expression", "Add 'expression:' with what is computed, or 'from:' with an input that is given out as it is.");
        }

        var feature = new OnDemandFeature
        {
            Name = name.Value,
            Type = type?.Value ?? default,
            Expression = expression?.Text,
            From = expression is null ? from?.Value : null,
            Description = reader.Text("description")?.Value,
            Tags = reader.PlainTexts("tags"),
        };
        reader.Close();
        return new OnDemandFeatureDraft(feature, name, type, expression, from);
    }
}
