using YamlDotNet.Core;

namespace Catalog.Definitions.Yaml;

/// <summary>A single value.</summary>
internal sealed class YamlScalar(string text, ScalarStyle style, YamlScalarKind kind, YamlSpan span) : YamlNode(span)
{
    /// <summary>The text without quotes and escapes.</summary>
    public string Text { get; } = text;

    /// <summary>How it is written.</summary>
    public ScalarStyle Style { get; } = style;

    /// <summary>What the text means by the core schema of YAML 1.2.</summary>
    public YamlScalarKind Kind { get; } = kind;

    /// <summary>The text of the document that its place counts in; empty when it stands in none.</summary>
    public string Document { get; init; } = string.Empty;

    /// <summary>How far behind the begin of the scalar a character of its text is written; null where that cannot be told: over several lines, behind an anchor or a tag.</summary>
    public int? OffsetOf(int position) => YamlScalarPlaces.Find(Document.AsSpan()[Math.Min(Span.Start, Document.Length)..Math.Min(Span.End, Document.Length)], this, position);

    public override string Describe() => Kind == YamlScalarKind.Null ? "nothing" : $"'{Text}'";
}

/// <summary>Meanings of a scalar by the core schema of YAML 1.2. A quoted scalar is always a string.</summary>
internal enum YamlScalarKind
{
    String,
    Null,
    Bool,
    Int,
    Float,
}
