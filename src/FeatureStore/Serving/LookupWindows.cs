using System.Collections.Concurrent;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.Serving;

/// <summary>The wanted aggregates of one view, with readers that requests borrow. Thread-safe.</summary>
internal sealed class LookupWindows
{
    private readonly ConcurrentBag<WindowReader> _idle = [];
    private readonly WindowPlan _plan;
    private readonly ViewColumns _viewColumns;
    private readonly PointInTimeRules _rules;
    private readonly WindowedFeature[] _wanted;

    /// <param name="view">The view.</param>
    /// <param name="viewColumns">The columns of its rows.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="wanted">For each wanted aggregate its place in the view and that of its output column.</param>
    internal LookupWindows(FeatureView view, ViewColumns viewColumns, PointInTimeRules rules, IReadOnlyList<(int Feature, int Output)> wanted)
    {
        (_plan, _viewColumns, _rules) = (WindowPlan.Of(view), viewColumns, rules);
        Columns = [.. wanted.Select(static entry => entry.Output)];
        _wanted = [.. wanted.Select((entry, place) => _plan.Features.First(feature => feature.Feature == entry.Feature) with { Feature = place })];
    }

    /// <summary>For each value that a reader gives the place of its output column.</summary>
    internal int[] Columns { get; }

    /// <summary>A reader for one request; give it back afterwards.</summary>
    internal WindowReader Borrow() => _idle.TryTake(out var reader) ? reader : new WindowReader(_plan, _viewColumns, _rules, _wanted);

    /// <summary>Takes a reader back. One that failed midway is thrown away instead.</summary>
    internal void Return(WindowReader reader) => _idle.Add(reader);
}
