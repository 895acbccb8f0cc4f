using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Catalog.Core.Storage;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Keeps what was joined of whole views on disk, so that a join that was cut off goes on from there: for each view the tables as Parquet, and a note that is written last and says what they were made of.
/// What is damaged, or made of something else, is not used. A checkpoint that cannot be written is left out; the join goes on. Thread-safe.
/// </summary>
/// <param name="settings">Where they are kept, and how often.</param>
/// <param name="join">What is joined.</param>
/// <param name="space">The tables of the join.</param>
/// <param name="rows">Rows of the frame.</param>
internal sealed class JoinCheckpoints(TrainingJoinCheckpoints settings, TrainingJoin join, JoinSpace space, long rows)
{
    // Another build of the product may join otherwise.
    private static readonly string Build = $"{typeof(PointInTimeRules).Module.ModuleVersionId} {typeof(JoinCheckpoints).Module.ModuleVersionId}";

    private readonly Lock _keeping = new();
    private readonly List<ViewNote> _unkept = [];
    private readonly Lazy<string> _frame = new(() => FileHash.Of(join.Frame.Path));
    private long _since = Stopwatch.GetTimestamp();
    private bool _isOff;

    /// <summary>Makes the tables of a view from its checkpoint.</summary>
    /// <param name="view">Number of the view.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="connection">A connection to the join.</param>
    /// <param name="done">What joining it gave and took.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether there is one that can be used.</returns>
    internal bool TryRead(int view, IReadOnlyList<string> tables, DuckDbConnection connection, out (long Matched, TrainingJoinCost Cost) done, CancellationToken cancellationToken)
    {
        done = default;
        if (!TryReadNote(view, out var note) || !note.Tables.Select(static table => table.Name).SequenceEqual(tables) || note.MadeOf != MadeOf(view))
        {
            return false;
        }

        try
        {
            if (note.Tables.Any(table => FileHash.Of(PathOf(table.Name)) != table.Sha256) || !note.Tables.All(table => Read(table.Name, connection, cancellationToken)))
            {
                Drop(tables, connection);
                return false;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DuckDbException)
        {
            Drop(tables, connection);
            return false;
        }

        done = (note.Matched, note.Cost);
        return true;
    }

    /// <summary>Takes note that the tables of a view are made, and keeps them with all that are not kept yet if it is time to.</summary>
    internal void Add(int view, IReadOnlyList<string> tables, long matched, TrainingJoinCost cost, CancellationToken cancellationToken)
    {
        lock (_keeping)
        {
            _unkept.Add(new ViewNote(view, MadeOf: string.Empty, matched, cost, [.. tables.Select(static table => new TableNote(table, string.Empty))]));
            if (_isOff || Stopwatch.GetElapsedTime(_since) < settings.Interval)
            {
                return;
            }

            try
            {
                _unkept.ForEach(note => Keep(note, cancellationToken));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DuckDbException)
            {
                _isOff = true; // The disk is full, or there is no memory for more than the join, which is left all there is.
                DeleteAll();
            }

            _unkept.Clear();
            _since = Stopwatch.GetTimestamp();
        }
    }

    private void Keep(ViewNote note, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Directory);
        using var connection = space.Connect();
        var format = TrainingSetFile.FormatOf(OfflineFileSchema.Compression, join.Views[note.View].Features.Count);
        var tables = new List<TableNote>();
        foreach (var (table, _) in note.Tables)
        {
            var path = PathOf(table);
            WholeFile.Write(path, temporary => connection.Execute($"COPY (SELECT COLUMNS('^x[0-9]+$') FROM {table}) TO {Sql.Text(temporary)} ({format})", cancellationToken));
            tables.Add(new TableNote(table, FileHash.Of(path)));
        }

        DurableFile.Replace(NoteOf(note.View), JsonSerializer.SerializeToUtf8Bytes(note with { MadeOf = MadeOf(note.View), Tables = tables }));
    }

    private void DeleteAll()
    {
        try
        {
            Directory.Delete(settings.Directory, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They go with the training set.
        }
    }

    private bool Read(string table, DuckDbConnection connection, CancellationToken cancellationToken)
        => connection.Execute($"CREATE TABLE {table} AS SELECT * FROM {Sql.ReadParquet(PathOf(table))}", cancellationToken) == rows;

    private bool TryReadNote(int view, [NotNullWhen(true)] out ViewNote? note)
    {
        note = null;
        try
        {
            note = File.Exists(NoteOf(view)) ? JsonSerializer.Deserialize<ViewNote>(File.ReadAllBytes(NoteOf(view))) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }

        return note is { Tables: not null, Cost: not null } && note.Tables.All(static table => table is { Name: not null });
    }

    /// <summary>
    /// All that decides the answers of a view. Which files hold its rows does not: those that had arrived by the time the training set is of are the same in whatever files. Rows of an entity that is erased
    /// meanwhile are taken out of the training set once it is complete.
    /// </summary>
    private string MadeOf(int number)
    {
        var (view, used) = (join.Views[number].View, join.Views[number]);
        string[] facts =
        [
            Build, DuckDbDatabase.LibraryVersion, _frame.Value, join.TimestampColumn, $"{join.AsKnownAt}", $"{join.AsKnownAtEntityTime}",
            $"{view.Id}", view.Source, view.TimestampColumn, $"{view.Ttl}", $"{view.StrictBefore}", $"{view.NullPolicy}", $"{view.IsKeyedBySource}",
            .. view.Entities.Select(static entity => $"{entity.JoinKey} {entity.Type}"), "keys", .. used.KeyColumns,
            "features", .. used.Features.Select(feature => $"{view.Features[feature.Feature]} {view.Features[feature.Feature].Aggregation}"),
            "ranges", .. (used.Ranges ?? []).Select(static range => $"{range}"), $"{used.Ranges is null}",
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(facts))));
    }

    private static void Drop(IReadOnlyList<string> tables, DuckDbConnection connection)
    {
        foreach (var table in tables)
        {
            connection.Execute($"DROP TABLE IF EXISTS {table}", CancellationToken.None);
        }
    }

    private string PathOf(string table) => Path.Combine(settings.Directory, table + ".parquet");

    private string NoteOf(int view) => Path.Combine(settings.Directory, FormattableString.Invariant($"view_{view}.json"));

    private sealed record ViewNote(int View, string MadeOf, long Matched, TrainingJoinCost Cost, IReadOnlyList<TableNote> Tables);

    private sealed record TableNote(string Name, string Sha256);
}
