using System.Text.Json.Nodes;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Proto = Catalog.Feast.Messages.Core;
using ValueType = Catalog.Feast.Messages.Types.ValueType.Types.Enum;

namespace Catalog.Feast.Registry;

/// <summary>
/// Writes what a client of Feast applies as the catalogue's own documents, so that it is judged, versioned and shown like any other. A view of Feast knows its columns and where they come from; the source
/// is made of what the views over it need.
/// </summary>
internal sealed class RepositoryDocuments(DefinitionSet set)
{
    /// <summary>Files of this folder are written by Feast's clients, and only these may they change.</summary>
    internal const string Folder = "feast/";

    private const string Format = "ndjson"; // That of pushes; files may come in any other when the document says so.

    internal PlanRequest Of(RepositoryChange change)
    {
        var files = new List<DefinitionFile>();
        foreach (var (name, (spec, domain)) in change.Entities)
        {
            if (!IsForeign(DefinitionKind.Entity, name, domain))
            {
                files.Add(FileOf(domain, EntityOf(spec, domain, change)));
            }
        }

        files.AddRange(SourcesOf(change));
        files.AddRange(change.Views.Values.Select(view => FileOf(view.Domain, ViewOf(view.Spec, view.Domain))));
        files.AddRange(change.Services.Values.Select(service => FileOf(service.Domain, ServiceOf(service.Spec, service.Domain))));
        var written = files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        return new PlanRequest { Files = files, Remove = [.. change.Removed.Where(id => set.Find(id) is { } found && !written.Contains(found.Path))] };
    }

    /// <summary>Whether it is in force by a document that is not a client's, or one of another domain.</summary>
    internal bool IsForeign(DefinitionKind kind, string name, string? domain)
        => set.Find(new DefinitionId(kind, name)) is { } found && !found.Path.StartsWith(domain is null ? Folder : FolderOf(domain), StringComparison.Ordinal);

    /// <summary>The name of the source that a view takes its rows from: that of the pushes, where there is one.</summary>
    internal static string SourceOf(Proto.FeatureViewSpec view) => view.StreamSource?.Name is { Length: > 0 } stream ? stream : view.BatchSource?.Name ?? string.Empty;

    private static DefinitionFile FileOf(string domain, JsonObject document)
        => new($"{FolderOf(domain)}{document["kind"]}-{document["name"]}.yaml".ToLowerInvariant(), YamlWriter.WriteDocument(document));

    private static string FolderOf(string domain) => $"{Folder}{domain}/";

    private JsonObject EntityOf(Proto.EntitySpecV2 spec, string domain, RepositoryChange change)
    {
        var document = Start(DefinitionKind.Entity, spec.Name, domain, spec.Owner, spec.Description);
        document["join_key"] = spec.JoinKey == spec.Name || spec.JoinKey.Length == 0 ? null : spec.JoinKey;
        var column = change.Views.Values.SelectMany(static view => view.Spec.EntityColumns).FirstOrDefault(column => column.Name == spec.JoinKey);
        var type = spec.ValueType != ValueType.Invalid ? spec.ValueType : column?.ValueType ?? ValueType.String;
        document["type"] = TypeOf(type, $"entity '{spec.Name}'");
        return document;
    }

    private IEnumerable<DefinitionFile> SourcesOf(RepositoryChange change)
    {
        foreach (var views in change.Views.Values.GroupBy(static view => SourceOf(view.Spec), StringComparer.Ordinal).Where(views => !IsForeign(DefinitionKind.Source, views.Key, views.First().Domain)))
        {
            var (first, domain) = views.First();
            var source = first.StreamSource ?? first.BatchSource;
            var document = Start(DefinitionKind.Source, views.Key, domain, source.Owner, source.Description);
            document["format"] = Format;
            document["timestamp"] = TimeOf(first);
            document["columns"] = new JsonArray([.. ColumnsOf(views.Key, views.Select(static view => view.Spec)).Select(static column => Column(column.Key, column.Value))]);
            yield return FileOf(domain, document);
        }
    }

    /// <summary>The columns that there are already, then those that the views need.</summary>
    private Dictionary<string, string> ColumnsOf(string source, IEnumerable<Proto.FeatureViewSpec> views)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in set.FindSource(source)?.Columns ?? [])
        {
            columns[column.Name] = column.Type.ToString();
        }

        foreach (var view in views)
        {
            foreach (var key in view.EntityColumns.Where(static key => !EntityMessages.IsDummy(key.Name)))
            {
                columns[key.Name] = TypeOf(key.ValueType, $"join key '{key.Name}' of the feature view '{view.Name}'");
            }

            columns[TimeOf(view)] = new DataType(ScalarType.Timestamp).ToString();
            if (view.BatchSource?.CreatedTimestampColumn is { Length: > 0 } created)
            {
                columns[created] = new DataType(ScalarType.Timestamp).ToString();
            }

            foreach (var feature in view.Features)
            {
                columns[ColumnOf(feature.Name, view)] = TypeOf(feature.ValueType, $"feature '{feature.Name}' of the feature view '{view.Name}'");
            }
        }

        return columns;
    }

    private JsonObject ViewOf(Proto.FeatureViewSpec spec, string domain)
    {
        var document = Start(DefinitionKind.FeatureView, spec.Name, domain, spec.Owner, spec.Description);
        document["entities"] = new JsonArray([.. spec.Entities.Where(static name => !EntityMessages.IsDummy(name)).Select(static name => JsonValue.Create(name))]);
        document["source"] = SourceOf(spec);
        document["timestamp"] = TimeOf(spec);
        document["ttl"] = TtlOf(spec) is var ttl && ttl > TimeSpan.Zero ? Duration.Format(ttl) : null;
        document["online"] = spec.Online ? null : JsonValue.Create(false);
        document["tags"] = WordsOf(spec.Tags);
        document["features"] = new JsonArray([.. spec.Features.Select(feature =>
        {
            var column = Column(feature.Name, TypeOf(feature.ValueType, $"feature '{feature.Name}' of the feature view '{spec.Name}'"));
            column["from"] = ColumnOf(feature.Name, spec);
            column["description"] = feature.Description.Length > 0 ? feature.Description : null;
            column["tags"] = WordsOf(feature.Tags);
            return column;
        })]);
        return document;
    }

    private JsonObject ServiceOf(Proto.FeatureServiceSpec spec, string domain)
    {
        var document = Start(DefinitionKind.FeatureService, spec.Name, domain, spec.Owner, spec.Description);
        document["tags"] = WordsOf(spec.Tags);
        document["features"] = new JsonArray([.. spec.Features.Select(static projection => new JsonObject
        {
            ["view"] = projection.FeatureViewName,
            ["features"] = new JsonArray([.. projection.FeatureColumns.Select(static column => JsonValue.Create(column.Name))]),
            ["alias"] = projection.FeatureViewNameAlias.Length > 0 ? projection.FeatureViewNameAlias : null,
            ["join_key_map"] = projection.JoinKeyMap.Count > 0 ? new JsonObject(projection.JoinKeyMap.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) : null,
        })]);
        return document;
    }

    private JsonObject Start(DefinitionKind kind, string name, string domain, string owner, string description) => new()
    {
        ["kind"] = kind.ToString(),
        ["name"] = name,
        ["domain"] = domain,
        ["owner"] = OwnerOf(owner, domain),
        ["description"] = description.Length > 0 ? description : null,
    };

    /// <summary>Feast's owner is any text, often none: then the team that answers for the domain.</summary>
    private string? OwnerOf(string owner, string domain)
        => set.FindModel<Team>(DefinitionKind.Team, owner) is { } team ? team.Name : set.FindModel<Domain>(DefinitionKind.Domain, domain)?.Owner;

    private static JsonObject Column(string name, string type) => new() { ["name"] = name, ["type"] = type };

    private static TimeSpan TtlOf(Proto.FeatureViewSpec view)
    {
        try
        {
            return view.Ttl?.ToTimeSpan() ?? TimeSpan.Zero;
        }
        catch (InvalidOperationException exception)
        {
            throw RegistryErrors.ReadOnly($"The feature view '{view.Name}' was not applied: its ttl of {view.Ttl.Seconds} seconds and {view.Ttl.Nanos} nanoseconds is no duration. {exception.Message}");
        }
    }

    private static string TimeOf(Proto.FeatureViewSpec view) => view.BatchSource?.TimestampField is { Length: > 0 } time ? time : view.StreamSource?.TimestampField ?? string.Empty;

    /// <summary>The column behind a feature: the field mapping leads from columns to features.</summary>
    private static string ColumnOf(string feature, Proto.FeatureViewSpec view)
        => view.BatchSource?.FieldMapping.FirstOrDefault(pair => pair.Value == feature).Key ?? feature;

    private static JsonArray? WordsOf(Google.Protobuf.Collections.MapField<string, string> tags)
    {
        var words = tags.Where(static tag => tag.Key != CommonMessages.DomainTag).Select(static tag => tag.Value is "" or CommonMessages.Given ? tag.Key : $"{tag.Key}={tag.Value}");
        return words.Order(StringComparer.Ordinal).Select(static word => (JsonNode?)JsonValue.Create(word)).ToArray() is { Length: > 0 } found ? new JsonArray(found) : null;
    }

    private static string TypeOf(ValueType type, string what) => CommonMessages.TypeOf(type) is { } known
        ? known.ToString()
        : throw RegistryErrors.ReadOnly($"The {what} was not applied: the catalogue has no type for number {(int)type} of Feast's value types. It has scalars (Bytes, String, Int32, Int64, Float64, Float32, Bool, UnixTimestamp) and arrays of them.");
}
