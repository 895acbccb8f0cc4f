using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>The offline files of one view's snapshot, to be selected from as <c>h</c> until this is disposed.</summary>
internal sealed class HistoryFiles : IDisposable
{
    /// <summary>
    /// Where a row stands: number of its file in the list, and of the row in the file. Leaves room for a trillion rows in each of eight million files.
    /// </summary>
    internal const string Position = $"(h.file_index::BIGINT * {RowsPerFile} + h.file_row_number)";

    /// <summary>The column of the first feature of what <see cref="Read"/> gives.</summary>
    internal const int FirstFeature = 5;

    private const string RowsPerFile = "1099511627776";

    private readonly OfflineLease? _lease;
    private readonly IReadOnlyList<OfflineFile> _files;
    private readonly IReadOnlyList<string> _paths;
    private readonly IReadOnlyList<LogRange>? _ranges;
    private readonly int _sorted;
    private readonly string _cut;

    private HistoryFiles(FeatureView view, IReadOnlyList<OfflineFile> files, IReadOnlyList<string> paths, OfflineLease? lease, IReadOnlyList<LogRange>? ranges)
    {
        View = view;
        (_files, _paths, _lease, _ranges) = (files, paths, lease, ranges);
        _sorted = files.Count(static file => file.IsSorted);
        _cut = CutOf(files);
        RowCount = files.Sum(static file => file.RowCount);
    }

    /// <summary>The view.</summary>
    internal FeatureView View { get; }

    /// <summary>Rows in all files; those that are cut off count too.</summary>
    internal long RowCount { get; }

    /// <summary>How many files there are.</summary>
    internal int Count => _files.Count;

    /// <summary>Whether there is nothing to read.</summary>
    internal bool IsEmpty => _files.Count == 0;

    /// <summary>Whether there are files sorted by key and time.</summary>
    internal bool HasSorted => _sorted > 0;

    /// <summary>Whether there are files in the order of the log.</summary>
    internal bool HasUnsorted => _sorted < _files.Count;

    /// <summary>That a row is none of those cut off, and has the key of a table whose columns j0, j1, ... hold join keys.</summary>
    internal string HasKey => Key + _cut;

    private string Key => string.Join(
        " AND ", View.Entities.Select(static (entity, i) => string.Create(CultureInfo.InvariantCulture, $"h.{Sql.Name(entity.JoinKey)} = j{i}")).DefaultIfEmpty("true"));

    /// <summary>What stands after FROM.</summary>
    internal string From => $"{Sql.ReadParquet(_paths)} AS h";

    /// <summary>Opens the files of a snapshot.</summary>
    /// <param name="view">The view.</param>
    /// <param name="snapshot">The files.</param>
    /// <param name="database">Knows where they lie.</param>
    /// <param name="cancellationToken">Stops the waiting for them.</param>
    /// <param name="ranges">Only rows of these parts of the log are there; null for all.</param>
    /// <exception cref="FeatureStoreException">A file is not there, or where it lies cannot be reached.</exception>
    internal static async Task<HistoryFiles> OpenAsync(
        FeatureView view, OfflineSnapshot snapshot, OfflineDatabase database, CancellationToken cancellationToken, IReadOnlyList<LogRange>? ranges = null)
    {
        // The sorted ones first: so both kinds can be read on their own by positions that hold for all.
        var wanted = ranges is null ? snapshot : snapshot.Within(ranges);
        OfflineFile[] files = [.. wanted.Files.Where(static file => file.Path.Length > 0).OrderByDescending(static file => file.IsSorted)];
        var lease = await database.Storage.OpenAsync(files, cancellationToken).ConfigureAwait(false);
        return new HistoryFiles(view, files, lease.Paths, lease, ranges);
    }

    public void Dispose() => _lease?.Dispose();

    /// <summary>Those of the files that may have an event of these times, both included. They are open for as long as all are.</summary>
    internal HistoryFiles Between(Instant oldest, Instant newest)
    {
        var wanted = _files.Index().Where(file => file.Item.MinEventTime <= newest && oldest <= file.Item.MaxEventTime).ToList();
        return new HistoryFiles(View, [.. wanted.Select(static file => file.Item)], [.. wanted.Select(file => _paths[file.Index])], lease: null, _ranges);
    }

    /// <summary>Counts the rows that are not cut off.</summary>
    internal long CountRows(DuckDbConnection connection, CancellationToken cancellationToken)
        => _cut.Length == 0 || IsEmpty ? RowCount : connection.Execute($"SELECT count(*) FROM {From} WHERE true{_cut}", cancellationToken);

    /// <summary>
    /// Reads key number, event time, arrival time (0 where it does not matter), sequence, position and some features of the rows that could answer entity rows between two times, in the order of the
    /// files. This only narrows what is read; what counts is decided by <paramref name="rules"/> in the sweep.
    /// </summary>
    /// <param name="connection">Connection to read with.</param>
    /// <param name="isSorted">Whether to read the files sorted by key and time, or the others.</param>
    /// <param name="features">The features.</param>
    /// <param name="keyTable">Table whose columns j0, j1, ... hold the join keys; its row ids number them.</param>
    /// <param name="times">First and last time of the entity rows.</param>
    /// <param name="rules">Gives the oldest time that counts.</param>
    /// <param name="condition">A further condition, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal DuckDbReader Read(
        DuckDbConnection connection,
        bool isSorted,
        IReadOnlyList<Feature> features,
        string keyTable,
        (Instant First, Instant Last) times,
        PointInTimeRules rules,
        string? condition,
        CancellationToken cancellationToken)
    {
        var part = isSorted ? .._sorted : _sorted..;
        var position = isSorted ? Position : string.Create(CultureInfo.InvariantCulture, $"({Position} + {_sorted} * {RowsPerFile})");
        var arrival = rules.NeedsArrival ? $"h.{OfflineColumns.ArrivalTime}" : "0::BIGINT";
        var values = string.Concat(features.Select(static feature => $", CAST(h.{Sql.Name(feature.Name)} AS {DuckDbTypes.SqlName(feature.Type)})"));
        var oldest = rules.OldestFor(times.First.UnixMicroseconds);
        string?[] conditions =
        [
            $"h.{OfflineColumns.EventTime} <= $1",
            $"h.{OfflineColumns.EventTime} >= $2",
            condition,
        ];
        var sql =
            $"SELECT {keyTable}.rowid, h.{OfflineColumns.EventTime}, {arrival}, h.{OfflineColumns.Sequence}, {position}{values} " +
            $"FROM {Sql.ReadParquet(_paths.Take(part))} AS h JOIN {keyTable} ON {Key}{CutOf([.. _files.Take(part)])} " +
            $"WHERE {string.Join(" AND ", conditions.OfType<string>())}";
        return connection.Query(sql, cancellationToken, Value.Of(times.Last), Value.Of(new Instant(oldest)));
    }

    /// <summary>
    /// Cuts off the rows of files that hold more than is wanted: files grow, and are put together with later ones. Sequences count within a partition, and a file is of one, so that each file has a
    /// condition of its own.
    /// </summary>
    /// <param name="files">All files that are read.</param>
    private string CutOf(IReadOnlyList<OfflineFile> files)
    {
        if (_ranges is null)
        {
            return string.Empty;
        }

        var cases = new List<string>();
        foreach (var (place, file) in files.Index())
        {
            var wanted = _ranges.Where(file.Overlaps).ToList();
            if (!wanted.Exists(range => range.FirstSequence <= file.FirstSequence && file.EndSequence <= range.EndSequence))
            {
                var conditions = wanted.Select(static range => string.Create(
                    CultureInfo.InvariantCulture, $"h.{OfflineColumns.Sequence} >= {range.FirstSequence} AND h.{OfflineColumns.Sequence} < {range.EndSequence}"));
                cases.Add(string.Create(CultureInfo.InvariantCulture, $"WHEN {place} THEN {string.Join(" OR ", conditions)}"));
            }
        }

        return cases.Count == 0 ? string.Empty : $" AND CASE h.file_index {string.Join(' ', cases)} ELSE true END";
    }
}
