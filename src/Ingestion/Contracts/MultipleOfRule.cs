using System.Globalization;
using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>The number is a multiple of another. Numbers are taken as they are written in decimal, so 0.3 is a multiple of 0.1.</summary>
internal sealed class MultipleOfRule : ValueRule
{
    private readonly double _divisor;
    private readonly decimal? _exact;

    internal MultipleOfRule(double divisor)
        : base(ContractRules.MultipleOf)
    {
        _divisor = divisor;
        _exact = ToDecimal(divisor);
    }

    internal override string Requirement => $"must be a multiple of {_divisor.ToString("R", CultureInfo.InvariantCulture)}";

    internal override RuleVerdict Check(Value value)
    {
        var isWhole = value.Type.Element is ScalarType.Int32 or ScalarType.Int64;
        decimal? number = isWhole ? value.AsInt64()
            : value.Type.Element == ScalarType.Float ? ToDecimal(value.AsFloat().ToString("R", CultureInfo.InvariantCulture))
            : ToDecimal(value.AsDouble());
        return Verdict(number is { } left && _exact is { } right && right != 0
            ? left % right == 0
            : Math.IEEERemainder(value.AsDouble(), _divisor) == 0);
    }

    private static decimal? ToDecimal(double number) => ToDecimal(number.ToString("R", CultureInfo.InvariantCulture));

    private static decimal? ToDecimal(string text)
        => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null;
}
