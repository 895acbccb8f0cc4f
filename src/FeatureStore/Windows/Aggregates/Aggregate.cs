using Catalog.Core.Values;

namespace FeatureStore.Windows.Aggregates;

/// <summary>An aggregate function with its operand's type: makes its states. Immutable, thread-safe.</summary>
/// <param name="Type">Type of the value.</param>
/// <param name="Create">Makes an empty state.</param>
internal sealed record Aggregate(DataType Type, Func<AggregateState> Create)
{
    /// <summary>Names of all aggregates, in the order in which error messages list them.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        "count", "sum", "avg", "min", "max", "stddev", "variance", "first", "last", "last_n", "last_distinct", "count_distinct", "top_k", "percentile", "slope",
    ];

    private const int MostValues = 1_000;

    /// <summary>The aggregate of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="operand">Type of the operand; null when there is none, or when it is always null.</param>
    /// <param name="hasOperand">Whether there is an operand.</param>
    /// <param name="n">How many values, or the percent of a percentile; null when not declared.</param>
    /// <param name="error">What is wrong; null when it can be used.</param>
    internal static Aggregate? Find(string name, DataType? operand, bool hasOperand, double? n, out string? error)
    {
        error = Check(name, operand, hasOperand, n);
        return error is null ? Make(name, operand ?? new DataType(ScalarType.Double), hasOperand, n ?? 0) : null;
    }

    private static string? Check(string name, DataType? operand, bool hasOperand, double? n)
    {
        if (!Names.Contains(name))
        {
            return $"There is no aggregate '{name}'; legal are {string.Join(", ", Names)}.";
        }

        if (!hasOperand && name != "count")
        {
            return $"The aggregate '{name}' needs 'of:' with what is aggregated.";
        }

        if (operand is { IsList: true })
        {
            return $"The aggregate '{name}' cannot take a list; 'of' is of type '{operand}'.";
        }

        if (name is "sum" or "avg" or "stddev" or "variance" or "percentile" or "slope" && operand is { IsNumeric: false })
        {
            return $"The aggregate '{name}' takes numbers; 'of' is of type '{operand}'.";
        }

        return name switch
        {
            "last_n" or "last_distinct" or "top_k" => n is >= 1 and <= MostValues && n == Math.Floor(n.Value)
                ? null : $"The aggregate '{name}' needs 'n:' with a whole number from 1 to {MostValues:N0}.",
            "percentile" => n is >= 0 and <= 100 ? null : "The aggregate 'percentile' needs 'n:' with a number from 0 to 100.",
            _ => n is null ? null : $"The aggregate '{name}' takes no 'n'; remove it.",
        };
    }

    private static Aggregate Make(string name, DataType operand, bool hasOperand, double n)
    {
        var isWhole = operand.Element is ScalarType.Int32 or ScalarType.Int64;
        var number = new DataType(ScalarType.Double);
        var list = new DataType(operand.Element, IsList: true);
        return name switch
        {
            "count" => new(new DataType(ScalarType.Int64), () => new CountState(countsNulls: !hasOperand)),
            "sum" when isWhole => new(new DataType(ScalarType.Int64), static () => new WholeSumState(isMean: false)),
            "sum" => new(number, static () => new FloatingSumState(isMean: false)),
            "avg" when isWhole => new(number, static () => new WholeSumState(isMean: true)),
            "avg" => new(number, static () => new FloatingSumState(isMean: true)),
            "min" => new(operand, static () => new ExtremeState(isMaximum: false)),
            "max" => new(operand, static () => new ExtremeState(isMaximum: true)),
            "stddev" => new(number, static () => new VarianceState(isDeviation: true)),
            "variance" => new(number, static () => new VarianceState(isDeviation: false)),
            "first" => new(operand, static () => new EdgeState(isLast: false)),
            "last" => new(operand, static () => new EdgeState(isLast: true)),
            "last_n" => new(list, () => new LastValuesState(operand.Element, (int)n, isDistinct: false)),
            "last_distinct" => new(list, () => new LastValuesState(operand.Element, (int)n, isDistinct: true)),
            "count_distinct" => new(new DataType(ScalarType.Int64), static () => new DistinctCountState()),
            "top_k" => new(list, () => new TopValuesState(operand.Element, (int)n)),
            "percentile" => new(number, () => new PercentileState(n)),
            _ => new(number, static () => new SlopeState()),
        };
    }
}
