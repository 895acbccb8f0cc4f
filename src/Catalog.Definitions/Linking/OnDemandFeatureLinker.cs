using Catalog.Core.Errors;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace Catalog.Definitions.Linking;

/// <summary>Finds out the type of a feature of an on-demand view, and holds a written one against it.</summary>
internal static class OnDemandFeatureLinker
{
    public static OnDemandFeature Link(OnDemandFeatureDraft draft, OnDemandInputs inputs, LinkContext context) => draft switch
    {
        { Expression: { } expression, From: null } => LinkExpression(draft, expression, inputs, context),
        { Expression: null, From: { } from } => LinkFrom(draft, from, inputs, context),
        _ => draft.Feature, // Reported when it was read.
    };

    private static OnDemandFeature LinkExpression(OnDemandFeatureDraft draft, LocatedExpression expression, OnDemandInputs inputs, LinkContext context)
    {
        var compiled = inputs.Compile(expression.Text, out var error);
        if (compiled is null || error is not null)
        {
            context.Error(DefinitionRules.Expression, error?.Message ?? "The expression cannot be used.", expression.PlaceOf(error?.Position ?? 0), error is null ? null : expression.FixOf(error));
            return draft.Feature;
        }

        if (compiled.Type is { } type)
        {
            return WithType(draft, type, "its expression gives", context);
        }

        if (draft.Type is null)
        {
            context.Error(DefinitionRules.ColumnType, $"The expression of '{draft.Name}' is always null, so it gives no type.", expression.At, "Write 'type:', or another expression.");
        }

        return draft.Feature;
    }

    private static OnDemandFeature LinkFrom(OnDemandFeatureDraft draft, Located<string> from, OnDemandInputs inputs, LinkContext context)
    {
        if (inputs.Find(from.Value, out var unknown) is { } input)
        {
            return WithType(draft, input.Type, $"'{from}' is", context);
        }

        context.Error(DefinitionRules.UnknownColumn, unknown?.Message ?? $"There is no input '{from}'.", from.At, LocatedExpression.FixOf(unknown?.Instead ?? [], static name => name));
        return draft.Feature;
    }

    private static OnDemandFeature WithType(OnDemandFeatureDraft draft, DataType type, string origin, LinkContext context)
    {
        if (draft.Type is { } declared && declared.Value != type)
        {
            context.Error(
                DefinitionRules.ColumnType, $"The feature '{draft.Name}' is of type '{declared}', but {origin} '{type}'.", declared.At, new Fix($"Write 'type: {type}', or leave it out.", FindingEdit.Write(type.ToString(), "type"), FindingEdit.Remove()));
        }

        return draft.Feature with { Type = type };
    }
}
