using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Catalog.Definitions.Yaml;

/// <summary>Turns the events of one document into nodes, and reports what definitions do not use of YAML.</summary>
internal sealed class YamlTreeBuilder(IParser parser, YamlChunk chunk, string file, FindingList findings)
{
    private const string CorePrefix = "tag:yaml.org,2002:";

    private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>Reads the document.</summary>
    /// <exception cref="YamlException">A syntax error, or a document that nests too deeply.</exception>
    public YamlNode? Build()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = ReadNode(null);
        parser.Consume<DocumentEnd>();
        parser.Consume<StreamEnd>();
        return root;
    }

    private YamlNode ReadNode(Step? path)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return ReadAlias(alias, path);
        }

        var start = parser.Consume<NodeEvent>();
        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            // Not readable until complete: a node that contains itself has no end.
            _anchors[anchor] = null;
        }

        var node = start switch
        {
            Scalar scalar => ReadScalar(scalar, path),
            MappingStart mapping => Nested(mapping, () => ReadMapping(mapping, path)),
            SequenceStart sequence => Nested(sequence, () => ReadSequence(sequence, path)),
            _ => throw new SyntaxErrorException(start.Start, start.End, "found an unexpected element"),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private YamlNode Nested(NodeEvent start, Func<YamlNode> read)
    {
        if (++_depth > YamlLimits.MaxDepth)
        {
            throw new YamlDepthException(start.Start, start.End);
        }

        var node = read();
        _depth--;
        return node;
    }

    private YamlNode ReadAlias(AnchorAlias alias, Step? path)
    {
        var span = SpanOf(alias.Start, alias.End);
        if (_anchors.TryGetValue(alias.Value.Value, out var target) && target is not null)
        {
            return new YamlAlias(target, span);
        }

        Report(
            YamlRules.Alias, span, path,
            target is null && _anchors.ContainsKey(alias.Value.Value)
                ? $"The alias '*{alias.Value}' stands inside the node that it repeats."
                : $"The alias '*{alias.Value}' has no anchor '&{alias.Value}' before it in the document.",
            "Write the value out.");
        return new YamlScalar(string.Empty, ScalarStyle.Plain, YamlScalarKind.Null, span);
    }

    private YamlScalar ReadScalar(Scalar scalar, Step? path)
    {
        var span = SpanOf(scalar.Start, scalar.End);
        var natural = scalar.Style == ScalarStyle.Plain ? YamlScalarReader.Resolve(scalar.Value) : YamlScalarKind.String;
        return new YamlScalar(scalar.Value, scalar.Style, KindByTag(scalar, natural, span, path), span)
        {
            IsAnchored = !scalar.Anchor.IsEmpty,
            Document = chunk.Text,
        };
    }

    private YamlScalarKind KindByTag(Scalar scalar, YamlScalarKind natural, YamlSpan span, Step? path)
    {
        if (scalar.Tag.IsEmpty)
        {
            return natural;
        }

        if (scalar.Tag.IsNonSpecific || scalar.Tag.Value == CorePrefix + "str")
        {
            return YamlScalarKind.String;
        }

        YamlScalarKind? named = scalar.Tag.Value switch
        {
            CorePrefix + "null" => YamlScalarKind.Null,
            CorePrefix + "bool" => YamlScalarKind.Bool,
            CorePrefix + "int" => YamlScalarKind.Int,
            CorePrefix + "float" => YamlScalarKind.Float,
            _ => null,
        };
        var meant = YamlScalarReader.Resolve(scalar.Value);
        if (named is { } kind && (kind == meant || (kind == YamlScalarKind.Float && meant == YamlScalarKind.Int)))
        {
            return kind;
        }

        Report(YamlRules.Tag, span, path, $"The tag '{scalar.Tag}' is not known or does not fit the value '{scalar.Value}'.", "Remove the tag.");
        return natural;
    }

    private YamlMapping ReadMapping(MappingStart start, Step? path)
    {
        CheckCollectionTag(start, "map", path);
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.Accept<MappingEnd>(out _))
        {
            var keyNode = ReadNode(path);
            if (keyNode.Content is not YamlScalar key)
            {
                Report(YamlRules.Key, keyNode.Span, path, "A key is a list or a mapping; it must be a word.", null);
                ReadNode(path);
                continue;
            }

            var value = ReadNode(new Step(path, key.Text, 0));
            if (CheckKey(key, keyNode.Span, seen, path))
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        var end = parser.Consume<MappingEnd>();
        var span = CollectionSpan(start, start.Style == MappingStyle.Flow, end.Start, entries.Count == 0 ? null : (entries[0].Key, entries[^1].Value));
        return new YamlMapping(entries, start.Style == MappingStyle.Flow, span) { IsAnchored = !start.Anchor.IsEmpty };
    }

    private bool CheckKey(YamlScalar key, YamlSpan span, Dictionary<string, int> seen, Step? path)
    {
        if (key.Text == "<<" && key.Style == ScalarStyle.Plain)
        {
            Report(YamlRules.MergeKey, span, path, "The merge key '<<' is not part of YAML 1.2 and not supported.", "Write the keys out.");
            return false;
        }

        if (seen.TryAdd(key.Text, span.Line))
        {
            return true;
        }

        Report(YamlRules.DuplicateKey, span, path, $"The key '{key.Text}' occurs again; it first stands in line {seen[key.Text]}.", "Keep one of them.");
        return false;
    }

    private YamlSequence ReadSequence(SequenceStart start, Step? path)
    {
        CheckCollectionTag(start, "seq", path);
        var items = new List<YamlNode>();
        while (!parser.Accept<SequenceEnd>(out _))
        {
            items.Add(ReadNode(new Step(path, null, items.Count)));
        }

        var end = parser.Consume<SequenceEnd>();
        var span = CollectionSpan(start, start.Style == SequenceStyle.Flow, end.Start, items.Count == 0 ? null : (items[0], items[^1]));
        return new YamlSequence(items, start.Style == SequenceStyle.Flow, span) { IsAnchored = !start.Anchor.IsEmpty };
    }

    private void CheckCollectionTag(NodeEvent start, string expected, Step? path)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value != CorePrefix + expected)
        {
            Report(YamlRules.Tag, SpanOf(start.Start, start.End), path, $"The tag '{start.Tag}' is not known.", "Remove the tag.");
        }
    }

    private YamlSpan CollectionSpan(NodeEvent start, bool isFlow, Mark end, (YamlNode First, YamlNode Last)? children)
    {
        var hasProperties = !start.Anchor.IsEmpty || !start.Tag.IsEmpty;
        var begin = SpanOf(hasProperties ? start.End : start.Start, end);
        if (children is not { } c)
        {
            return begin with { End = (int)end.Index + (isFlow ? 1 : 0) };
        }

        // A pair without braces inside brackets has no mark of its own, and a block collection ends for the parser at the next token, beyond
        // the comments that follow it.
        var hasBrackets = isFlow && chunk.Text[begin.Start] is '{' or '[' && end.Index < chunk.Text.Length && chunk.Text[(int)end.Index] is '}' or ']';
        return isFlow && !hasBrackets
            ? new YamlSpan(c.First.Span.Start, c.Last.Span.End, c.First.Span.Line, c.First.Span.Column)
            : begin with { End = hasBrackets ? (int)end.Index + 1 : c.Last.Span.End };
    }

    private YamlSpan SpanOf(Mark start, Mark end)
        => new((int)start.Index, (int)end.Index, (int)start.Line + chunk.LinesBefore, (int)start.Column);

    private void Report(string rule, YamlSpan span, Step? path, string message, Fix? fix)
        => findings.Error(rule, message, new SourceLocation(file, span.Line, span.Column, path?.ToString() ?? string.Empty), fix);

    /// <summary>A place in the document. Written out only for a finding: a long key with many values below it must not be copied for each of them.</summary>
    private sealed record Step(Step? Parent, string? Key, int Index)
    {
        public override string ToString() => (Parent, Key) switch
        {
            (_, null) => $"{Parent}[{Index}]",
            (null, _) => Key,
            _ => $"{Parent}.{Key}",
        };
    }
}
