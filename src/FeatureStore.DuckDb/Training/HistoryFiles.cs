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
    internal const string Position = "(h.file_index::BIGINT * 1099511627776 + h.file_row_number)";

    private readonly OfflineLease _lease;
    private readonly string _cut;

    private HistoryFiles(FeatureView view, OfflineSnapshot snapshot, OfflineLease lease, IReadOnlyList<LogRange>? ranges)
    {
        View = view;
        _lease = lease;
        _cut = ranges is null ? string.Empty : CutOf(snapshot.Files, ranges);
        RowCount = snapshot.Files.Sum(static file => file.RowCount);
    }

    /// <summary>The view.</summary>
    internal FeatureView View { get; }

    /// <summary>Rows in all files; those that are cut off count too.</summary>
    internal long RowCount { get; }

    /// <summary>Whether there is nothing to read.</summary>
    internal bool IsEmpty => _lease.Paths.Count == 0;

    /// <summary>That a row is none of those cut off, and has the key of a table whose columns j0, j1, ... hold join keys.</summary>
    internal string HasKey => string.Join(
        " AND ", View.Entities.Select(static (entity, i) => string.Create(CultureInfo.InvariantCulture, $"h.{Sql.Name(entity.JoinKey)} = j{i}")).DefaultIfEmpty("true")) + _cut;

    /// <summary>What stands after FROM.</summary>
    internal string From => $"{Sql.ReadParquet(_lease.Paths)} AS h";

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
        var read = ranges is null ? snapshot : snapshot.Within(ranges);
        return new(view, read, await database.Storage.OpenAsync(read.Files, cancellationToken).ConfigureAwait(false), ranges);
    }

    public void Dispose() => _lease.Dispose();

    /// <summary>Counts the rows that are not cut off.</summary>
    internal long CountRows(DuckDbConnection connection, CancellationToken cancellationToken)
        => _cut.Length == 0 || IsEmpty ? RowCount : connection.Execute($"SELECT count(*) FROM {From} WHERE true{_cut}", cancellationToken);

    /// <summary>
    /// Reads key number, event time, arrival time, sequence and position of the rows that could answer entity rows between two times. This only narrows
    /// what is read; what counts is decided by <paramref name="rules"/> in the sweep.
    /// </summary>
    /// <param name="connection">Connection to read with.</param>
    /// <param name="keyTable">Table whose columns j0, j1, ... hold the join keys; its row ids number them.</param>
    /// <param name="times">First and last time of the entity rows.</param>
    /// <param name="rules">Gives the oldest time that counts.</param>
    /// <param name="condition">A further condition, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal DuckDbReader Read(
        DuckDbConnection connection,
        string keyTable,
        (Instant First, Instant Last) times,
        PointInTimeRules rules,
        string? condition,
        CancellationToken cancellationToken)
    {
        var oldest = rules.OldestFor(times.First.UnixMicroseconds);
        string?[] conditions =
        [
            $"h.{OfflineColumns.EventTime} <= $1",
            $"h.{OfflineColumns.EventTime} >= $2",
            condition,
        ];
        var sql =
            $"SELECT {keyTable}.rowid, h.{OfflineColumns.EventTime}, h.{OfflineColumns.ArrivalTime}, h.{OfflineColumns.Sequence}, {Position} " +
            $"FROM {From} JOIN {keyTable} ON {HasKey} " +
            $"WHERE {string.Join(" AND ", conditions.OfType<string>())}";
        return connection.Query(sql, cancellationToken, Value.Of(times.Last), Value.Of(new Instant(oldest)));
    }

    /// <summary>
    /// Cuts off the rows of files that hold more than is wanted: files grow, and are put together with later ones. Sequences count within a partition, and a file is of one, so that each file has a
    /// condition of its own.
    /// </summary>
    private static string CutOf(IReadOnlyList<OfflineFile> files, IReadOnlyList<LogRange> ranges)
    {
        var cases = new List<string>();
        foreach (var (place, file) in files.Where(static file => file.Path.Length > 0).Index())
        {
            var wanted = ranges.Where(file.Overlaps).ToList();
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
