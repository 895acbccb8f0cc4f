using System.Globalization;
using Catalog.Definitions.Contracts.Schema;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Contracts;

/// <summary>A node of an ODCS document. What has another type than asked for reads as absent: the schema check has reported it.</summary>
internal readonly record struct OdcsNode(YamlNode Node, string Path)
{
    /// <summary>The node under a key; null when absent or null.</summary>
    public OdcsNode? Find(string key)
        => Node.Content is YamlMapping mapping && mapping.Find(key) is { } entry && entry.Value.Content is not YamlScalar { Kind: YamlScalarKind.Null }
            ? new OdcsNode(entry.Value, Path.Length == 0 ? key : $"{Path}.{key}")
            : null;

    /// <summary>The items of the list under a key; empty when absent.</summary>
    public IReadOnlyList<OdcsNode> Items(string key)
    {
        if (Find(key) is not { } list || list.Node.Content is not YamlSequence sequence)
        {
            return [];
        }

        return [.. sequence.Items.Select((item, index) => new OdcsNode(item, $"{list.Path}[{index}]"))];
    }

    /// <summary>The items of the list under a key as text; null items are left out.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(static item => item.AsText()).OfType<string>()];

    /// <summary>The scalar under a key as text; null when absent.</summary>
    public string? Text(string key) => Find(key)?.AsText();

    /// <summary>The boolean under a key; false when absent.</summary>
    public bool Flag(string key) => Find(key)?.Node.Content is YamlScalar { Kind: YamlScalarKind.Bool, Text: ['t' or 'T', ..] };

    /// <summary>The number under a key; null when absent or no number.</summary>
    public double? Number(string key) => Find(key)?.AsNumber();

    /// <summary>The whole number under a key; null when absent or out of range.</summary>
    public int? Count(string key) => Number(key) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>The number; null when it is none.</summary>
    public double? AsNumber()
        => Node.Content is YamlScalar { Kind: YamlScalarKind.Int or YamlScalarKind.Float } scalar ? SchemaAssertions.NumberOf(scalar) : null;

    /// <summary>The scalar as text, numbers as written and booleans in lower case; null when it is null or no scalar.</summary>
    public string? AsText() => Node.Content switch
    {
        YamlScalar { Kind: YamlScalarKind.Null } => null,
        YamlScalar { Kind: YamlScalarKind.Bool } scalar => scalar.Text.ToLower(CultureInfo.InvariantCulture),
        YamlScalar scalar => scalar.Text,
        _ => null,
    };
}
