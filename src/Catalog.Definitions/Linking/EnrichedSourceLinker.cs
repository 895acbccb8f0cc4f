using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Ingestion.Model;

namespace Catalog.Definitions.Linking;

/// <summary>Looks up what a source is made of, and gives it the columns of its stream and those that views add.</summary>
internal static class EnrichedSourceLinker
{
    public static Source Link(SourceDraft draft, Located<string> from, LinkContext context)
    {
        if (HasCycle(draft, new Located<DefinitionId>(new DefinitionId(DefinitionKind.Source, from.Value), from.At), context)
            | draft.Enrichments.Aggregate(false, (found, enrichment) => found | HasCycle(
                draft, new Located<DefinitionId>(new DefinitionId(DefinitionKind.FeatureView, enrichment.View.Value), enrichment.View.At), context)))
        {
            return draft.Source;
        }

        if (context.Resolve<Source>(draft, DefinitionKind.Source, from) is not { } stream)
        {
            return draft.Source;
        }

        var columns = stream.Columns
            .Select(static column => new SourceColumn { Name = column.Name, From = column.Name, Type = column.Type, Description = column.Description })
            .ToList();
        var linker = new EnrichmentLinker(draft, stream, context);
        var enrichments = draft.Enrichments.Select(enrichment => linker.Link(enrichment, columns)).ToList();
        return draft.Source with
        {
            Columns = columns,
            Key = stream.Key,
            Enrichments = enrichments,
            TimestampColumn = TimestampOf(draft, stream, context),
            AllowedLateness = draft.HasLateness ? draft.Source.AllowedLateness : stream.AllowedLateness,
            EarliestEventTime = stream.EarliestEventTime,
            MaxAhead = stream.MaxAhead,
        };
    }

    private static bool HasCycle(SourceDraft draft, Located<DefinitionId> used, LinkContext context)
    {
        if (context.FindWay(used.Value, draft.Id) is not { } way)
        {
            return false;
        }

        context.Error(
            DefinitionRules.SourceCycle, $"The source '{draft.Id.Name}' is made of itself: {string.Join(" reads ", way.Prepend(draft.Id).Select(static id => $"'{id.Name}'"))}.", used.At,
            "Take one of these out of the circle.");
        return true;
    }

    private static string TimestampOf(SourceDraft draft, Source stream, LinkContext context)
    {
        if (draft.Timestamp is not { } timestamp)
        {
            return stream.TimestampColumn;
        }

        if (stream.Columns.FirstOrDefault(column => column.Name == timestamp.Value) is not { } column)
        {
            context.Error(
                DefinitionRules.UnknownColumn, $"The source '{stream.Name}' has no column '{timestamp}'.", timestamp.At,
                NearName.Suggest(timestamp.Value, [.. stream.Columns.Select(static candidate => candidate.Name)]));
        }
        else if (column.Type != new DataType(ScalarType.Timestamp))
        {
            context.Error(
                DefinitionRules.TimestampColumn, $"The column '{timestamp}' is of type '{column.Type}' and cannot hold the event time.", timestamp.At,
                Fix.Remove($"Remove the line to take the event time of '{stream.Name}', '{stream.TimestampColumn}'."));
        }

        return timestamp.Value;
    }
}
