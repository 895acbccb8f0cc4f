using FeatureStore.Expressions;
using FeatureStore.Model;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>How the aggregates of a view are computed, online and offline alike. Immutable, thread-safe.</summary>
internal sealed class WindowPlan
{
    private WindowPlan(IReadOnlyList<WindowSeries> series, IReadOnlyList<WindowedFeature> features) => (Series, Features) = (series, features);

    /// <summary>The different series, in the order in which features first name them.</summary>
    internal IReadOnlyList<WindowSeries> Series { get; }

    /// <summary>The aggregate features in the view's order.</summary>
    internal IReadOnlyList<WindowedFeature> Features { get; }

    /// <summary>The plan of a view version.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidView"/> when an aggregate of the view cannot be computed; definitions that were applied can.</exception>
    internal static WindowPlan Of(FeatureView view)
    {
        var scope = new ExpressionScope(view.Inputs.Select(static input => (input.Column, input.Type)));
        var groups = view.Features.Index()
            .Where(static entry => entry.Item.Aggregation is not null)
            .GroupBy(static entry => (entry.Item.Aggregation! with { Window = default })) // Filtered to those that have one.
            .ToList();
        var series = groups.ConvertAll(group => Compile(view, group.First().Item, group.Key, group.Max(static entry => entry.Item.Aggregation!.Window), scope));
        var features = groups
            .SelectMany((group, place) => group.Select(entry => new WindowedFeature(entry.Index, place, ShapeOf(entry.Item.Aggregation!))))
            .OrderBy(static feature => feature.Feature);
        return new WindowPlan(series, [.. features]);
    }

    /// <summary>The window of an aggregate in microseconds.</summary>
    internal static WindowShape ShapeOf(Aggregation aggregation) => new(aggregation.Window.Ticks / TimeSpan.TicksPerMicrosecond, aggregation.Hop.Ticks / TimeSpan.TicksPerMicrosecond);

    private static WindowSeries Compile(FeatureView view, Feature feature, Aggregation aggregation, TimeSpan longest, ExpressionScope scope)
    {
        ExpressionError? error = null;
        var where = aggregation.Where is null ? null : CompiledExpression.CompileCondition(aggregation.Where, scope, out error);
        var of = aggregation.Of is null || error is not null ? null : CompiledExpression.Compile(aggregation.Of, scope, out error);
        var message = error?.Words;
        var aggregate = message is null ? Aggregate.Find(aggregation.Function, of?.Type, aggregation.Of is not null, aggregation.N, out message) : null;
        return aggregate is not null
            ? new WindowSeries(aggregate, where, of, ShapeOf(aggregation with { Window = longest }))
            : throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidView, $"Feature '{feature.Name}' of '{view.Id}' cannot be computed: {message} Apply a definition of the view that is right.");
    }
}
