using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>A bound of the number of Unicode code points of a text.</summary>
internal sealed class LengthRule(bool isMinimum, int bound) : ValueRule(isMinimum ? ContractRules.MinLength : ContractRules.MaxLength)
{
    internal override string Requirement => $"must have {(isMinimum ? "at least" : "at most")} {bound} characters";

    internal override RuleVerdict Check(Value value)
    {
        var text = value.AsString();
        var length = text.Length;
        foreach (var unit in text)
        {
            length -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return Verdict(isMinimum ? length >= bound : length <= bound);
    }
}
