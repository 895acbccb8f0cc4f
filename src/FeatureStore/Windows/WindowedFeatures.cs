using Catalog.Core.Values;
using FeatureStore.Expressions;
using FeatureStore.Model;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>What a definition must know of aggregates over windows. Thread-safe.</summary>
public static class WindowedFeatures
{
    /// <summary>Names of the aggregates.</summary>
    public static IReadOnlyList<string> Functions => Aggregate.Names;

    /// <summary>As many different values of a <c>count_distinct</c> are counted exactly; more are estimated with a standard error of 1.6 %.</summary>
    public static int MostDistinctExact => DistinctCountState.ExactBound;

    /// <summary>As many values of a <c>percentile</c> are kept exactly; of more it is estimated with a relative error of at most 1 %.</summary>
    public static int MostPercentileExact => PercentileState.ExactBound;

    /// <summary>The hop that a window gets when none is declared: 5 minutes up to 12 hours, 1 hour up to 12 days, else 1 day.</summary>
    public static TimeSpan DefaultHop(TimeSpan window) => WindowShape.DefaultHop(window);

    /// <summary>The far edge of a window at a moment: excluded, and on a whole hop since 1970.</summary>
    public static Instant StartAt(Aggregation aggregation, Instant at) => new(WindowPlan.ShapeOf(aggregation).StartAt(at.UnixMicroseconds));

    /// <summary>Checks an aggregate but for its window, which <see cref="WindowRules"/> checks.</summary>
    /// <param name="aggregation">The aggregate.</param>
    /// <param name="columns">The columns of the source.</param>
    public static AggregationCheck Check(Aggregation aggregation, ExpressionScope columns)
    {
        var errors = new List<AggregationError>();
        var where = Compile(aggregation.Where, columns, AggregationPart.Where, errors);
        var of = Compile(aggregation.Of, columns, AggregationPart.Of, errors);
        DataType? type = null;
        if (aggregation.Of is null || of is not null)
        {
            type = Aggregate.Find(aggregation.Function, of?.Type, aggregation.Of is not null, aggregation.N, out var message)?.Type;
            if (message is not null)
            {
                errors.Add(new AggregationError(PartOf(aggregation, message), message, Cause: null));
            }
        }

        return new AggregationCheck { Type = type, Operand = of?.Type, OfColumns = of?.Columns ?? [], WhereColumns = where?.Columns ?? [], Errors = errors };
    }

    private static CompiledExpression? Compile(string? text, ExpressionScope columns, AggregationPart part, List<AggregationError> errors)
    {
        if (text is null)
        {
            return null;
        }

        ExpressionError? error;
        var compiled = part == AggregationPart.Where
            ? CompiledExpression.CompileCondition(text, columns, out error)
            : CompiledExpression.Compile(text, columns, out error);
        if (error is not null)
        {
            errors.Add(new AggregationError(part, error.Message, error));
        }

        return error is null ? compiled : null;
    }

    // What is wrong whatever the operand is not about the operand.
    private static AggregationPart PartOf(Aggregation aggregation, string message)
    {
        if (!Aggregate.Names.Contains(aggregation.Function))
        {
            return AggregationPart.Function;
        }

        Aggregate.Find(aggregation.Function, operand: null, hasOperand: true, aggregation.N, out var otherwise);
        return message == otherwise ? AggregationPart.N : AggregationPart.Of;
    }
}
