using Catalog.Core.Values;
using FeatureStore.Expressions;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>
/// What several features of a view share: the same aggregate of the same operand under the same condition, in tiles of the same length. Immutable, thread-safe.
/// </summary>
/// <param name="Aggregate">Makes the states.</param>
/// <param name="Where">The condition; null when every event counts.</param>
/// <param name="Of">The operand; null when there is none.</param>
/// <param name="Longest">The longest window over it, which bounds the tiles that are kept.</param>
internal sealed record WindowSeries(Aggregate Aggregate, CompiledExpression? Where, CompiledExpression? Of, WindowShape Longest)
{
    /// <summary>Whether an event counts.</summary>
    /// <param name="inputs">The view's inputs in their order.</param>
    /// <param name="operand">What is aggregated; null where it is null or there is none.</param>
    internal bool Takes(ReadOnlySpan<Value> inputs, out Value operand)
    {
        operand = Value.Null;
        if (Where is not null && Where.Evaluate(inputs) is not { IsNull: false, Bits64: not 0 })
        {
            return false;
        }

        if (Of is not null)
        {
            operand = Of.Evaluate(inputs);
        }

        return true;
    }
}

/// <summary>An aggregate feature.</summary>
/// <param name="Feature">Its place in the view.</param>
/// <param name="Series">The series that it merges, by its place in the plan.</param>
/// <param name="Shape">Its window.</param>
internal readonly record struct WindowedFeature(int Feature, int Series, WindowShape Shape);
