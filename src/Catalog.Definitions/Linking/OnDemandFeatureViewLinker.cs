using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace Catalog.Definitions.Linking;

/// <summary>Looks up the views that an on-demand view reads, finds names that do not go together, and finds out the types of its features.</summary>
internal static class OnDemandFeatureViewLinker
{
    public static OnDemandFeatureView Link(OnDemandFeatureViewDraft draft, LinkContext context)
    {
        var views = new Dictionary<string, FeatureView>(StringComparer.Ordinal);
        var keys = new JoinKeys(context);
        foreach (var source in draft.Sources)
        {
            if (Resolve(draft, source, context) is { } view)
            {
                views[view.Name] = view;
                FeatureServiceLinker.CheckFeatures(source, view.Name, [.. view.Features.Select(static feature => feature.Name)], context);
                keys.Add(source, view.Name, [.. view.Entities.Select(static entity => (entity.JoinKey, entity.Type))]);
            }
        }

        CheckSourceNames(draft, context);
        var inputs = OnDemandInputs.Of(draft.View.Sources, draft.View.Requests, views.GetValueOrDefault);
        CheckNames(draft, keys, inputs, context);

        // Without all of its views a name that an expression reads may only seem to be unknown.
        return draft.Sources.All(source => views.ContainsKey(source.View.Value))
            ? draft.View with { Features = [.. draft.Features.Select(feature => OnDemandFeatureLinker.Link(feature, inputs, context))] }
            : draft.View;
    }

    private static FeatureView? Resolve(OnDemandFeatureViewDraft draft, ProjectionDraft source, LinkContext context)
    {
        var name = source.View.Value;
        if (context.Draft<FeatureViewDraft>(DefinitionKind.FeatureView, name) is null && context.Draft<OnDemandFeatureViewDraft>(DefinitionKind.OnDemandFeatureView, name) is not null)
        {
            context.Error(
                DefinitionRules.UnknownReference, $"'{name}' is an on-demand feature view, and an on-demand view reads feature views only.", source.View.At,
                "Write what it computes into the expressions here.");
            return null;
        }

        return context.Resolve<FeatureView>(draft, DefinitionKind.FeatureView, source.View);
    }

    /// <summary>Expressions call an input by the name of its source.</summary>
    private static void CheckSourceNames(OnDemandFeatureViewDraft draft, LinkContext context)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, at) in draft.Sources.Select(static source => (source.Alias ?? source.View.Value, source.View.At)).Concat(draft.Requests.Select(static request => (request.Value, request.At))))
        {
            if (name.Length > 0 && !names.Add(name))
            {
                context.Error(DefinitionRules.DuplicateName, $"The view has two sources '{name}'.", at, "Give one of them another name: a view by 'alias', a request by its name.");
            }
        }
    }

    /// <summary>In a frame and in an answer join keys, request values and features stand beside each other.</summary>
    private static void CheckNames(OnDemandFeatureViewDraft draft, JoinKeys keys, OnDemandInputs inputs, LinkContext context)
    {
        foreach (var value in draft.RequestValues.Where(static value => value.Value.Length > 0))
        {
            if (keys.ViewOf(value.Value) is { } keyed)
            {
                context.Error(
                    DefinitionRules.NameCollision, $"The request value '{value}' has the name of a join key of '{keyed}'; a request holds both.", value.At, "Give it another name.");
            }
            else if (inputs.All.FirstOrDefault(input => !input.IsRequest && string.Equals(input.Name, value.Value, StringComparison.OrdinalIgnoreCase)) is { } feature)
            {
                context.Error(
                    DefinitionRules.NameCollision, $"The request value '{value}' has the name of a feature of '{feature.Source}'.", value.At,
                    "Give it another name, or list only the features that are read in 'features'.");
            }
        }

        foreach (var feature in draft.Features.Where(static feature => feature.Name.Value.Length > 0))
        {
            var taken = keys.ViewOf(feature.Name.Value) is { } keyed ? $"a join key of '{keyed}'"
                : draft.RequestValues.Any(value => string.Equals(value.Value, feature.Name.Value, StringComparison.OrdinalIgnoreCase)) ? "a request value"
                : null;
            if (taken is not null)
            {
                context.Error(DefinitionRules.NameCollision, $"The feature '{feature.Name}' has the name of {taken}; a training set holds both.", feature.Name.At, "Give it another name.");
            }
        }

        if (context.Draft<FeatureViewDraft>(DefinitionKind.FeatureView, draft.Id.Name) is not null)
        {
            context.Error(DefinitionRules.NameCollision, $"There is a feature view '{draft.Id.Name}', too; references could mean either.", draft.Location, "Give one of them another name.");
        }
    }
}
