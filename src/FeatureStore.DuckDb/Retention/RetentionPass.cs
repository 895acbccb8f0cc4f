using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Retention;

/// <summary>
/// The newest rows of the keys before a time, in a table of a connection of its own: k0, k1, ... hold the join keys, n0 the place of the newest row and n1, n2, ... those of the newest rows with a value of each feature, where a
/// feature takes its own. A place is event time and sequence.
/// </summary>
internal sealed class RetentionPass : IRetentionPass
{
    private const string Table = "newest_kept";

    private readonly OfflineDatabase _database;
    private readonly OfflineFileRewriter _rewriter;
    private readonly FeatureView _view;
    private readonly DuckDbConnection _connection;
    private readonly string _old;
    private readonly string _mark = Guid.CreateVersion7().ToString("N"); // A file that another turn leaves off with is not written over by this one.
    private readonly string[] _ownColumns;

    private RetentionPass(OfflineDatabase database, FeatureView view, Instant time, DuckDbConnection connection)
    {
        (_database, _rewriter, _view, _connection) = (database, new OfflineFileRewriter(database), view, connection);
        _old = string.Create(CultureInfo.InvariantCulture, $"h.{OfflineColumns.EventTime} < make_timestamptz({time.UnixMicroseconds})");
        _ownColumns = view.NullPolicy == NullPolicy.NewestNonNull
            ? [.. view.Features.Where(static feature => feature.Aggregation is null).Select(static feature => $"h.{Sql.Name(feature.Name)}")]
            : [];
    }

    public long LastSequence { get; private set; } = long.MinValue;

    /// <summary>That a row is due; never null.</summary>
    private string IsDue
    {
        get
        {
            var before = _ownColumns.Select((column, i) => $"({column} IS NULL OR {Place} < n.{PlaceName(i + 1)})").Prepend($"{Place} < n.{PlaceName(0)}").Prepend(_old);
            return $"coalesce({string.Join(" AND ", before)}, false)";
        }
    }

    private string Join
        => $"LEFT JOIN {Table} AS n ON {string.Join(" AND ", _view.Entities.Select(static (entity, i) => $"h.{Sql.Name(entity.JoinKey)} IS NOT DISTINCT FROM n.{KeyName(i)}").DefaultIfEmpty("true"))}";

    private static string Place => $"{{'t': h.{OfflineColumns.EventTime}, 's': h.{OfflineColumns.Sequence}}}";

    /// <summary>Finds the newest rows.</summary>
    internal static RetentionPass Open(OfflineDatabase database, FeatureView view, IReadOnlyList<string> paths, Instant time, CancellationToken cancellationToken)
    {
        var connection = database.Connect();
        try
        {
            var pass = new RetentionPass(database, view, time, connection);
            pass.Find(paths, time, cancellationToken);
            return pass;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task<DueFile> CountAsync(OfflineFile file, CancellationToken cancellationToken)
    {
        using var opened = await _database.Storage.OpenAsync([file], cancellationToken).ConfigureAwait(false);
        return await DuckDbEdge.RunAsync($"Looking for old rows in the offline file '{file.Path}'", () => Count(file, opened.Paths[0], cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<OfflineFile> RewriteAsync(DueFile due, CancellationToken cancellationToken)
    {
        var kept = new KeptInFile(due.File.RowCount - due.Rows, $"NOT {IsDue}", Join);
        var written = await _rewriter.WriteAsync(_view, due.File, kept, _mark, $"Writing the offline file '{due.File.Path}' without old rows", _connection, cancellationToken).ConfigureAwait(false);
        return written with { MinEventTime = due.Oldest ?? due.File.MinEventTime };
    }

    public void Dispose() => _connection.Dispose();

    private void Find(IReadOnlyList<string> paths, Instant time, CancellationToken cancellationToken)
    {
        var keys = _view.Entities.Select(static (entity, i) => $"h.{Sql.Name(entity.JoinKey)} AS {KeyName(i)}");
        var places = _ownColumns.Select(static (column, i) => $"max({Place}) FILTER (WHERE {column} IS NOT NULL) AS {PlaceName(i + 1)}").Prepend($"max({Place}) AS {PlaceName(0)}");
        var arrived = string.Create(CultureInfo.InvariantCulture, $"h.{OfflineColumns.ArrivalTime} <= make_timestamptz({time.UnixMicroseconds})");
        var groups = _view.Entities.Count == 0 ? string.Empty : $" GROUP BY {Sql.List(_view.Entities.Select(static entity => $"h.{Sql.Name(entity.JoinKey)}"))}";
        _connection.Execute(
            $"CREATE TEMP TABLE {Table} AS SELECT {Sql.List(keys.Concat(places))} FROM {Sql.ReadParquet(paths)} AS h WHERE {_old} AND {arrived}{groups}", cancellationToken);
        var last = Enumerable.Range(0, _ownColumns.Length + 1).Select(static i => $"max(n.{PlaceName(i)}.s)");
        LastSequence = Ask($"SELECT greatest({Sql.List(last)}), NULL FROM {Table} AS n", cancellationToken).First ?? long.MinValue;
    }

    private DueFile Count(OfflineFile file, string path, CancellationToken cancellationToken)
    {
        var (rows, oldest) = Ask(
            $"SELECT count(*) FILTER (WHERE due), epoch_us(min(t) FILTER (WHERE NOT due)) FROM (SELECT {IsDue} AS due, h.{OfflineColumns.EventTime} AS t FROM {Sql.ReadParquet(path)} AS h {Join})", cancellationToken);
        return new DueFile(file, rows ?? 0, oldest is { } time ? new Instant(time) : null);
    }

    private (long? First, long? Second) Ask(string question, CancellationToken cancellationToken)
    {
        using var answer = _connection.Query(question, cancellationToken);
        return answer.ReadChunk(out var chunk) ? (NumberOf(chunk, 0), NumberOf(chunk, 1)) : default;
    }

    private static long? NumberOf(DuckDbChunk chunk, int column) => chunk[column].IsNull(0) ? null : chunk[column].GetInt64(0);

    private static string KeyName(int key) => string.Create(CultureInfo.InvariantCulture, $"k{key}");

    private static string PlaceName(int place) => string.Create(CultureInfo.InvariantCulture, $"n{place}");
}
