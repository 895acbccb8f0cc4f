using System.Text.RegularExpressions;
using Catalog.Core.Errors;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Binding;

/// <summary>
/// Reads the keys of one mapping. Asking for a key declares it: <see cref="Close"/> reports the keys that nobody asked for.
/// A value of the wrong type is reported and read as absent, so that one pass finds everything.
/// </summary>
internal sealed partial class MappingReader
{
    private static readonly YamlMapping Nothing = new([], isFlow: false, default);

    private readonly BindingContext _context;
    private readonly YamlNode _node;
    private readonly YamlMapping _mapping;
    private readonly string _path;
    private readonly List<string> _asked = [];

    /// <summary>Reads <paramref name="node"/>, which should be a mapping; anything else is reported.</summary>
    public MappingReader(BindingContext context, YamlNode node, string path)
    {
        _context = context;
        _node = node;
        _path = path;
        _mapping = node.Content as YamlMapping ?? Nothing;
        if (node.Content is not YamlMapping)
        {
            context.Error(DefinitionRules.WrongType, $"{Subject(path)} must be a mapping of keys to values, not {node.Content.Describe()}.", node, path);
        }
    }

    /// <summary>Where the mapping begins.</summary>
    public SourceLocation Location => _context.Document.Locate(_node, _path);

    /// <summary>Whether the key has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Where the key's value stands; the mapping itself when it is absent.</summary>
    public SourceLocation LocationOf(string key) => Find(key) is { } value ? _context.Document.Locate(value, PathOf(key)) : Location;

    /// <summary>The text under a key without asking for it: whoever does reports what is wrong with it. Null when it is absent or no single text.</summary>
    public string? Peek(string key) => _mapping.Find(key)?.Value.Content is YamlScalar { Kind: not YamlScalarKind.Null } scalar ? scalar.Text : null;

    /// <summary>The mapping under a key; null when absent.</summary>
    public MappingReader? Mapping(string key) => Find(key) is { } value ? new MappingReader(_context, value, PathOf(key)) : null;

    /// <summary>The mappings in the list under a key; empty when absent.</summary>
    public IReadOnlyList<MappingReader> Mappings(string key)
        => [.. Items(key).Select((item, index) => new MappingReader(_context, item, $"{PathOf(key)}[{index}]"))];

    /// <summary>The items of the list under a key, each read by <paramref name="read"/>; empty when absent.</summary>
    public IReadOnlyList<T> List<T>(string key, Func<YamlNode, string, T> read)
        => [.. Items(key).Select((item, index) => read(item, $"{PathOf(key)}[{index}]"))];

    /// <summary>Reports an error about a key's value.</summary>
    public void Error(string key, string rule, string message, Fix? fix = null) => _context.Error(rule, message, LocationOf(key), fix);

    /// <summary>Reports that a key which must be there is not. The finding has the path that the key would have, and where it is absent the place of the mapping.</summary>
    public void Missing(string key, Fix? fix = null)
        => _context.Error(DefinitionRules.MissingKey, $"{Subject(_path)} has no '{key}'.", LocationOf(key) with { Path = PathOf(key) }, fix ?? $"Add '{key}:'.");

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Close()
    {
        foreach (var entry in _mapping.Entries.Where(entry => !_asked.Contains(entry.Key.Text)))
        {
            _context.Error(
                DefinitionRules.UnknownKey, $"The key '{entry.Key.Text}' is not known here.", entry.Key, PathOf(entry.Key.Text),
                NearName.Find(entry.Key.Text, _asked) is { } near ? Fix.Rename(near) : NearName.Suggest(entry.Key.Text, _asked));
        }
    }

    private IReadOnlyList<YamlNode> Items(string key)
    {
        var value = Find(key);
        if (value is null)
        {
            return [];
        }

        if (value.Content is YamlSequence sequence)
        {
            return sequence.Items;
        }

        _context.Error(
            DefinitionRules.WrongType, $"'{key}' must be a list, not {value.Content.Describe()}.", value, PathOf(key),
            value.Content is YamlScalar scalar ? $"Write [{scalar.Text}]." : "Begin each item with '- '.");
        return [];
    }

    // A key without a value counts as absent.
    private YamlNode? Find(string key)
    {
        if (!_asked.Contains(key))
        {
            _asked.Add(key);
            _context.KeyAsked?.Invoke(Index().Replace(_path, "[]"), key);
        }

        var value = _mapping.Find(key)?.Value;
        return value?.Content is YamlScalar { Kind: YamlScalarKind.Null } ? null : value;
    }

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private static string Subject(string path) => path.Length == 0 ? "The document" : $"'{path}'";

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
