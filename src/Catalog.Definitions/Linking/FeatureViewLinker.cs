using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Looks up entities and source of a view, and holds keys, event time and features against the columns of the source.</summary>
internal static class FeatureViewLinker
{
    public static FeatureView Link(FeatureViewDraft draft, LinkContext context)
    {
        var entities = ResolveEntities(draft, context);
        var source = context.Resolve<Source>(draft, DefinitionKind.Source, draft.Source);
        CheckFeatureNames(draft, entities, context);
        CheckName(draft, context);
        if (source is null)
        {
            return draft.View with { Entities = entities };
        }

        var columns = source.Columns.ToDictionary(static column => column.Name, StringComparer.Ordinal);
        CheckKeys(draft, entities, source, columns, context);
        CheckPartitions(draft, entities, source, context);
        CheckTimestamp(draft, source, columns, context);
        var view = draft.View with
        {
            Entities = entities,
            TimestampColumn = draft.Timestamp?.Value ?? source.TimestampColumn,
            IsKeyedBySource = source.Key.Count > 0,
            Features = NewestValueLinker.Link(draft, source, context),
        };
        return AggregationLinker.Link(draft, view, source, context);
    }

    private static List<Entity> ResolveEntities(FeatureViewDraft draft, LinkContext context)
    {
        var entities = new List<Entity>();
        foreach (var reference in draft.Entities)
        {
            if (context.Resolve<Entity>(draft, DefinitionKind.Entity, reference) is not { } entity)
            {
                continue;
            }

            if (entities.Find(other => other.JoinKey == entity.JoinKey) is { } other)
            {
                context.Error(
                    DefinitionRules.JoinKey, $"The entities '{other.Name}' and '{entity.Name}' have the same join key '{entity.JoinKey}'.", reference.At,
                    "Keep one of them.");
                continue;
            }

            entities.Add(entity);
        }

        return entities;
    }

    private static void CheckName(FeatureViewDraft draft, LinkContext context)
    {
        if (context.Draft<OnDemandFeatureViewDraft>(DefinitionKind.OnDemandFeatureView, draft.Id.Name) is not null)
        {
            context.Error(DefinitionRules.NameCollision, $"There is an on-demand feature view '{draft.Id.Name}', too; references could mean either.", draft.Location, "Give one of them another name.");
        }
    }

    private static void CheckFeatureNames(FeatureViewDraft draft, List<Entity> entities, LinkContext context)
    {
        foreach (var feature in draft.Features)
        {
            if (entities.Exists(entity => string.Equals(entity.JoinKey, feature.Name.Value, StringComparison.OrdinalIgnoreCase)))
            {
                context.Error(
                    DefinitionRules.NameCollision, $"The feature '{feature.Name}' has the name of a join key of the view; an answer holds both.",
                    feature.Name.At, "Remove the feature, or give it another name.");
            }
        }
    }

    private static void CheckKeys(
        FeatureViewDraft draft, List<Entity> entities, Source source, Dictionary<string, SourceColumn> columns, LinkContext context)
    {
        foreach (var entity in entities)
        {
            var place = draft.Entities.FirstOrDefault(reference => reference.Value == entity.Name).At;
            if (!columns.TryGetValue(entity.JoinKey, out var column))
            {
                context.Error(
                    DefinitionRules.UnknownColumn, $"The source '{source.Name}' has no column '{entity.JoinKey}', the join key of the entity '{entity.Name}'.",
                    place, FixOfKey(entity, source, columns.Keys));
            }
            else if (column.Type != entity.Type)
            {
                context.Error(
                    DefinitionRules.JoinKey,
                    $"The join key '{entity.JoinKey}' is of type '{entity.Type}' in the entity '{entity.Name}', but of type '{column.Type}' in the source '{source.Name}'.",
                    place, $"Read the column as {entity.Type}, or declare the entity as {column.Type}.");
            }
        }
    }

    // Words alone: what the finding's place holds is an entity, and the entity is right.
    private static string FixOfKey(Entity entity, Source source, IReadOnlyCollection<string> columns) => NearName.Find(entity.JoinKey, columns) is { } near
        ? $"Rename the column '{near}' of the source '{source.Name}', or name an entity whose join key is '{near}'."
        : $"Add the column to the source '{source.Name}', or name an entity whose join key it has.";

    // The rows of a key would come from several partitions otherwise, whose events have no order among each other.
    private static void CheckPartitions(FeatureViewDraft draft, List<Entity> entities, Source source, LinkContext context)
    {
        foreach (var column in source.Key.Where(column => !entities.Exists(entity => entity.JoinKey == column)))
        {
            context.Error(
                DefinitionRules.JoinKey,
                $"The source '{source.Name}' is divided by '{column}', which is no join key of the view '{draft.Id.Name}': the events of one key of the view would have no order.",
                draft.Location, $"Add the entity with the join key '{column}', take '{column}' out of 'key' of the source, or read the events from another source.");
        }
    }

    private static void CheckTimestamp(FeatureViewDraft draft, Source source, Dictionary<string, SourceColumn> columns, LinkContext context)
    {
        if (draft.Timestamp is not { } timestamp)
        {
            return;
        }

        if (!columns.TryGetValue(timestamp.Value, out var column))
        {
            context.Error(
                DefinitionRules.UnknownColumn, $"The source '{source.Name}' has no column '{timestamp}'.", timestamp.At,
                NearName.Suggest(timestamp.Value, columns.Keys));
        }
        else if (column.Type != new DataType(ScalarType.Timestamp))
        {
            context.Error(
                DefinitionRules.TimestampColumn, $"The column '{timestamp}' is of type '{column.Type}' and cannot hold the event time.", timestamp.At,
                Fix.Remove($"Remove the line to take the event time of the source, '{source.TimestampColumn}'."));
        }
    }
}
