using System.Globalization;
using System.Runtime.ExceptionServices;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training.Sorting;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Computes the aggregates of one view for the rows of the frame: DuckDB reads the events and puts the rows into the order of (key, time), the events are sorted by the same order in buckets of
/// keys, and sweeps run through both at once, one on each core of two threads for a part of the keys. For one join only, and not thread-safe.
/// </summary>
internal sealed class WindowJoin : IDisposable
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
    private readonly PointInTimeRules _rules;
    private readonly string _table;
    private readonly OfflineDatabase _database;
    private readonly long _memoryBytes;

    // No temporary tables, since those are seen by their own connection only; so their names are nobody else's.
    private readonly string _asked;
    private readonly string _found;
    private readonly Lock _reporting = new();

    /// <param name="view">The view.</param>
    /// <param name="features">Places of the wanted aggregates in it.</param>
    /// <param name="history">The files of the view.</param>
    /// <param name="rules">What an entity row may see.</param>
    /// <param name="table">Name of the table to make, which is there until <see cref="Dispose"/>: one row for each row of the frame, in its order, with the values x0, x1, ...</param>
    /// <param name="database">Opens further connections: each reads one result at a time, and what reads cannot write meanwhile.</param>
    /// <param name="memoryBytes">Memory for events; what is more goes to a file.</param>
    internal WindowJoin(
        FeatureView view, IReadOnlyList<int> features, HistoryFiles history, PointInTimeRules rules, string table, OfflineDatabase database, long memoryBytes)
    {
        (_view, _features, _history, _rules, _table, _database, _memoryBytes) = (view, features, history, rules, table, database, memoryBytes);
        _types = [.. features.Select(feature => view.Features[feature].Type)];
        var sweep = new WindowSweep(view, features);
        _reach = sweep.Reach;
        _events = new WindowEvents(view, history, rules, sweep.UsesSequences);
        (_asked, _found) = ($"{table}_asked_{Guid.CreateVersion7():N}", $"{table}_found_{Guid.CreateVersion7():N}");
    }

    /// <summary>Makes the table.</summary>
    /// <param name="connection">Connection with the frame.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="order">Its rows by the keys of the view.</param>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame whose key has had an event.</returns>
    internal long Run(DuckDbConnection connection, EntityFrame frame, EntityOrder order, Action<double> report, CancellationToken cancellationToken)
    {
        var columns = _types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"x{i} {DuckDbTypes.SqlName(type)}"));
        var answered = 0L;
        try
        {
            connection.Execute($"CREATE TABLE {_found} (ordinal BIGINT, {Sql.List(columns)})", cancellationToken);
            var isAnswered = !_history.IsEmpty && order.KeyCount > 0;
            if (isAnswered)
            {
                connection.Execute($"CREATE TABLE {_asked} AS SELECT {AskedRows.Columns} FROM {order.EntityTable}", cancellationToken);
                using var sorter = new EventSorter(order.KeyCount, _history.RowCount, _memoryBytes, _database.SpillDirectory);
                Sort(connection, frame, order, sorter, report, cancellationToken);
                answered = Sweep(sorter, report, cancellationToken);
            }

            // With one row for each of the frame an order is enough, which costs half of a join; and it is read once, twice with on-demand features, so that it need not be written down.
            connection.Execute($"INSERT INTO {_found} (ordinal) SELECT rowid FROM {EntityFrame.Table} WHERE {(isAnswered ? order.HasNoKey : "true")}", cancellationToken);
            var values = Sql.List(_types.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"x{i}")));
            connection.Execute($"CREATE TEMP VIEW {_table} AS SELECT {values} FROM {_found} ORDER BY ordinal", cancellationToken);
            return answered;
        }
        finally
        {
            connection.Execute($"DROP TABLE IF EXISTS {_asked}", CancellationToken.None);
        }
    }

    /// <summary>Drops what the table reads; whoever wants its rows has read them by then.</summary>
    public void Dispose()
    {
        using var connection = _database.Connect();
        connection.Execute($"DROP TABLE IF EXISTS {_found}", CancellationToken.None);
    }

    private void Sort(DuckDbConnection connection, EntityFrame frame, EntityOrder order, EventSorter sorter, Action<double> report, CancellationToken cancellationToken)
    {
        var earliest = frame.FirstTime.UnixMicroseconds;
        var reach = _reach.Ticks / TimeSpan.TicksPerMicrosecond;
        var oldest = earliest < long.MinValue + reach ? long.MinValue : earliest - reach;
        var parameters = _events.Parameters(frame.LastTime, new Instant(oldest));
        var rows = 0L;
        using (var reader = connection.Query(_events.SelectEvents(order.KeyTable), cancellationToken, parameters))
        {
            for (var chunks = 1; reader.ReadChunk(out var chunk); chunks++)
            {
                _events.SortEvents(chunk, sorter);
                rows += chunk.RowCount;
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
            }
        }
    }

    private long Sweep(EventSorter sorter, Action<double> report, CancellationToken cancellationToken)
    {
        // Two threads of a processor mostly share one core, and a sweep leaves nothing of it over: measured, a second one on the same core takes the time that it saves, and a third more of both.
        var workers = Math.Clamp(_database.Threads / ThreadsOfCore, 1, sorter.Buckets);
        var (answered, done) = (0L, 0);
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, worker =>
            {
                var (first, end) = (worker * sorter.Buckets / workers, (worker + 1) * sorter.Buckets / workers);
                Interlocked.Add(ref answered, Sweep(sorter, first, end, _memoryBytes / (PartHeld * workers), Report, cancellationToken));
            });
        }
        catch (AggregateException error)
        {
            // Which of several sweeps failed first does not matter; the callers know the errors of one.
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        return answered;

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
        using var reading = _database.Connect();
        using var asked = new AskedRows(reading, _asked, sorter.FirstKeyOf(firstBucket), sorter.FirstKeyOf(endBucket), cancellationToken);
        using var writing = _database.Connect();
        using var found = writing.AppendShared(_found, [new DataType(ScalarType.Int64), .. _types]);
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
