using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Looks up the views and features of a service, and finds names and keys that do not go together in one answer.</summary>
internal static class FeatureServiceLinker
{
    public static FeatureService Link(FeatureServiceDraft draft, LinkContext context)
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var shortNames = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = new JoinKeys(context);
        foreach (var projection in draft.Projections)
        {
            if (Resolve(draft, projection, context) is { } view)
            {
                CheckFeatures(projection, view.Name, view.Features, context);
                keys.Add(projection, view.Name, view.Keys);
                foreach (var (name, type) in view.RequestValues)
                {
                    keys.AddRequestValue(projection, view.Name, name, type);
                }

                CheckOutputs(projection, view, outputs, shortNames, context);
            }
        }

        return new FeatureService
        {
            Name = draft.Id.Name,
            Domain = draft.Domain?.Value ?? string.Empty,
            Owner = draft.Owner?.Value ?? string.Empty,
            Description = draft.Description,
            Tags = draft.Tags,
            Projections = [.. draft.Projections.Select(static projection => projection.ToModel())],
        };
    }

    /// <summary>Reports features that the view has not.</summary>
    public static void CheckFeatures(ProjectionDraft projection, string view, IReadOnlyList<string> known, LinkContext context)
    {
        foreach (var feature in projection.Features.Where(feature => !known.Contains(feature.Value)))
        {
            context.Error(DefinitionRules.UnknownFeature, $"The feature view '{view}' has no feature '{feature}'.", feature.At, NearName.Suggest(feature.Value, known));
        }
    }

    private static ServedView? Resolve(FeatureServiceDraft draft, ProjectionDraft projection, LinkContext context)
    {
        if (context.Draft<OnDemandFeatureViewDraft>(DefinitionKind.OnDemandFeatureView, projection.View.Value) is not null)
        {
            return context.Resolve<OnDemandFeatureView>(draft, DefinitionKind.OnDemandFeatureView, projection.View) is { } onDemand ? ServedView.Of(onDemand, context) : null;
        }

        return context.Resolve<FeatureView>(draft, DefinitionKind.FeatureView, projection.View) is { } view ? ServedView.Of(view) : null;
    }

    private static void CheckOutputs(
        ProjectionDraft projection, ServedView view, Dictionary<string, string> outputs, Dictionary<string, string> shortNames, LinkContext context)
    {
        var prefix = projection.Alias ?? view.Name;
        var taken = projection.Features.Count > 0
            ? projection.Features
            : [.. view.Features.Select(feature => new Located<string>(feature, projection.Location))];
        foreach (var feature in taken)
        {
            if (!outputs.TryAdd($"{prefix}__{feature}", view.Name))
            {
                context.Error(
                    DefinitionRules.NameCollision, $"The answer would hold '{prefix}__{feature}' twice.", feature.At,
                    "Take the feature once, or give the view an 'alias'.");
            }
            else if (!shortNames.TryAdd(feature.Value, prefix) && shortNames[feature.Value] != prefix)
            {
                context.Findings.Add(new Finding(
                    FindingSeverity.Warning, DefinitionRules.NameCollision,
                    $"Both '{shortNames[feature.Value]}' and '{prefix}' give a feature '{feature}'; requests must ask for full feature names.", feature.At,
                    "Take one of them only if full names are not wanted."));
            }
        }
    }
}
