using Catalog.Core.Values;
using Ingestion.Conversions;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>All rules of one column. Immutable, thread-safe.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Index">Its place in the source; -1 when the source has no such column, which reads as null.</param>
/// <param name="Required">The rule about null; null when null is legal.</param>
/// <param name="Rules">The rules about values that are not null.</param>
internal sealed record ColumnCheck(string Column, int Index, NamedRule? Required, IReadOnlyList<(NamedRule Name, ValueRule Rule)> Rules)
{
    internal void Apply(Value value, RecordVerdict verdict)
    {
        if (value.IsNull)
        {
            if (Required is { } required)
            {
                Add(verdict, required, null, $"Column '{Column}' is empty; the contract requires it.");
            }

            return;
        }

        // By index: an enumerator of the interface would be garbage for each value.
        for (var i = 0; i < Rules.Count; i++)
        {
            var (name, rule) = Rules[i];
            var answer = rule.Check(value);
            if (answer == RuleVerdict.Holds)
            {
                continue;
            }

            var text = OffendingText.Cut(value.ToString());
            var ending = answer == RuleVerdict.Undecided ? "; the check took longer than Ingestion:PatternTimeout allows." : ".";
            Add(verdict, name, text, $"The value '{text}' of column '{Column}' {rule.Requirement}{ending}");
            if (answer == RuleVerdict.Undecided)
            {
                verdict.Undecided.Add(name.Name);
            }
        }
    }

    private void Add(RecordVerdict verdict, NamedRule rule, string? value, string message)
    {
        if (rule.IsWarning)
        {
            verdict.Warnings.Add(rule.Name);
        }
        else
        {
            verdict.Errors.Add(new Violation(rule.Name, Column, value, message));
        }
    }
}
