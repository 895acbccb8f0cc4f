using Catalog.Core.Model;
using Catalog.Core.Text;
using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>
/// The value is one of those listed. A listed text is read as the column's type, so that 1.0 lists the number 1; a text that cannot be read so never matches.
/// Every element of a list must be among them.
/// </summary>
internal sealed class EnumRule : ValueRule
{
    private readonly HashSet<Value> _legal;
    private readonly string _shown;

    internal EnumRule(IReadOnlyList<string> validValues, DataType type)
        : base(ContractRules.Enum)
    {
        _legal = [.. validValues.Select(text => ValueText.Read(text, type.Element)).OfType<Value>()];
        _shown = NameList.Of(validValues);
    }

    internal override string Requirement => $"must be one of {_shown}";

    internal override RuleVerdict Check(Value value)
        => Verdict(value.Type.IsList ? value.AsList().All(item => item.IsNull || _legal.Contains(item)) : _legal.Contains(value));
}
