using Catalog.Core.Errors;
using System.Globalization;
using Catalog.Core.Values;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Binding;

/// <summary>Reads single values.</summary>
internal sealed partial class MappingReader
{
    /// <summary>The text of any scalar, as written; null when absent.</summary>
    public Located<string>? Text(string key)
    {
        var value = Find(key);
        return value is null ? null : ReadText(value, PathOf(key));
    }

    /// <summary>The text, which must be there and not be empty; empty after the report when it is not.</summary>
    public Located<string> RequiredText(string key, Fix? fix = null)
    {
        var text = Text(key);
        if (!Has(key) || text is { Value.Length: 0 })
        {
            Missing(key, fix);
        }

        return text ?? new Located<string>(string.Empty, Location);
    }

    /// <summary>The texts in the list under a key; empty when absent.</summary>
    public IReadOnlyList<Located<string>> Texts(string key)
        => [.. List(key, ReadText).Where(static text => text is not null).Select(static text => text.GetValueOrDefault())];

    /// <summary>The items of the list under a key, each either a text or a mapping; empty when absent.</summary>
    public IReadOnlyList<T> TextsOrMappings<T>(string key, Func<Located<string>, T> ofText, Func<MappingReader, T> ofMapping) => List(
        key,
        (item, path) => item.Content is YamlScalar { Kind: not YamlScalarKind.Null } scalar
            ? ofText(new Located<string>(scalar.Text, _context.Document.Locate(item, path)))
            : ofMapping(new MappingReader(_context, item, path)));

    /// <summary>The texts in the list under a key without their places.</summary>
    public IReadOnlyList<string> PlainTexts(string key) => [.. Texts(key).Select(static text => text.Value)];

    /// <summary>The entries of the mapping under a key, whose keys are names that the author chooses; empty when absent.</summary>
    public IReadOnlyList<(Located<string> Key, Located<string> Value)> Pairs(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        if (value.Content is not YamlMapping mapping)
        {
            _context.Error(DefinitionRules.WrongType, $"'{key}' must be a mapping, not {value.Content.Describe()}.", value, PathOf(key));
            return [];
        }

        var pairs = new List<(Located<string>, Located<string>)>();
        foreach (var entry in mapping.Entries)
        {
            var path = $"{PathOf(key)}.{entry.Key.Text}";
            if (ReadText(entry.Value, path) is { } text)
            {
                pairs.Add((new Located<string>(entry.Key.Text, _context.Document.Locate(entry.Key, path)), text));
            }
        }

        return pairs;
    }

    /// <summary><c>true</c> or <c>false</c>; the fallback when absent.</summary>
    public bool Flag(string key, bool fallback)
        => Scalar(key, YamlScalarKind.Bool, "true or false") is { } scalar ? scalar.Text[0] is 't' or 'T' : fallback;

    /// <summary>A number; null when absent.</summary>
    public double? Number(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        if (value.Content is YamlScalar { Kind: YamlScalarKind.Int or YamlScalarKind.Float } scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number))
        {
            return number;
        }

        _context.Error(DefinitionRules.WrongType, $"'{key}' must be a number, not {value.Content.Describe()}.", value, PathOf(key));
        return null;
    }

    /// <summary>An expression; null when absent.</summary>
    public LocatedExpression? Expression(string key)
        => Text(key) is { } text ? new LocatedExpression(text.Value, text.At, Find(key) as YamlScalar) : null;

    /// <summary>A duration such as <c>30d</c>; null when absent.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Core.Values.Duration.TryParse(text.Value, out var duration, out var isTooLong))
        {
            return duration;
        }

        if (isTooLong)
        {
            Error(key, DefinitionRules.WrongValue, $"'{key}' is '{text.Value}', which is too long.", $"Write at most {TimeSpan.MaxValue.Days}d.");
            return null;
        }

        Error(
            key, DefinitionRules.WrongValue, $"'{key}' is '{text.Value}', which is no duration.",
            DurationFix(text.Value));
        return null;
    }

    /// <summary>An instant in ISO 8601; null when absent.</summary>
    public Instant? Time(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Instant.TryParse(text.Value, out var instant))
        {
            return instant;
        }

        Error(key, DefinitionRules.WrongValue, $"'{key}' is '{text.Value}', which is no time.", "Write ISO 8601, such as 2010-12-01T00:00:00Z.");
        return null;
    }

    /// <summary>A type such as <c>int64</c>, which must be there; null after the report when it is not.</summary>
    public Located<DataType>? RequiredType(string key)
    {
        if (!Has(key))
        {
            Missing(key, $"Add '{key}:' with one of {string.Join(", ", DataType.Names)}.");
            return null;
        }

        return OptionalType(key);
    }

    /// <summary>As <see cref="RequiredType"/>, but the key may be absent.</summary>
    public Located<DataType>? OptionalType(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (DataType.TryParse(text.Value, out var type))
        {
            return new Located<DataType>(type, text.At);
        }

        Error(
            key, DefinitionRules.WrongValue, $"'{text.Value}' is no type.",
            NearName.Find(text.Value, DataType.Names) is { } near
                ? Fix.DidYouMean(near)
                : $"Legal are: {string.Join(", ", DataType.Names)}, and \"list<...>\" of them.");
        return null;
    }

    /// <summary>One of a few words; the fallback when absent or not legal.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices, T fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (choices.TryGetValue(text.Value, out var choice))
        {
            return choice;
        }

        Error(key, DefinitionRules.WrongValue, $"'{key}' is '{text.Value}', which is not legal.", NearName.Suggest(text.Value, [.. choices.Keys]));
        return fallback;
    }

    private Located<string>? ReadText(YamlNode node, string path)
    {
        if (node.Content is YamlScalar { Kind: not YamlScalarKind.Null } scalar)
        {
            return new Located<string>(scalar.Text, _context.Document.Locate(node, path));
        }

        _context.Error(DefinitionRules.WrongType, $"'{path}' must be a single text, not {node.Content.Describe()}.", node, path);
        return null;
    }

    private YamlScalar? Scalar(string key, YamlScalarKind kind, string expected)
    {
        var value = Find(key);
        if (value is null)
        {
            return null;
        }

        if (value.Content is YamlScalar scalar && scalar.Kind == kind)
        {
            return scalar;
        }

        _context.Error(DefinitionRules.WrongType, $"'{key}' must be {expected}, not {value.Content.Describe()}.", value, PathOf(key), FlagFix(value, kind));
        return null;
    }

    private static Fix DurationFix(string text)
    {
        const string rule = "Write whole numbers with d, h, m or s, such as 30d, 1h30m or 90s.";
        return DurationGuess.Of(text) switch
        {
            [] => rule,
            [var only] => new Fix($"Write '{only}'.", FindingEdit.Write(only)),
            var several => new Fix(rule, [.. several.Select(static one => FindingEdit.Write(one))]),
        };
    }

    private static Fix? FlagFix(YamlNode value, YamlScalarKind kind) => (kind, (value.Content as YamlScalar)?.Text.ToLowerInvariant()) switch
    {
        (YamlScalarKind.Bool, "yes" or "y" or "on" or "true" or "1") => new Fix("Write true.", FindingEdit.Write(true)),
        (YamlScalarKind.Bool, "no" or "n" or "off" or "false" or "0") => new Fix("Write false.", FindingEdit.Write(false)),
        _ => null,
    };
}
