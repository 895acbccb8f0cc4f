using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Linking;

/// <summary>The join keys and request values that one request gives for several views, and whether they go together.</summary>
internal sealed class JoinKeys(LinkContext context)
{
    private readonly Dictionary<string, (DataType Type, string View)> _values = new(StringComparer.Ordinal);

    /// <summary>The view that needs a value of that name, whatever its case; null when none does.</summary>
    public string? ViewOf(string name) => _values.FirstOrDefault(value => string.Equals(value.Key, name, StringComparison.OrdinalIgnoreCase)).Value.View;

    /// <summary>Adds the keys of a view under the names that the request gives them, and reports those that are of another type elsewhere.</summary>
    /// <param name="projection">The use of the view.</param>
    /// <param name="view">Name of the view.</param>
    /// <param name="keys">Its join keys.</param>
    public void Add(ProjectionDraft projection, string view, IReadOnlyList<(string Name, DataType Type)> keys)
    {
        var own = keys.Select(static key => key.Name).ToList();
        foreach (var (from, _) in projection.JoinKeyMap.Where(pair => !own.Contains(pair.From.Value)))
        {
            context.Error(DefinitionRules.JoinKey, $"The feature view '{view}' has no join key '{from}'.", from.At, NearName.Suggest(from.Value, own));
        }

        foreach (var key in keys)
        {
            var mapped = projection.JoinKeyMap.FirstOrDefault(pair => pair.From.Value == key.Name).To.Value ?? key.Name;
            Add(projection, view, mapped, key.Type, "join key", $"Give one of them another name with 'join_key_map: {{{key.Name}: ...}}'.");
        }
    }

    /// <summary>Adds a request value.</summary>
    public void AddRequestValue(ProjectionDraft projection, string view, string name, DataType type)
        => Add(projection, view, name, type, "request value", "Give the request value of one of them another name.");

    private void Add(ProjectionDraft projection, string view, string name, DataType type, string what, string fix)
    {
        if (_values.TryGetValue(name, out var other) && other.Type != type)
        {
            context.Error(
                DefinitionRules.JoinKey, $"The {what} '{name}' is of type '{type}' in '{view}', but of type '{other.Type}' in '{other.View}'.", projection.Location, fix);
        }

        _values.TryAdd(name, (type, view));
    }
}
