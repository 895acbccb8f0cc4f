using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Holds what a source takes out of views against these views and the columns of its stream.</summary>
internal sealed class EnrichmentLinker(SourceDraft draft, Source stream, LinkContext context)
{
    /// <summary>What is taken out of one view.</summary>
    /// <param name="enrichment">As written.</param>
    /// <param name="columns">The columns so far; those of the features are added.</param>
    public Enrichment Link(EnrichmentDraft enrichment, List<SourceColumn> columns)
    {
        var view = Resolve(enrichment);
        if (view is not null)
        {
            CheckView(enrichment, view);
            AddColumns(enrichment, view, columns);
        }

        return new Enrichment
        {
            View = enrichment.View.Value,
            On = view is null ? [] : LinkKeys(enrichment, view),
            Features = [.. enrichment.Features.Select(static feature => new EnrichmentFeature(feature.Feature.Value, feature.Column.Value))],
        };
    }

    private FeatureView? Resolve(EnrichmentDraft enrichment)
    {
        var name = enrichment.View.Value;
        if (context.Draft<FeatureViewDraft>(DefinitionKind.FeatureView, name) is null && context.Draft<OnDemandFeatureViewDraft>(DefinitionKind.OnDemandFeatureView, name) is not null)
        {
            context.Error(
                DefinitionRules.EnrichedSource, $"'{name}' is an on-demand feature view: it has no rows that an event could be joined with.", enrichment.View.At,
                "Take the features of the views that it reads.");
            return null;
        }

        return context.Resolve<FeatureView>(draft, DefinitionKind.FeatureView, enrichment.View);
    }

    private void CheckView(EnrichmentDraft enrichment, FeatureView view)
    {
        if (!view.Offline)
        {
            context.Error(
                DefinitionRules.EnrichedSource, $"The feature view '{view.Name}' is not kept offline, so an event cannot be joined with the row that was the newest at its time.", enrichment.View.At,
                $"Take 'offline: false' out of '{view.Name}'.");
        }

        if (view.NullPolicy != NullPolicy.Newest)
        {
            context.Error(
                DefinitionRules.EnrichedSource, $"The feature view '{view.Name}' passes over nulls, so its features come from several rows; an event is joined with one.", enrichment.View.At,
                "Join a view whose null_policy is newest.");
        }
    }

    private List<EnrichmentKey> LinkKeys(EnrichmentDraft enrichment, FeatureView view)
    {
        List<string> joinKeys = [.. view.Entities.Select(static entity => entity.JoinKey)];
        foreach (var (key, _) in enrichment.On.Where(pair => !joinKeys.Contains(pair.Key.Value)))
        {
            context.Error(DefinitionRules.JoinKey, $"The feature view '{view.Name}' has no join key '{key}'.", key.At, NearName.Suggest(key.Value, joinKeys));
        }

        return view.Entities.ToList().ConvertAll(entity => LinkKey(enrichment, view, entity));
    }

    private EnrichmentKey LinkKey(EnrichmentDraft enrichment, FeatureView view, Entity entity)
    {
        var written = enrichment.On.Where(pair => pair.Key.Value == entity.JoinKey).Select(static pair => (Located<string>?)pair.Column).FirstOrDefault();
        var name = written ?? new Located<string>(entity.JoinKey, enrichment.View.At);
        if (stream.Columns.FirstOrDefault(column => column.Name == name.Value) is not { } column)
        {
            var near = NearName.Suggest(name.Value, [.. stream.Columns.Select(static candidate => candidate.Name)]);
            context.Error(
                DefinitionRules.UnknownColumn, $"The source '{stream.Name}' has no column '{name}' for the join key '{entity.JoinKey}' of '{view.Name}'.", name.At,
                written is null ? $"Add 'on: {{{entity.JoinKey}: ...}}' with the column that holds it." : near);
        }
        else if (column.Type != entity.Type)
        {
            context.Error(
                DefinitionRules.JoinKey, $"The join key '{entity.JoinKey}' of '{view.Name}' is of type '{entity.Type}', but the column '{name}' of '{stream.Name}' is of type '{column.Type}'.", name.At,
                $"Name a column of type {entity.Type}.");
        }

        return new EnrichmentKey(entity.JoinKey, name.Value);
    }

    private void AddColumns(EnrichmentDraft enrichment, FeatureView view, List<SourceColumn> columns)
    {
        foreach (var (name, column) in enrichment.Features)
        {
            if (view.Features.FirstOrDefault(candidate => candidate.Name == name.Value) is not { } feature)
            {
                context.Error(
                    DefinitionRules.UnknownFeature, $"The feature view '{view.Name}' has no feature '{name}'.", name.At,
                    NearName.Suggest(name.Value, [.. view.Features.Select(static candidate => candidate.Name)]));
            }
            else if (feature.Aggregation is not null)
            {
                context.Error(
                    DefinitionRules.EnrichedSource, $"The feature '{name}' of '{view.Name}' is an aggregate: it has a value at every moment, and no row that an event could be joined with.", name.At,
                    "Take a newest-value feature, or read the aggregate beside the event in a feature service.");
            }
            else if (columns.Exists(taken => string.Equals(taken.Name, column.Value, StringComparison.OrdinalIgnoreCase)))
            {
                context.Error(DefinitionRules.NameCollision, $"The source would have two columns '{column}'; upper and lower case count as equal.", column.At, $"Write {{name: {name}, as: ...}} with another name.");
            }
            else
            {
                columns.Add(new SourceColumn { Name = column.Value, From = column.Value, Type = feature.Type, Description = feature.Description });
            }
        }
    }
}
