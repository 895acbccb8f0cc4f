using Catalog.Core.Errors;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Expressions;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Holds the newest-value features of a view against the columns of its source: each takes one column, or computes an expression over several.</summary>
internal static class NewestValueLinker
{
    /// <summary>All features of the view; those that compute know what they read.</summary>
    public static IReadOnlyList<Feature> Link(FeatureViewDraft draft, Source source, LinkContext context)
    {
        var columns = source.Columns.ToDictionary(static column => column.Name, static column => column.Type, StringComparer.Ordinal);
        var scope = new ExpressionScope(source.Columns.Select(static column => (column.Name, column.Type)));
        return
        [
            .. draft.Features.Select(feature => feature.Aggregation is not null || feature.Type is not { } type ? feature.Feature
                : columns.TryGetValue(feature.From.Text, out var column) ? Take(feature, type, column, source, context)
                : Compute(feature, type, columns, scope, source, context)),
        ];
    }

    private static Feature Take(FeatureDraft feature, Located<DataType> type, DataType column, Source source, LinkContext context)
    {
        if (column != type.Value)
        {
            context.Error(
                DefinitionRules.ColumnType,
                $"The feature '{feature.Name}' is of type '{type}', but the column '{feature.From.Text}' of the source '{source.Name}' is of type '{column}'.",
                type.At, Fix.Write(column.ToString(), "type"));
        }

        return feature.Feature;
    }

    private static Feature Compute(
        FeatureDraft feature, Located<DataType> type, Dictionary<string, DataType> columns, ExpressionScope scope, Source source, LinkContext context)
    {
        // One word is meant as a column, whatever the language of expressions makes of it.
        if (feature.From.Text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            context.Error(
                DefinitionRules.UnknownColumn, $"The source '{source.Name}' has no column '{feature.From.Text}'.", feature.From.At,
                NearName.Suggest(feature.From.Text, columns.Keys));
            return feature.Feature;
        }

        if (CompiledExpression.Compile(feature.From.Text, scope, out var error) is not { } compiled)
        {
            context.Error(DefinitionRules.Expression, error!.Message, feature.From.PlaceOf(error.Position), feature.From.FixOf(error)); // Compile says why it gave none.
            return feature.Feature;
        }

        if (compiled.Columns.Count == 0)
        {
            context.Error(
                DefinitionRules.Expression, $"The expression '{feature.From.Text}' of the feature '{feature.Name}' reads no column of the source, so it has one value for all.", feature.From.At,
                "Name at least one column.");
        }
        else if (compiled.Type != type.Value)
        {
            context.Error(
                DefinitionRules.ColumnType, $"The feature '{feature.Name}' is of type '{type}', but its expression gives '{compiled.Type?.ToString() ?? "null"}'.",
                type.At, compiled.Type is { } given
                    ? new Fix($"Write 'type: {given}', or convert the value in the expression.", FindingEdit.Write(given.ToString())) : "Write an expression that has values.");
        }

        return feature.Feature with { Reads = [.. compiled.Columns.Select(column => new ViewInput(column, columns[column]))] };
    }
}
