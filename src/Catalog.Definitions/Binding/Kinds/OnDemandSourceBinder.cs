using Catalog.Core.Errors;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>Reads what an on-demand view is made from: feature views, and values that requests bring.</summary>
internal sealed class OnDemandSourceBinder
{
    private static readonly string[] ViewKeys = ["features", "alias", "join_key_map"];

    private readonly List<ProjectionDraft> _views = [];
    private readonly List<Located<string>> _requests = [];
    private readonly List<Located<string>> _values = [];
    private readonly List<RequestSource> _models = [];

    // Parquet engines fold the case of names, and these are columns of entity frames.
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    private OnDemandSourceBinder()
    {
    }

    /// <summary>The feature views.</summary>
    public IReadOnlyList<ProjectionDraft> Views => _views;

    /// <summary>The names of the request sources.</summary>
    public IReadOnlyList<Located<string>> Requests => _requests;

    /// <summary>The names of the request values.</summary>
    public IReadOnlyList<Located<string>> Values => _values;

    /// <summary>The request sources.</summary>
    public IReadOnlyList<RequestSource> Models => _models;

    public static OnDemandSourceBinder BindAll(MappingReader view)
    {
        var sources = new OnDemandSourceBinder();
        var readers = view.Mappings("sources");
        if (readers.Count == 0)
        {
            view.Missing("sources", "Add 'sources:' with '- view: ...' for each feature view that is read, and '- request: ...' for the values that requests bring.");
        }

        foreach (var reader in readers)
        {
            sources.Bind(reader);
        }

        return sources;
    }

    private void Bind(MappingReader reader)
    {
        if (reader.Has("request"))
        {
            BindRequest(reader);
            return;
        }

        if (reader.Has("schema"))
        {
            reader.Error("schema", DefinitionRules.WrongValue, "'schema' says what a request brings, but the source has no 'request'.", "Write 'request:' with a name in place of 'view:', or remove 'schema'.");
        }

        _views.Add(FeatureServiceBinder.BindProjection(reader));
    }

    private void BindRequest(MappingReader reader)
    {
        var name = reader.DefinitionName("request");
        if (reader.Has("view"))
        {
            reader.Error("view", DefinitionRules.WrongValue, "The source is both a view and a request.", "Make one source for each.");
        }

        foreach (var key in ViewKeys.Where(reader.Has))
        {
            reader.Error(key, DefinitionRules.WrongValue, $"'{key}' belongs to a feature view; the source is a request.", Fix.Remove());
        }

        var readers = reader.Mappings("schema");
        if (readers.Count == 0)
        {
            reader.Missing("schema", "Add 'schema:' with at least one value: its name and type.");
        }

        _requests.Add(name);
        _models.Add(new RequestSource(name.Value, [.. readers.Select(BindValue)]));
        reader.Close();
    }

    private RequestValue BindValue(MappingReader reader)
    {
        var name = reader.ColumnName("name");
        reader.CheckNotReserved("name", name.Value);
        if (name.Value.Length > 0 && !_names.Add(name.Value))
        {
            reader.Error("name", DefinitionRules.DuplicateName, $"The view has two request values '{name}'; upper and lower case count as equal.");
        }

        var value = new RequestValue(name.Value, reader.RequiredType("type")?.Value ?? default, reader.Text("description")?.Value);
        reader.Close();
        _values.Add(name);
        return value;
    }
}
