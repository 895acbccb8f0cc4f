using FeatureStore.Windows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Explanations;

/// <summary>
/// The newest events of a window, as many as are listed, each with the aggregate up to it. The events before the first of them are taken as they leave the list, so that a value is finished
/// for those alone that are shown. Not thread-safe.
/// </summary>
internal sealed class RunningList(WindowSeries series, int most)
{
    private readonly AggregateState _state = series.Aggregate.Create();
    private readonly Queue<ExplainedEvent> _listed = new();

    internal void Add(ExplainedEvent item)
    {
        _listed.Enqueue(item);
        if (_listed.Count > most)
        {
            Take(_listed.Dequeue());
        }
    }

    internal IReadOnlyList<ExplainedEvent> Complete() => series.Aggregate.Type.IsList ? [.. _listed] : [.. _listed.Select(Run)];

    private ExplainedEvent Run(ExplainedEvent item)
    {
        Take(item);
        return item with { Running = _state.Finish() };
    }

    private void Take(ExplainedEvent item)
    {
        if (item.Outcome is EventOutcome.Counted or EventOutcome.NullOperand)
        {
            _state.Add(new WindowEvent(item.EventTime.UnixMicroseconds, item.Sequence, item.Operand));
        }
    }
}
