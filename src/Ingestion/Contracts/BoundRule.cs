using System.Globalization;
using Catalog.Core.Model;
using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>A lower or upper bound of a number. Whole numbers are compared exactly, also above 2^53. NaN breaks every bound.</summary>
internal sealed class BoundRule(bool isMinimum, double bound, bool exclusive)
    : ValueRule(isMinimum ? ContractRules.Minimum : ContractRules.Maximum)
{
    internal override string Requirement
        => $"must be {(isMinimum ? exclusive ? "greater than" : "at least" : exclusive ? "less than" : "at most")} {bound.ToString("R", CultureInfo.InvariantCulture)}";

    internal override RuleVerdict Check(Value value)
    {
        int order;
        if (value.Type.Element is ScalarType.Int32 or ScalarType.Int64)
        {
            order = Compare(value.AsInt64(), bound);
        }
        else
        {
            var number = value.AsDouble();
            if (double.IsNaN(number))
            {
                return RuleVerdict.Breaks;
            }

            order = number.CompareTo(bound);
        }

        return Verdict(order == 0 ? !exclusive : order > 0 == isMinimum);
    }

    private static int Compare(long number, double bound)
    {
        const double Limit = 9223372036854775808.0;
        if (bound >= Limit)
        {
            return -1;
        }

        if (bound < -Limit)
        {
            return 1;
        }

        var whole = Math.Floor(bound);
        var order = number.CompareTo((long)whole);
        return order != 0 ? order : whole < bound ? -1 : 0;
    }
}
