using Catalog.Core.Values;
using FeatureStore.Expressions;

namespace FeatureStore.Windows;

/// <summary>What is known of an aggregate once it is checked.</summary>
public sealed record AggregationCheck
{
    /// <summary>Type of its value; null when that is not known because of an error.</summary>
    public DataType? Type { get; init; }

    /// <summary>Type of what is aggregated; null when there is nothing, when it is always null, and on an error.</summary>
    public DataType? Operand { get; init; }

    /// <summary>The columns that <c>of</c> reads, ordered by name.</summary>
    public IReadOnlyList<string> OfColumns { get; init; } = [];

    /// <summary>The columns that <c>where</c> reads, ordered by name.</summary>
    public IReadOnlyList<string> WhereColumns { get; init; } = [];

    /// <summary>Everything wrong with it; empty when it can be computed.</summary>
    public required IReadOnlyList<AggregationError> Errors { get; init; }
}

/// <summary>Something wrong with an aggregate.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Cause">What is wrong with the expression of the part, and where; null when it is not about a place in an expression.</param>
public sealed record AggregationError(AggregationPart Part, string Message, ExpressionError? Cause);

/// <summary>The parts of an aggregate that can be wrong.</summary>
public enum AggregationPart
{
    /// <summary>Its name.</summary>
    Function,

    /// <summary>What is aggregated.</summary>
    Of,

    /// <summary>The condition on the event.</summary>
    Where,

    /// <summary>How many values.</summary>
    N,
}
