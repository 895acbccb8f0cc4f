using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>A measure over the readable records of one run. Immutable, thread-safe.</summary>
/// <param name="Name">Full name of the rule.</param>
/// <param name="Quality">The contract's rule.</param>
/// <param name="Index">Place of the column in the source; -1 when there is none.</param>
/// <param name="Pattern">For invalid values: the compiled pattern; null when none is declared.</param>
/// <param name="CountedBy">For duplicates: the name of the <see cref="UniqueRule"/> that counts them; null otherwise.</param>
internal sealed record MeasureRule(NamedRule Name, QualityRule Quality, int Index, Regex? Pattern, string? CountedBy)
{
    /// <summary>Whether the record counts. Duplicates are counted elsewhere.</summary>
    internal bool Counts(ReadOnlySpan<Value> values)
    {
        var value = Index < 0 ? Value.Null : values[Index];
        return Quality.Metric switch
        {
            QualityMetric.NullValues => value.IsNull,
            QualityMetric.MissingValues => Quality.MissingTexts.Contains(value.IsNull ? null : value.ToString()),
            QualityMetric.InvalidValues => !value.IsNull && !IsValid(value.ToString()),
            _ => false,
        };
    }

    private bool IsValid(string text)
    {
        if (Quality.ValidValues is { } valid && !valid.Contains(text))
        {
            return false;
        }

        try
        {
            return Pattern?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
