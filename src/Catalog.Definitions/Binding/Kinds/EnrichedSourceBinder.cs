using Catalog.Core.Errors;
using Catalog.Definitions.Binding.Drafts;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>Reads a source that is made of another one. What says how bytes are read and checked has no place in it: its events come out of those of the other.</summary>
internal static class EnrichedSourceBinder
{
    private static readonly string[] OfRawSources =
    [
        "format", "csv", "columns", "key", "null_values", "files", "topic", "file_time_shift", "push", "contract", "earliest_event_time", "max_ahead",
    ];

    public static Draft Bind(MappingReader reader, Header header)
    {
        var from = reader.RequiredText("from", "Add 'from:' with the source that is enriched.");
        foreach (var key in OfRawSources.Where(reader.Has))
        {
            reader.Error(
                key, DefinitionRules.EnrichedSource, $"'{key}' belongs to a source that takes files and pushes; '{header.Name}' is made of the events of '{from}', which were read and checked there.",
                key == "contract" ? Fix.Remove("Remove it, and name the contract at the output port.") : Fix.Remove());
        }

        var readers = reader.Mappings("enrich");
        if (readers.Count == 0)
        {
            reader.Missing("enrich", "Add 'enrich:' with at least one '- view: ...' and its 'features'.");
        }

        var lateness = reader.Duration("allowed_lateness");
        var source = new Source
        {
            Name = header.Name.Value,
            Version = 0,
            Domain = header.DomainName,
            Owner = header.OwnerName,
            Description = header.Description,
            From = from.Value,
            Format = FileFormat.Ndjson,
            Columns = [],
            TimestampColumn = string.Empty,
            AllowedLateness = lateness ?? TimeSpan.Zero,
            AcceptsPush = false,
        };
        return new SourceDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            Source = source,
            From = from,
            Enrichments = [.. readers.Select(BindEnrichment)],
            Timestamp = reader.Text("timestamp"),
            HasLateness = lateness is not null,
            ColumnPlaces = new Dictionary<string, Core.Errors.SourceLocation>(StringComparer.Ordinal),
        };
    }

    private static EnrichmentDraft BindEnrichment(MappingReader reader)
    {
        var view = reader.RequiredText("view");
        var on = reader.Pairs("on");
        var features = reader.TextsOrMappings("features", static text => (text, text), BindFeature);
        if (features.Count == 0)
        {
            reader.Missing("features", "Add 'features:' with the features of the view that become columns.");
        }

        reader.Close();
        return new EnrichmentDraft(view, on, features);
    }

    private static (Located<string> Feature, Located<string> Column) BindFeature(MappingReader reader)
    {
        var feature = reader.RequiredText("name");
        var column = reader.Has("as") ? reader.ColumnName("as") : feature;
        reader.Close();
        return (feature, column);
    }
}
