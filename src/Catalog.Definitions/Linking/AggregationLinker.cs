using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Expressions;
using FeatureStore.Model;
using FeatureStore.Windows;
using Ingestion.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Holds the aggregates of a view against the columns of its source, and finds out their types and what they read.</summary>
internal static class AggregationLinker
{
    /// <summary>The view with the types of its aggregates and what they take over from the source; as it is when it has none.</summary>
    public static FeatureView Link(FeatureViewDraft draft, FeatureView view, Source source, LinkContext context)
    {
        if (draft.Features.All(static feature => feature.Aggregation is null))
        {
            return view;
        }

        WarnOfOpenClock(draft, source, context);
        var columns = new ExpressionScope(source.Columns.Select(static column => (column.Name, column.Type)));
        var read = new HashSet<string>(StringComparer.Ordinal);
        return view with
        {
            Features = [.. draft.Features.Select((feature, place) => feature.Aggregation is { } aggregation ? Link(feature, aggregation, columns, read, context) : view.Features[place])],
            Inputs =
            [
                .. source.Columns.Where(column => read.Contains(column.Name)).OrderBy(static column => column.Name, StringComparer.Ordinal)
                    .Select(static column => new ViewInput(column.Name, column.Type)),
            ],
            AllowedLateness = source.AllowedLateness,
        };
    }

    // Windows follow the newest event time, whoever's clock that is.
    private static void WarnOfOpenClock(FeatureViewDraft draft, Source source, LinkContext context)
    {
        if (source.MaxAhead is null)
        {
            context.Findings.Warning(
                DefinitionRules.OpenClock,
                $"The windows of '{draft.View.Name}' follow the newest event time, and '{source.Name}' takes event times however far ahead: one event of a wrong clock moves the windows of its key past all others, and makes those that follow too late.",
                draft.Source.At,
                $"Set 'max_ahead' of the source '{source.From ?? source.Name}', for example to 1h.");
        }
    }

    private static Feature Link(FeatureDraft feature, AggregationDraft draft, ExpressionScope columns, HashSet<string> read, LinkContext context)
    {
        // A name that is not known was reported when it was read.
        if (!WindowedFeatures.Functions.Contains(draft.Aggregation.Function))
        {
            return feature.Feature;
        }

        var check = WindowedFeatures.Check(draft.Aggregation, columns);
        foreach (var error in check.Errors)
        {
            context.Error(error.Cause is null ? DefinitionRules.Aggregate : DefinitionRules.Expression, error.Message, draft.PlaceOf(error), draft.FixOf(error));
        }

        read.UnionWith(check.OfColumns);
        read.UnionWith(check.WhereColumns);
        if (check.Type is not { } type)
        {
            return feature.Feature;
        }

        if (feature.Type is { } declared && declared.Value != type)
        {
            var operand = check.Operand is { } known ? $" of type '{known}'" : null;
            context.Error(
                DefinitionRules.ColumnType, $"The feature '{feature.Name}' is of type '{declared}', but its aggregate '{draft.Aggregation.Function}'{operand} gives '{type}'.",
                declared.At, new Fix($"Write 'type: {type}', or leave it out.", FindingEdit.Write(type.ToString(), "type"), FindingEdit.Remove()));
        }

        return feature.Feature with { Type = type };
    }
}
