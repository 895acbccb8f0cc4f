using Catalog.Core.Errors;
using System.Globalization;
using System.Text.Json;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Contracts.Schema;

/// <summary>The keywords that look at one value alone.</summary>
internal static class SchemaAssertions
{
    /// <summary>Checks the type; false when it is another, in which case nothing else about the value is worth saying.</summary>
    public static bool CheckType(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations)
    {
        if (schema.Types.Count == 0 || schema.Types.Any(type => IsType(place.Node, type)))
        {
            return true;
        }

        violations.Add(place.Violation(
            DefinitionRules.WrongType, $"{place.Words} must be {string.Join(" or ", schema.Types)}, not {place.Node.Describe()}.", FixOf(schema, place.Node)));
        return false;
    }

    /// <summary>Checks the other keywords.</summary>
    public static void Check(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations)
    {
        if (schema.Enum is { } legal && !legal.Any(value => AreEqual(value, place.Node)))
        {
            var words = legal.Select(static value => value.ToString()).ToList();
            violations.Add(place.Violation(
                DefinitionRules.WrongValue, $"{place.Words} is {place.Node.Describe()}, which is not legal.",
                NearName.Find((place.Node as YamlScalar)?.Text ?? string.Empty, words) is { } near
                    ? Fix.DidYouMean(near)
                    : $"Legal are: {string.Join(", ", words)}."));
        }

        switch (place.Node)
        {
            case YamlMapping mapping:
                violations.AddRange(schema.Required.Where(key => mapping.Find(key) is null).Select(key => place.Violation(
                    DefinitionRules.MissingKey, $"{place.Words} has no '{key}', which the standard requires.", $"Add '{key}:'.")));
                break;
            case YamlSequence sequence:
                CheckSequence(schema, place, sequence, violations);
                break;
            case YamlScalar { Kind: YamlScalarKind.String } text when schema.Pattern is { } pattern && !pattern.IsMatch(text.Text):
                violations.Add(place.Violation(DefinitionRules.WrongValue, $"{place.Words} is '{text.Text}', which does not match '{pattern}'."));
                break;
            case YamlScalar { Kind: YamlScalarKind.Int or YamlScalarKind.Float } number:
                CheckNumber(schema, place, NumberOf(number), violations);
                break;
            default:
                break;
        }
    }

    /// <summary>The number of a numeric scalar.</summary>
    public static double NumberOf(YamlScalar scalar) => scalar.Text switch
    {
        ['0', 'x', .. var digits] => Convert.ToInt64(digits, 16),
        ['0', 'o', .. var digits] => Convert.ToInt64(digits, 8),
        _ when scalar.Text.EndsWith("inf", StringComparison.OrdinalIgnoreCase) => scalar.Text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ when scalar.Text.EndsWith("nan", StringComparison.OrdinalIgnoreCase) => double.NaN,
        _ => double.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void CheckNumber(SchemaNode schema, SchemaPlace place, double number, List<SchemaViolation> violations)
    {
        if (number < schema.Minimum || number <= schema.ExclusiveMinimum)
        {
            violations.Add(place.Violation(DefinitionRules.WrongValue, $"{place.Words} is '{number.ToString(CultureInfo.InvariantCulture)}', which is too small."));
        }
    }

    private static void CheckSequence(SchemaNode schema, SchemaPlace place, YamlSequence sequence, List<SchemaViolation> violations)
    {
        if (sequence.Items.Count < schema.MinItems || sequence.Items.Count > schema.MaxItems)
        {
            violations.Add(place.Violation(
                DefinitionRules.WrongValue,
                $"{place.Words} has {sequence.Items.Count} items; it must have at least {schema.MinItems ?? 0}{(schema.MaxItems is { } most ? $" and at most {most}" : string.Empty)}."));
        }

        if (schema.UniqueItems && sequence.Items.Select(static item => YamlCanon.Write(item)).Distinct(StringComparer.Ordinal).Count() < sequence.Items.Count)
        {
            violations.Add(place.Violation(DefinitionRules.WrongValue, $"{place.Words} has the same item twice."));
        }
    }

    private static bool IsType(YamlNode node, string type) => (type, node) switch
    {
        ("object", YamlMapping) or ("array", YamlSequence) => true,
        ("string", YamlScalar { Kind: YamlScalarKind.String }) => true,
        ("boolean", YamlScalar { Kind: YamlScalarKind.Bool }) => true,
        ("null", YamlScalar { Kind: YamlScalarKind.Null }) => true,
        ("number" or "integer", YamlScalar { Kind: YamlScalarKind.Int }) => true,
        ("number", YamlScalar { Kind: YamlScalarKind.Float }) => true,
        ("integer", YamlScalar { Kind: YamlScalarKind.Float } scalar) => NumberOf(scalar) % 1 == 0,
        _ => false,
    };

    private static bool AreEqual(JsonElement legal, YamlNode node) => (legal.ValueKind, node) switch
    {
        (JsonValueKind.String, YamlScalar { Kind: YamlScalarKind.String } scalar) => scalar.Text == legal.GetString(),
        (JsonValueKind.Number, YamlScalar { Kind: YamlScalarKind.Int or YamlScalarKind.Float } scalar) => NumberOf(scalar) == legal.GetDouble(),
        (JsonValueKind.True or JsonValueKind.False, YamlScalar { Kind: YamlScalarKind.Bool } scalar) => scalar.Text[0] is 't' or 'T' == legal.GetBoolean(),
        (JsonValueKind.Null, YamlScalar { Kind: YamlScalarKind.Null }) => true,
        _ => false,
    };

    private static string? FixOf(SchemaNode schema, YamlNode node)
        => schema.Types.Contains("string") && node is YamlScalar { Kind: not YamlScalarKind.Null } scalar ? $"Write \"{scalar.Text}\" in quotes." : null;
}
