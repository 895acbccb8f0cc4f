using FeatureStore.DuckDb.Engine;
using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Joins a frame with all views. The sweep of a view runs on one thread, so those whose sweeps find room together run side by side, one on each thread; then come the others, one after the other. The
/// result does not depend on that. Views of which a checkpoint was kept are not joined again.
/// </summary>
/// <param name="space">The tables of the join.</param>
/// <param name="frame">The frame.</param>
/// <param name="join">What is asked.</param>
/// <param name="views">Its views.</param>
/// <param name="memoryBytes">Memory of all sweeps at a time, beside DuckDB's own.</param>
/// <param name="progress">Receives how far all are.</param>
internal sealed class ViewJoins(JoinSpace space, EntityFrame frame, TrainingJoin join, IReadOnlyList<ViewJoin> views, long memoryBytes, IProgress<TrainingJoinProgress>? progress)
{
    private readonly JoinCheckpoints? _checkpoints = join.Checkpoints is { } settings ? new JoinCheckpoints(settings, join, space, frame.RowCount) : null;
    private readonly Lock _reporting = new();
    private readonly double[] _parts = new double[views.Count];
    private readonly (long Matched, TrainingJoinCost Cost)[] _done = new (long, TrainingJoinCost)[views.Count];
    private long _reported;

    /// <summary>Makes the tables of all views.</summary>
    /// <param name="connection">A connection to the join, used for what runs alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>For each view the rows of the frame that were answered, and what it took.</returns>
    internal IReadOnlyList<(long Matched, TrainingJoinCost Cost)> Run(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var left = Enumerable.Range(0, views.Count).Where(view => !TryResume(view, connection, cancellationToken)).ToList();
        var orders = MakeOrders(left, connection, cancellationToken);
        var (degree, beside) = ChooseThoseBeside(left);
        SideBySide.Run(
            beside.Count,
            degree,
            (place, token) =>
            {
                using var own = space.Connect();
                Run(beside[place], own, orders[beside[place]], memoryBytes / degree, token);
            },
            cancellationToken);
        foreach (var view in left.Except(beside))
        {
            Run(view, connection, orders[view], memoryBytes, cancellationToken);
        }

        return _done;
    }

    private bool TryResume(int view, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (_checkpoints is null || !_checkpoints.TryRead(view, [.. views[view].Tables], connection, out _done[view], cancellationToken))
        {
            return false;
        }

        Report(view, 1);
        return true;
    }

    /// <summary>The rows of the frame by the keys of each of these views; views of the same keys share one order.</summary>
    private Dictionary<int, EntityOrder> MakeOrders(IReadOnlyList<int> left, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, EntityOrder>(StringComparer.Ordinal);
        return left.ToDictionary(static view => view, view =>
        {
            var columns = frame.KeyColumns(join.Views[view]);
            var keys = Sql.List(columns);
            return orders.TryGetValue(keys, out var known) ? known : orders[keys] = new EntityOrder(connection, columns, orders.Count, cancellationToken);
        });
    }

    /// <summary>As many at once as threads compute and whole frames have room; a frame in slices would have the history read more often.</summary>
    private (int Degree, IReadOnlyList<int> Views) ChooseThoseBeside(IReadOnlyList<int> left)
    {
        var able = left.Where(view => views[view].MayRunBeside && views[view].BytesFor(frame.RowCount) <= memoryBytes / 2).ToList();
        if (able.Count < 2)
        {
            return (1, []);
        }

        var most = able.Max(view => views[view].BytesFor(frame.RowCount));
        return ((int)Math.Clamp(memoryBytes / Math.Max(1, most), 1, Math.Max(1, Math.Min(space.Threads, able.Count))), able);
    }

    private void Run(int view, DuckDbConnection connection, EntityOrder order, long memory, CancellationToken cancellationToken)
    {
        var asked = join.Views[view].View;
        var rules = new PointInTimeRules(asked, join.AsKnownAt, join.AsKnownAtEntityTime);
        var task = new ViewTask(space, connection, frame, order, rules, memory);
        _done[view] = views[view].Run(task, part => Report(view, part), cancellationToken);
        Report(view, 1);
        _checkpoints?.Add(view, [.. views[view].Tables], _done[view].Matched, _done[view].Cost, cancellationToken);
    }

    /// <summary>A row is done once every view is joined to it; until then each view makes its part of all rows.</summary>
    private void Report(int view, double part)
    {
        lock (_reporting)
        {
            _parts[view] = part;
            _reported = Math.Max(_reported, (long)(_parts.Sum() / views.Count * frame.RowCount));
            progress?.Report(new TrainingJoinProgress($"joining {join.Views[view].View.Name}", _reported, frame.RowCount));
        }
    }
}
