using System.Diagnostics;
using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Joins the frame with one view: which rows answer is found first, by times and positions alone; then the values of just those rows are fetched. So a
/// view of many or wide features costs no more to match than a narrow one.
/// </summary>
internal sealed class ViewJoin : IDisposable
{
    private readonly TrainingJoinView _view;
    private readonly int _number;
    private readonly HistoryFiles _history;
    private readonly int[] _aggregates;

    /// <param name="view">The view with the features to take.</param>
    /// <param name="number">Number of the view in the join; names its tables.</param>
    /// <param name="history">The files of the view; disposed with this.</param>
    internal ViewJoin(TrainingJoinView view, int number, HistoryFiles history)
    {
        _view = view;
        _number = number;
        _history = history;
        var features = view.Features.Select(static feature => feature.Feature).ToLookup(feature => view.View.Features[feature].Aggregation is not null);
        _aggregates = [.. features[true]];
        Groups = view.View.NullPolicy == NullPolicy.NewestNonNull ? [.. features[false].Select(static feature => new[] { feature })] : features[false].Any() ? [[.. features[false]]] : [];
    }

    /// <summary>
    /// The features that are answered by one row, aggregates left out. Where nulls are passed over, each feature has a row of its own: the newest in which it is not null.
    /// </summary>
    private int[][] Groups { get; }

    /// <summary>Tables with the values found: one row per row of the frame, in its order.</summary>
    internal IEnumerable<string> Tables => _aggregates.Length == 0 ? NewestTables : NewestTables.Append(WindowTable);

    private IEnumerable<string> NewestTables => Groups.Select((_, group) => TableName(group));

    private string WindowTable => string.Create(CultureInfo.InvariantCulture, $"view_{_number}_windows");

    /// <summary>The taken features in the order asked, with the expression that gives each from <see cref="Tables"/>; those without a name are only read.</summary>
    internal IEnumerable<(string? Name, DataType Type, string Expression)> Columns
    {
        get
        {
            var newest = Groups.SelectMany((features, group) => ExpressionsOf(group, Features(features))).GetEnumerator();
            var aggregates = _aggregates.Select((_, i) => $"{WindowTable}.x{i}").GetEnumerator();
            foreach (var (feature, column) in _view.Features)
            {
                var declared = _view.View.Features[feature];
                var expressions = declared.Aggregation is null ? newest : aggregates;
                expressions.MoveNext();
                yield return (column, declared.Type, expressions.Current);
            }
        }
    }

    /// <summary>Whether the view may be joined beside others: one with windows takes all processors and all memory by itself, and one of very many features all memory.</summary>
    internal bool MayRunBeside => _aggregates.Length == 0 && Groups.All(group => CarriedValues.CanCarry(Features(group)));

    /// <summary>Memory beside DuckDB's own for a frame of so many rows to be joined in one go, as far as <see cref="MayRunBeside"/>.</summary>
    internal long BytesFor(long rows) => rows * Groups.Select(group => ViewMatcher.BytesPerEntityRow(_history, Features(group))).DefaultIfEmpty().Max();

    /// <summary>Makes the tables.</summary>
    /// <returns>Rows of the frame that were answered, and what it took.</returns>
    /// <param name="task">What to join with.</param>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal (long Matched, TrainingJoinCost Cost) Run(ViewTask task, Action<double> report, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var history = _history.Between(OldestFor(task), task.Frame.LastTime);
        var (matched, cost) = (0L, new TrainingJoinCost { FilesRead = history.Count, FilesPruned = _history.Count - history.Count });
        var parts = Groups.Length + Math.Min(1, _aggregates.Length);
        for (var group = 0; group < Groups.Length; group++)
        {
            var done = (double)group / parts;
            var condition = _view.View.NullPolicy == NullPolicy.NewestNonNull ? $"h.{Name(Groups[group][0])} IS NOT NULL" : null;
            using var matcher = new ViewMatcher(task, history, Features(Groups[group]), condition, TableName(group));
            matched = matcher.Run(part => report(done + (part / parts)), cancellationToken);
            cost = cost.Add(matcher.RowsRead, matcher.MemoryBytes);
        }

        if (_aggregates.Length > 0)
        {
            // A key that has had any event has aggregates, so these rows are all that are answered.
            var windows = new WindowJoin(_view.View, _aggregates, history, task, WindowTable);
            matched = windows.Run(part => report((parts - 1 + part) / parts), cancellationToken);
            cost = cost.Add(windows.RowsRead, windows.MemoryBytes, windows.SpilledBytes);
        }
        else if (Groups.Length != 1)
        {
            matched = CountAnswered(task.Connection, cancellationToken);
        }

        return (matched, cost with { Time = Stopwatch.GetElapsedTime(began) });
    }

    /// <summary>The oldest event that may count: a key has aggregates from its first event on, however long ago that was.</summary>
    private Instant OldestFor(ViewTask task) => new(_aggregates.Length > 0 ? long.MinValue : task.Rules.OldestFor(task.Frame.FirstTime.UnixMicroseconds));

    /// <summary>Counts the rows of the history, whether they could answer or not.</summary>
    internal long CountHistory(DuckDbConnection connection, CancellationToken cancellationToken) => _history.CountRows(connection, cancellationToken);

    public void Dispose() => _history.Dispose();

    private IEnumerable<string> ExpressionsOf(int group, Feature[] features)
    {
        var columns = new ValueColumns(features);
        return features.Select((_, i) => columns.Expression(TableName(group), i));
    }

    private Feature[] Features(IEnumerable<int> group) => [.. group.Select(feature => _view.View.Features[feature])];

    /// <summary>Where each feature has a row of its own, a value is null exactly when no row answered it.</summary>
    private long CountAnswered(DuckDbConnection connection, CancellationToken cancellationToken)
        => connection.Execute(
            $"SELECT count(*) FROM {string.Join(" POSITIONAL JOIN ", NewestTables)} WHERE {string.Join(" OR ", NewestTables.Select(static table => $"{table}.x0 IS NOT NULL"))}",
            cancellationToken);

    private string TableName(int group) => string.Create(CultureInfo.InvariantCulture, $"view_{_number}_{group}");

    private string Name(int feature) => Sql.Name(_view.View.Features[feature].Name);
}
