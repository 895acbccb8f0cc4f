using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
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
        var keys = new Dictionary<string, (DataType Type, string View)>(StringComparer.Ordinal);
        foreach (var projection in draft.Projections)
        {
            if (context.Resolve<FeatureView>(draft, DefinitionKind.FeatureView, projection.View) is not { } view)
            {
                continue;
            }

            CheckFeatures(projection, view, context);
            CheckJoinKeys(projection, view, keys, context);
            CheckOutputs(projection, view, outputs, shortNames, context);
        }

        return new FeatureService
        {
            Name = draft.Id.Name,
            Domain = draft.Domain?.Value ?? string.Empty,
            Owner = draft.Owner?.Value ?? string.Empty,
            Description = draft.Description,
            Tags = draft.Tags,
            Projections = [.. draft.Projections.Select(ToModel)],
        };
    }

    private static FeatureProjection ToModel(ProjectionDraft projection) => new(
        projection.View.Value,
        [.. projection.Features.Select(static feature => feature.Value)],
        projection.Alias,
        projection.JoinKeyMap.DistinctBy(static pair => pair.From.Value).ToDictionary(
            static pair => pair.From.Value, static pair => pair.To.Value, StringComparer.Ordinal));

    private static void CheckFeatures(ProjectionDraft projection, FeatureView view, LinkContext context)
    {
        var known = view.Features.Select(static feature => feature.Name).ToList();
        foreach (var feature in projection.Features.Where(feature => !known.Contains(feature.Value)))
        {
            context.Error(
                DefinitionRules.UnknownFeature, $"The feature view '{view.Name}' has no feature '{feature}'.", feature.At,
                NearName.Suggest(feature.Value, known));
        }
    }

    private static void CheckJoinKeys(
        ProjectionDraft projection, FeatureView view, Dictionary<string, (DataType Type, string View)> keys, LinkContext context)
    {
        var own = view.Entities.Select(static entity => entity.JoinKey).ToList();
        foreach (var (from, _) in projection.JoinKeyMap.Where(pair => !own.Contains(pair.From.Value)))
        {
            context.Error(
                DefinitionRules.JoinKey, $"The feature view '{view.Name}' has no join key '{from}'.", from.At, NearName.Suggest(from.Value, own));
        }

        foreach (var entity in view.Entities)
        {
            var mapped = projection.JoinKeyMap.FirstOrDefault(pair => pair.From.Value == entity.JoinKey).To.Value ?? entity.JoinKey;
            if (keys.TryGetValue(mapped, out var other) && other.Type != entity.Type)
            {
                context.Error(
                    DefinitionRules.JoinKey,
                    $"The join key '{mapped}' is of type '{entity.Type}' in '{view.Name}', but of type '{other.Type}' in '{other.View}'.",
                    projection.Location, $"Give one of them another name with 'join_key_map: {{{entity.JoinKey}: ...}}'.");
            }

            keys.TryAdd(mapped, (entity.Type, view.Name));
        }
    }

    private static void CheckOutputs(
        ProjectionDraft projection, FeatureView view, Dictionary<string, string> outputs, Dictionary<string, string> shortNames, LinkContext context)
    {
        var prefix = projection.Alias ?? view.Name;
        var taken = projection.Features.Count > 0
            ? projection.Features
            : [.. view.Features.Select(feature => new Located<string>(feature.Name, projection.Location))];
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
