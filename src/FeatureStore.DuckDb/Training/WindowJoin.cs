using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training.Sorting;
using FeatureStore.Model;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Computes the aggregates of one view for the rows of the frame: DuckDB reads the events and puts the rows into the order of (key, time), the events are sorted by the same order in buckets of
/// keys, and sweeps run through both at once, one on each core of two threads for a part of the keys. For one join only, and not thread-safe.
/// </summary>
internal sealed class WindowJoin
{
    private const int ChunksBetweenReports = 32;

    // What is held at a time of the events that a sweep runs through, beside those that wait.
    private const int PartHeld = 4;
    private const double PartOfSorting = 0.3;
    private const int ThreadsOfCore = 2;

    private readonly FeatureView _view;
    private readonly IReadOnlyList<int> _features;
    private readonly IReadOnlyList<DataType> _types;
    private readonly WindowEvents _events;
    private readonly TimeSpan _reach;
    private readonly HistoryFiles _history;
    private readonly ViewTask _task;
    private readonly string _table;
    private readonly Lock _reporting = new();

    /// <param name="view">The view.</param>
    /// <param name="features">Places of the wanted aggregates in it.</param>
    /// <param name="history">The files of the view.</param>
    /// <param name="task">What to join with; of events what is more than its memory goes to a file.</param>
    /// <param name="table">Table to make: one row for each row of the frame, in its order, with the values x0, x1, ...</param>
    internal WindowJoin(FeatureView view, IReadOnlyList<int> features, HistoryFiles history, ViewTask task, string table)
    {
        (_view, _features, _history, _task, _table) = (view, features, history, task, table);
        _types = [.. features.Select(feature => view.Features[feature].Type)];
        var sweep = new WindowSweep(view, features);
        _reach = sweep.Reach;
        _events = new WindowEvents(view, history, task.Rules, sweep.UsesSequences);
    }

    /// <summary>Rows of the history that were read, as often as they were.</summary>
    internal long RowsRead { get; private set; }

    /// <summary>Memory that events took, beside DuckDB's own.</summary>
    internal long MemoryBytes { get; private set; }

    /// <summary>Bytes of events that did not fit into it.</summary>
    internal long SpilledBytes { get; private set; }

    private string Asked => $"{_table}_asked";

    private string Found => $"{_table}_found";

    /// <summary>Makes the table.</summary>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame whose key has had an event.</returns>
    internal long Run(Action<double> report, CancellationToken cancellationToken)
    {
        var (connection, order) = (_task.Connection, _task.Order);
        var columns = _types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"x{i} {DuckDbTypes.SqlName(type)}"));
        var answered = 0L;
        connection.Execute($"CREATE TABLE {Found} (ordinal BIGINT, {Sql.List(columns)})", cancellationToken);
        var isAnswered = !_history.IsEmpty && order.KeyCount > 0;
        if (isAnswered)
        {
            connection.Execute($"CREATE TABLE {Asked} AS SELECT {AskedRows.Columns} FROM {order.EntityTable}", cancellationToken);
            using var sorter = new EventSorter(order.KeyCount, _history.RowCount, _task.MemoryBytes, _task.Space.SpillDirectory);
            Sort(sorter, report, cancellationToken);
            answered = Sweep(sorter, report, cancellationToken);
            (MemoryBytes, SpilledBytes) = (sorter.MemoryBytes, sorter.SpilledBytes);
            connection.Execute($"DROP TABLE {Asked}", cancellationToken);
        }

        // With one row for each of the frame an order is enough, which costs half of a join; and it is read once, twice with on-demand features, so that it need not be written down. Rows are numbered as those of a table are.
        connection.Execute($"INSERT INTO {Found} (ordinal) SELECT rowid FROM {EntityFrame.Table} WHERE {(isAnswered ? order.HasNoKey : "true")}", cancellationToken);
        var values = Sql.List(_types.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"x{i}")));
        connection.Execute($"CREATE VIEW {_table} AS SELECT {values}, ordinal AS rowid FROM {Found} ORDER BY ordinal", cancellationToken);
        return answered;
    }

    private void Sort(EventSorter sorter, Action<double> report, CancellationToken cancellationToken)
    {
        var (connection, order) = (_task.Connection, _task.Order);
        var earliest = _task.Frame.FirstTime.UnixMicroseconds;
        var reach = _reach.Ticks / TimeSpan.TicksPerMicrosecond;
        var oldest = earliest < long.MinValue + reach ? long.MinValue : earliest - reach;
        var parameters = _events.Parameters(_task.Frame.LastTime, new Instant(oldest));
        var rows = 0L;
        using (var reader = connection.Query(_events.SelectEvents(order.KeyTable), cancellationToken, parameters))
        {
            for (var chunks = 1; reader.ReadChunk(out var chunk); chunks++)
            {
                _events.SortEvents(chunk, sorter);
                rows += chunk.RowCount;
                RowsRead += chunk.RowCount;
                if (chunks % ChunksBetweenReports == 0)
                {
                    report(PartOfSorting * Math.Min(1, (double)rows / _history.RowCount));
                }
            }
        }

        foreach (var select in _events.SelectFirsts(order.KeyTable))
        {
            using var reader = connection.Query(select, cancellationToken, parameters);
            while (reader.ReadChunk(out var chunk))
            {
                WindowEvents.SortFirst(chunk, sorter);
                RowsRead += chunk.RowCount;
            }
        }
    }

    private long Sweep(EventSorter sorter, Action<double> report, CancellationToken cancellationToken)
    {
        // Two threads of a processor mostly share one core, and a sweep leaves nothing of it over: measured, a second one on the same core takes the time that it saves, and a third more of both.
        var workers = Math.Clamp(_task.Space.Threads / ThreadsOfCore, 1, sorter.Buckets);
        var (answered, done) = (0L, 0);
        SideBySide.Run(workers, workers, SweepPart, cancellationToken);
        return answered;

        void SweepPart(int worker, CancellationToken token)
        {
            var (first, end) = (worker * sorter.Buckets / workers, (worker + 1) * sorter.Buckets / workers);
            Interlocked.Add(ref answered, Sweep(sorter, first, end, _task.MemoryBytes / (PartHeld * workers), Report, token));
        }

        void Report()
        {
            lock (_reporting)
            {
                report(PartOfSorting + ((1 - PartOfSorting) * ++done / sorter.Buckets));
            }
        }
    }

    /// <summary>Sweeps through some buckets.</summary>
    private long Sweep(EventSorter sorter, int firstBucket, int endBucket, long heldBytes, Action report, CancellationToken cancellationToken)
    {
        var sweeper = new WindowSweeper(_events, new WindowSweep(_view, _features), _types, _view.Inputs.Count);
        using var reading = _task.Space.Connect(); // Each connection reads one result at a time, and what reads cannot write meanwhile.
        using var asked = new AskedRows(reading, Asked, sorter.FirstKeyOf(firstBucket), sorter.FirstKeyOf(endBucket), cancellationToken);
        using var writing = _task.Space.Connect();
        using var found = _task.Space.Append(writing, Found, [new DataType(ScalarType.Int64), .. _types]);
        var sorted = new SortedEvents();
        for (var bucket = firstBucket; bucket < endBucket; bucket++)
        {
            foreach (var events in sorter.Take(bucket, heldBytes, sorted))
            {
                cancellationToken.ThrowIfCancellationRequested();
                sweeper.Take(events, asked, found);
            }

            report();
        }

        sweeper.Complete(asked, found);
        return sweeper.Answered;
    }
}
