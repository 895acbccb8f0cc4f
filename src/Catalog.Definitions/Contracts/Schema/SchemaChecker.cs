using Catalog.Definitions.Binding;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Contracts.Schema;

/// <summary>
/// Checks a document against a schema. Unlike most validators it says what is wrong, once and where: of alternatives it reports the nearest,
/// and a key is not called unknown only because a neighbour is wrong.
/// </summary>
internal static class SchemaChecker
{
    /// <summary>Everything wrong; empty when the document keeps the schema.</summary>
    public static IReadOnlyList<SchemaViolation> Check(SchemaNode schema, YamlNode document)
    {
        var violations = new List<SchemaViolation>();
        Check(schema, new SchemaPlace(document.Content, string.Empty), violations, NewSet());
        return violations;
    }

    // Adds to seen the keys of the node that the schema, or a schema applied in its place, has looked at.
    private static void Check(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations, HashSet<string> seen)
    {
        if (schema.IsNever)
        {
            violations.Add(place.Violation(DefinitionRules.WrongValue, $"{place.Words} is not allowed here."));
            return;
        }

        var before = violations.Count;
        if (!SchemaAssertions.CheckType(schema, place, violations))
        {
            return;
        }

        // A schema sees what its own parts have looked at, not what its neighbours have.
        var evaluated = NewSet();
        SchemaAssertions.Check(schema, place, violations);
        CheckItems(schema, place, violations);
        CheckProperties(schema, place, violations, evaluated);
        CheckApplicators(schema, place, violations, evaluated);

        // A branch that failed has not looked at its keys; they would all be called unknown.
        if (violations.Count == before)
        {
            CheckUnevaluated(schema, place, violations, evaluated);
        }

        seen.UnionWith(evaluated);
    }

    private static void CheckItems(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations)
    {
        if (place.Node is not YamlSequence sequence || schema.Items is null)
        {
            return;
        }

        for (var index = 0; index < sequence.Items.Count; index++)
        {
            Check(schema.Items, place.Item(sequence.Items[index], index), violations, NewSet());
        }
    }

    private static void CheckProperties(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations, HashSet<string> evaluated)
    {
        if (place.Node is not YamlMapping mapping)
        {
            return;
        }

        foreach (var entry in mapping.Entries)
        {
            if (schema.Properties.TryGetValue(entry.Key.Text, out var property))
            {
                Check(property, place.Property(entry), violations, NewSet());
            }
            else if (schema.AdditionalProperties is not { } additional)
            {
                continue;
            }
            else if (additional.IsNever)
            {
                violations.Add(place.UnknownKey(entry, schema));
            }
            else
            {
                Check(additional, place.Property(entry), violations, NewSet());
            }

            evaluated.Add(entry.Key.Text);
        }
    }

    private static void CheckApplicators(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations, HashSet<string> evaluated)
    {
        if (schema.Reference is { } reference)
        {
            Check(reference(), place, violations, evaluated);
        }

        foreach (var part in schema.AllOf)
        {
            Check(part, place, violations, evaluated);
        }

        if (schema.If is { } condition && schema.Then is { } consequence && Holds(condition, place, evaluated))
        {
            Check(consequence, place, violations, evaluated);
        }

        CheckAlternatives(schema.AnyOf, mayHoldTwice: true, place, violations, evaluated);
        CheckAlternatives(schema.OneOf, mayHoldTwice: false, place, violations, evaluated);
        if (schema.Not is { } forbidden && Holds(forbidden, place, NewSet()))
        {
            violations.Add(place.Violation(DefinitionRules.WrongValue, $"{place.Words} has a form that is not allowed here."));
        }
    }

    private static void CheckAlternatives(
        IReadOnlyList<SchemaNode> alternatives, bool mayHoldTwice, SchemaPlace place, List<SchemaViolation> violations, HashSet<string> evaluated)
    {
        if (alternatives.Count == 0)
        {
            return;
        }

        var outcomes = alternatives.Select(alternative => Try(alternative, place)).ToList();
        var holding = outcomes.Where(static outcome => outcome.Violations.Count == 0).ToList();
        if (holding.Count == 0)
        {
            violations.AddRange(outcomes.MinBy(outcome => Distance(outcome.Violations, place))!.Violations); // At least one alternative is there.
            return;
        }

        if (holding.Count > 1 && !mayHoldTwice)
        {
            violations.Add(place.Violation(DefinitionRules.WrongValue, $"{place.Words} keeps {holding.Count} forms of which only one may be used."));
        }

        foreach (var outcome in holding)
        {
            evaluated.UnionWith(outcome.Evaluated);
        }
    }

    // An alternative of another type is farther than any number of slips within the right one.
    private static int Distance(IReadOnlyList<SchemaViolation> violations, SchemaPlace place)
        => violations.Sum(violation => violation.Path == place.Path && violation.Rule == DefinitionRules.WrongType ? 1_000 : 1);

    private static void CheckUnevaluated(SchemaNode schema, SchemaPlace place, List<SchemaViolation> violations, HashSet<string> evaluated)
    {
        if (schema.UnevaluatedProperties is not { IsNever: true } || place.Node is not YamlMapping mapping)
        {
            return;
        }

        foreach (var entry in mapping.Entries.Where(entry => evaluated.Add(entry.Key.Text)))
        {
            violations.Add(place.UnknownKey(entry, schema));
        }
    }

    private static bool Holds(SchemaNode schema, SchemaPlace place, HashSet<string> evaluated)
    {
        var outcome = Try(schema, place);
        if (outcome.Violations.Count == 0)
        {
            evaluated.UnionWith(outcome.Evaluated);
        }

        return outcome.Violations.Count == 0;
    }

    private static (List<SchemaViolation> Violations, HashSet<string> Evaluated) Try(SchemaNode schema, SchemaPlace place)
    {
        var violations = new List<SchemaViolation>();
        var evaluated = NewSet();
        Check(schema, place, violations, evaluated);
        return (violations, evaluated);
    }

    private static HashSet<string> NewSet() => new(StringComparer.Ordinal);
}
