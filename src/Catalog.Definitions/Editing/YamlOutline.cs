using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Editing;

/// <summary>
/// The values and places of one document, by the paths that <see cref="YamlEditor"/> takes: what a form shows of a text that somebody else may be writing.
/// Immutable.
/// </summary>
public sealed class YamlOutline
{
    private readonly EditedText _document;

    private YamlOutline(EditedText document) => _document = document;

    /// <summary>Reads a text; null when it is not valid YAML with exactly one document that is a mapping.</summary>
    public static YamlOutline? Open(string text)
    {
        try
        {
            var document = EditedText.Open(text);
            return document.Root is YamlMapping ? new YamlOutline(document) : null;
        }
        catch (DefinitionsException)
        {
            return null;
        }
    }

    /// <summary>The text of a single value; null when there is none, or something else than a single value.</summary>
    public string? Text(string path) => TextOf(Find(path));

    /// <summary>The texts of a list of single values; empty when there is none.</summary>
    public IReadOnlyList<string> Texts(string path)
        => Find(path)?.Content is YamlSequence list ? [.. list.Items.Select(TextOf).OfType<string>()] : [];

    /// <summary>Number of items of a list, or keys of a mapping; 0 when there is neither.</summary>
    public int Count(string path) => Find(path)?.Content switch
    {
        YamlSequence list => list.Items.Count,
        YamlMapping mapping => mapping.Entries.Count,
        _ => 0,
    };

    /// <summary>Whether a key or an item exists, whatever its value.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <summary>The lines, from 1, on which a key with its value or an item stands; null when there is none.</summary>
    public (int First, int Last)? Lines(string path)
    {
        if (path.Length == 0 || Target(path) is not { Value: { } value } target)
        {
            return null;
        }

        var first = target.Entry?.Key.Span.Line ?? value.Span.Line;
        var last = 1 + _document.Text.AsSpan(0, Math.Max(value.Span.Start, _document.EndOf(value))).Count('\n');
        return (first, Math.Max(first, last));
    }

    private YamlNode? Find(string path) => path.Length == 0 ? _document.Root : Target(path)?.Value;

    // A path that leads nowhere, or through a value that several places share, shows nothing.
    private EditTarget? Target(string path)
    {
        try
        {
            return EditTarget.Find(_document.Root, YamlPath.Parse(path));
        }
        catch (DefinitionsException)
        {
            return null;
        }
    }

    private static string? TextOf(YamlNode? node) => node?.Content is YamlScalar { Kind: not YamlScalarKind.Null } scalar ? scalar.Text : null;
}
