using Catalog.Core.Model;
using Catalog.Web.Formatting;

namespace Catalog.Web.Queries;

/// <summary>The rules of one column of a contract in short words, for a table that names the column already.</summary>
public static class ColumnRules
{
    private const int MostValuesNamed = 8;

    /// <summary>In the order in which they are checked; a rule that only warns says so.</summary>
    public static IReadOnlyList<string> Of(ContractProperty property)
    {
        var rules = new List<string>();
        Add(ContractRules.Required, property.Required ? "required" : null);
        Add(ContractRules.Unique, property.Unique ? "unique" : null);
        Add(ContractRules.PrimaryKey, property.PrimaryKeyPosition > 0 ? $"primary key, part {Numbers.Count(property.PrimaryKeyPosition)}" : null);
        Add(ContractRules.Enum, ValuesOf(property.ValidValues));
        Add(ContractRules.Minimum, property.Minimum is { } minimum ? "≥ " + Numbers.Stored(minimum) : null);
        Add(ContractRules.Minimum, property.ExclusiveMinimum is { } above ? "> " + Numbers.Stored(above) : null);
        Add(ContractRules.Maximum, property.Maximum is { } maximum ? "≤ " + Numbers.Stored(maximum) : null);
        Add(ContractRules.Maximum, property.ExclusiveMaximum is { } below ? "< " + Numbers.Stored(below) : null);
        Add(ContractRules.MultipleOf, property.MultipleOf is { } step ? "multiple of " + Numbers.Stored(step) : null);
        Add(ContractRules.MinLength, property.MinLength is { } shortest ? $"at least {Numbers.Count(shortest, "character")}" : null);
        Add(ContractRules.MaxLength, property.MaxLength is { } longest ? $"at most {Numbers.Count(longest, "character")}" : null);
        Add(ContractRules.Pattern, property.Pattern is { } pattern ? "matches " + pattern : null);
        return rules;

        void Add(string rule, string? words)
        {
            if (words is not null)
            {
                rules.Add(property.Severities.GetValueOrDefault(rule) == ContractRules.Warning ? words + " (warns)" : words);
            }
        }
    }

    private static string? ValuesOf(IReadOnlyList<string>? values) => values switch
    {
        null => null,
        { Count: <= MostValuesNamed } => "one of " + string.Join(", ", values),
        _ => "one of " + Numbers.Count(values.Count, "value"),
    };
}
