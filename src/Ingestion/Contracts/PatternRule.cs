using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>The text matches an ECMA-262 pattern somewhere. A match that takes longer than allowed is undecided.</summary>
internal sealed class PatternRule(string pattern, Regex regex) : ValueRule(ContractRules.Pattern)
{
    internal override string Requirement => $"must match the pattern '{pattern}'";

    internal override RuleVerdict Check(Value value)
    {
        try
        {
            return Verdict(regex.IsMatch(value.AsString()));
        }
        catch (RegexMatchTimeoutException)
        {
            return RuleVerdict.Undecided;
        }
    }
}
