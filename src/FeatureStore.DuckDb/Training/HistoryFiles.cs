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

    private HistoryFiles(FeatureView view, OfflineSnapshot snapshot, OfflineLease lease)
    {
        View = view;
        _lease = lease;
        RowCount = snapshot.Files.Sum(static file => file.RowCount);
    }

    /// <summary>The view.</summary>
    internal FeatureView View { get; }

    /// <summary>Rows in all files.</summary>
    internal long RowCount { get; }

    /// <summary>Whether there is nothing to read.</summary>
    internal bool IsEmpty => _lease.Paths.Count == 0;

    /// <summary>That a row has the key of a table whose columns j0, j1, ... hold join keys.</summary>
    internal string HasKey => string.Join(
        " AND ", View.Entities.Select(static (entity, i) => string.Create(CultureInfo.InvariantCulture, $"h.{Sql.Name(entity.JoinKey)} = j{i}")).DefaultIfEmpty("true"));

    /// <summary>What stands after FROM.</summary>
    internal string From => $"{Sql.ReadParquet(_lease.Paths)} AS h";

    /// <summary>Opens the files of a snapshot.</summary>
    /// <exception cref="FeatureStoreException">A file is not there, or where it lies cannot be reached.</exception>
    internal static async Task<HistoryFiles> OpenAsync(FeatureView view, OfflineSnapshot snapshot, OfflineDatabase database, CancellationToken cancellationToken)
        => new(view, snapshot, await database.Storage.OpenAsync(snapshot.Files, cancellationToken).ConfigureAwait(false));

    public void Dispose() => _lease.Dispose();

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
}
