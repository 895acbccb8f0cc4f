using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Makes the entity frame of a range from offline files. DuckDB reads, sorts and writes in a stream and spills what does not fit. Columns are c0, c1, ... until they are written. For one frame only, and
/// not thread-safe.
/// </summary>
internal sealed class RangeFrame : IDisposable
{
    private readonly TrainingFrame _frame;
    private readonly OfflineDatabase _database;
    private readonly IReadOnlyList<(string Name, DataType Type)> _columns;
    private readonly List<HistoryFiles> _files = [];

    private RangeFrame(TrainingFrame frame, OfflineDatabase database)
    {
        (_frame, _database) = (frame, database);
        _columns = [.. frame.Views
            .SelectMany(static view => view.KeyColumns.Zip(view.View.Entities, static (column, entity) => (Name: column, entity.Type)))
            .DistinctBy(static column => column.Name)];
    }

    /// <summary>Opens the files that can have rows of the frame.</summary>
    /// <exception cref="FeatureStoreException">A file is not there, or where it lies cannot be reached.</exception>
    internal static async Task<RangeFrame> OpenAsync(TrainingFrame frame, OfflineDatabase database, CancellationToken cancellationToken)
    {
        var range = new RangeFrame(frame, database);
        try
        {
            foreach (var view in frame.Views)
            {
                var (first, last) = range.TimesOf(view);
                var files = view.Snapshot.Files.Where(file => file.MinEventTime.UnixMicroseconds <= last && first <= file.MaxEventTime.UnixMicroseconds);
                range._files.Add(await HistoryFiles.OpenAsync(view.View, view.Snapshot with { Files = [.. files] }, database, cancellationToken).ConfigureAwait(false));
            }

            return range;
        }
        catch
        {
            range.Dispose();
            throw;
        }
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Its rows.</returns>
    /// <exception cref="FeatureStoreException">There is no row.</exception>
    internal long Write(CancellationToken cancellationToken)
    {
        using var connection = _database.Connect();
        var select = _frame.Range.AsOf is null ? SelectRows() : SelectKeys(connection, cancellationToken);
        var order = Sql.List(Enumerable.Range(1, _columns.Count + 1).Select(static column => string.Create(CultureInfo.InvariantCulture, $"{column} NULLS LAST")));
        return select is null ? throw Empty() : WholeFile.Write(Path.GetFullPath(_frame.Path), temporary =>
        {
            var rows = connection.Execute($"COPY ({select} ORDER BY {order}) TO {Sql.Text(temporary)} ({TrainingSetFile.ParquetFormat(_columns.Count + 1)})", cancellationToken);
            return rows > 0 ? rows : throw Empty();
        });
    }

    public void Dispose() => _files.ForEach(static files => files.Dispose());

    /// <summary>The first and the last event time of the rows of a view that count.</summary>
    private (long First, long Last) TimesOf(TrainingFrameView view) => _frame.Range is { AsOf: { } time }
        ? (long.MinValue, time.UnixMicroseconds - RulesOf(view).Step)
        : (_frame.Range.Start?.UnixMicroseconds ?? long.MinValue, (_frame.Range.End?.UnixMicroseconds ?? long.MaxValue) - 1);

    private PointInTimeRules RulesOf(TrainingFrameView view) => new(view.View, _frame.AsKnownAt, _frame.AsKnownAtEntityTime && _frame.Range.AsOf is not null);

    private string? SelectRows()
        => _files[0].IsEmpty ? null : $"SELECT {Sql.List(_columns.Select((_, i) => WrittenAs(i, ColumnName(i))))}{(_columns.Count > 0 ? ", " : string.Empty)}t AS {Sql.Name(_frame.TimestampColumn)} FROM ({SelectFrom(0)})";

    /// <summary>The keys of views with the same key columns are put together first, so that each is there once; those that are part of a longer key are left out.</summary>
    private string? SelectKeys(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var sets = new List<KeySet>();
        foreach (var views in _frame.Views.Index().Where(view => !_files[view.Index].IsEmpty).GroupBy(view => string.Join(' ', ColumnsOf(view.Item)), static view => view.Index))
        {
            var set = new KeySet([.. ColumnsOf(_frame.Views[views.First()])], string.Create(CultureInfo.InvariantCulture, $"range_keys_{sets.Count}"));
            var keys = Sql.List(set.Columns.Select(ColumnName).DefaultIfEmpty("0 AS nothing"));
            connection.Execute($"CREATE TEMP TABLE {set.Table} AS SELECT DISTINCT {keys} FROM ({string.Join(" UNION ALL ", views.Select(SelectFrom))})", cancellationToken);
            sets.Add(set);
        }

        var time = $"make_timestamptz({_frame.Range.AsOf?.UnixMicroseconds}) AS {Sql.Name(_frame.TimestampColumn)}";
        var selects = sets.Select(set =>
        {
            var longer = sets.Where(other => other.Columns.Count > set.Columns.Count && set.Columns.All(other.Columns.Contains)).Select(other => $"NOT {IsIn(set, other)}");
            var columns = _columns.Select((_, i) => WrittenAs(i, set.Columns.Contains(i) ? ColumnName(i) : $"CAST(NULL AS {DuckDbTypes.SqlName(_columns[i].Type)})")).Append(time);
            return $"SELECT {Sql.List(columns)} FROM {set.Table} WHERE {string.Join(" AND ", longer.DefaultIfEmpty("true"))}";
        });
        return sets.Count == 0 ? null : string.Join(" UNION ALL ", selects);
    }

    private static string IsIn(KeySet set, KeySet other)
    {
        var equal = set.Columns.Select(column => $"{other.Table}.{ColumnName(column)} = {set.Table}.{ColumnName(column)}").DefaultIfEmpty("true");
        return $"EXISTS (SELECT 1 FROM {other.Table} WHERE {string.Join(" AND ", equal)})";
    }

    /// <summary>The rows of a view that count: its key columns in the order of the frame, and the event time t. Two keys of a view that go into one column have to be equal.</summary>
    private string SelectFrom(int view)
    {
        var (first, last) = TimesOf(_frame.Views[view]);
        var keys = _frame.Views[view].KeyColumns.Select(PlaceOf).Zip(_frame.Views[view].View.Entities, static (column, entity) => (Column: column, Key: $"h.{Sql.Name(entity.JoinKey)}"))
            .GroupBy(static key => key.Column, static key => key.Key).OrderBy(static group => group.Key).ToList();
        var conditions = keys.SelectMany(static group => group.Skip(1).Select(key => $"{key} = {group.First()}"))
            .Concat(TimeConditions(OfflineColumns.EventTime, first, last))
            .Concat(TimeConditions(OfflineColumns.ArrivalTime, long.MinValue, LastArrivalOf(_frame.Views[view])));
        return $"SELECT {Sql.List(keys.Select(static group => $"{group.First()} AS {ColumnName(group.Key)}").Append($"h.{OfflineColumns.EventTime} AS t"))} " +
            $"FROM {_files[view].From} WHERE {string.Join(" AND ", conditions.DefaultIfEmpty("true"))}";
    }

    private long LastArrivalOf(TrainingFrameView view)
        => RulesOf(view) is { IsSeenOnArrival: true } rules && _frame.Range.AsOf is { } time ? Math.Min(rules.LastArrival, time.UnixMicroseconds) : RulesOf(view).LastArrival;

    private static IEnumerable<string> TimeConditions(string column, long first, long last)
    {
        if (first > long.MinValue)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"h.{column} >= make_timestamptz({first})");
        }

        if (last < long.MaxValue)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"h.{column} <= make_timestamptz({last})");
        }
    }

    private IEnumerable<int> ColumnsOf(TrainingFrameView view) => view.KeyColumns.Select(PlaceOf).Distinct().Order();

    private int PlaceOf(string column) => _columns.Index().First(known => known.Item.Name == column).Index;

    private string WrittenAs(int column, string expression) => $"{expression} AS {Sql.Name(_columns[column].Name)}";

    private static string ColumnName(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    private FeatureStoreException Empty()
    {
        var views = _frame.Views.DistinctBy(static view => view.View.Id).Select(static view =>
        {
            var files = view.Snapshot.Files.Where(static file => file.RowCount > 0).ToList();
            return files.Count == 0 ? $"'{view.View.Name}' has no rows" : $"the rows of '{view.View.Name}' are from {files.Min(static file => file.MinEventTime)} to {files.Max(static file => file.MaxEventTime)}";
        });
        var known = _frame.AsKnownAt is { } moment ? $" that had arrived by {moment}" : string.Empty;
        return FrameSource.Invalid(_frame.Name, $"there is no such row{known}; {string.Join(", ", views)}. Ask for another time, or give an entity frame.");
    }

    /// <summary>The keys of the views that have the same key columns.</summary>
    /// <param name="Columns">Places of the columns, ascending.</param>
    /// <param name="Table">Where the keys are.</param>
    private sealed record KeySet(IReadOnlyList<int> Columns, string Table);
}
