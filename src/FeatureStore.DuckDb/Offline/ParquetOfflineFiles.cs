using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Offline;

/// <summary>
/// Offline files as Parquet, one for each log range: <c>&lt;view&gt;/v&lt;version&gt;/p&lt;partition&gt;/&lt;first&gt;-&lt;end&gt;.parquet</c>, and <c>.sorted.parquet</c> where several were merged. The
/// same rows give the same bytes.
/// </summary>
internal sealed class ParquetOfflineFiles(OfflineDatabase database) : IOfflineFiles
{
    /// <summary>The most bytes of a row group.</summary>
    internal const long MaxBytesPerGroup = 32 << 20;

    public Task<OfflineFile> WriteAsync(
        FeatureView view, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
    {
        OfflineFile[] filled = [.. before.Where(static file => file.RowCount > 0)];
        if (rows.Count == 0 && filled.Length == 0)
        {
            return Task.FromResult(Describe(range, string.Empty, before, rows, byteCount: 0));
        }

        var path = OfflineFileNames.Of(view.Id, range, filled, string.Empty);
        return WriteAsync(view, range, path, before, rows, cancellationToken);
    }

    public async Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
    {
        OfflineFile[] filled = [.. files.Where(static file => file.RowCount > 0)];
        if (filled.Length == 0)
        {
            return Describe(range, string.Empty, files, [], byteCount: 0);
        }

        using var opened = await database.Storage.OpenAsync(filled, cancellationToken).ConfigureAwait(false);
        var path = OfflineFileNames.Of(view.Id, range, filled, OfflineFile.SortedSuffix);
        var written = await database.Storage.WriteAsync(
            path,
            local => DuckDbEdge.RunAsync(
                $"Merging {filled.Length} offline files to '{path}'",
                () => Merge(view, local, filled.Sum(static file => file.RowCount), opened.Paths, cancellationToken),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return Describe(range, written.Path, files, [], written.ByteCount);
    }

    public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken) => database.Storage.ListAsync(cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => database.Storage.DeleteAsync(path, cancellationToken);

    private async Task<OfflineFile> WriteAsync(
        FeatureView view, LogRange range, string path, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
    {
        using var earlier = await database.Storage.OpenAsync(before, cancellationToken).ConfigureAwait(false);
        var schema = new OfflineFileSchema(view);
        var count = before.Sum(static file => file.RowCount) + rows.Count;
        var written = await database.Storage.WriteAsync(path, WriteAsync, cancellationToken).ConfigureAwait(false);
        return Describe(range, written.Path, before, rows, written.ByteCount);

        async Task<long> WriteAsync(string local)
        {
            using var room = await database.Room.EnterAsync(schema.HeldBytes, cancellationToken).ConfigureAwait(false);
            return await DuckDbEdge.RunAsync($"Writing the offline file '{path}'", () => Write(schema, local, count, earlier.Paths, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private long Write(
        OfflineFileSchema schema, string path, long count, IReadOnlyList<string> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();

        // Never committed: that would make another table of it, in memory beside the first.
        connection.Execute("BEGIN TRANSACTION", cancellationToken);
        try
        {
            connection.Execute(schema.CreateTable, cancellationToken);
            foreach (var file in before)
            {
                connection.Execute(schema.InsertFrom(file), cancellationToken);
            }

            using (var appender = connection.Append(OfflineFileSchema.Table, schema.Types))
            {
                foreach (var row in rows)
                {
                    schema.Append(appender, row);
                }

                appender.Complete();
            }

            return connection.Execute(schema.CopyTo(path, count, RowsPerGroup(connection, schema, count, cancellationToken)), cancellationToken);
        }
        finally
        {
            // A statement that was cut off ends here, while its table is there. Closing the connection drops the table first, and what is left of the statement then reads what is gone: the process dies.
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
    }

    /// <summary>DuckDB holds a row group in memory while it writes it, so one of many columns or of long texts has fewer rows. Depends on the rows alone.</summary>
    private static long RowsPerGroup(DuckDbConnection connection, OfflineFileSchema schema, long rows, CancellationToken cancellationToken)
    {
        var texts = schema.SelectBytes is { } question ? Ask(connection, question, cancellationToken) : 0;
        return RowGroups.Of(rows, (rows * schema.RowBytes) + texts, MaxBytesPerGroup);
    }

    private long Merge(FeatureView view, string path, long count, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        var bytes = Ask(connection, $"SELECT sum(total_uncompressed_size)::BIGINT FROM parquet_metadata([{Sql.List(files.Select(Sql.Text))}])", cancellationToken);
        var copied = connection.Execute(new OfflineFileSchema(view).MergeTo(files, path, RowGroups.Of(count, bytes, MaxBytesPerGroup)), cancellationToken);
        return copied == count
            ? copied
            : throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData,
                $"{files.Count} offline files of '{view.Id}' cannot be merged: they hold {copied} rows where {count} are recorded. They stay as they are; materialize the view again from the event log.");
    }

    private static long Ask(DuckDbConnection connection, string question, CancellationToken cancellationToken)
    {
        using var answer = connection.Query(question, cancellationToken);
        return answer.ReadChunk(out var chunk) ? chunk[0].GetInt64(0) : 0;
    }

    private static OfflineFile Describe(LogRange range, string path, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, long byteCount)
    {
        var times = EventTimesOf(before, rows);
        return new()
        {
            Path = path,
            Partition = range.Partition,
            FirstSequence = range.FirstSequence,
            EndSequence = range.EndSequence,
            RowCount = before.Sum(static file => file.RowCount) + rows.Count,
            ByteCount = byteCount,
            MinEventTime = times.Min,
            MaxEventTime = times.Max,
        };
    }

    /// <summary>The oldest and the newest event time of files and rows; both the default where there are none. A file whose rows are all gone still knows the newest.</summary>
    private static (Instant Min, Instant Max) EventTimesOf(IReadOnlyList<OfflineFile> files, IReadOnlyCollection<FeatureRow> rows)
    {
        OfflineFile[] timed = [.. files.Where(static file => file.RowCount > 0 || file.MaxEventTime != default)];
        if (timed.Length + rows.Count == 0)
        {
            return default;
        }

        var (min, max) = (new Instant(long.MaxValue), new Instant(long.MinValue));
        foreach (var file in timed)
        {
            (min, max) = (file.RowCount > 0 ? Earlier(min, file.MinEventTime) : min, Later(max, file.MaxEventTime));
        }

        foreach (var row in rows)
        {
            (min, max) = (Earlier(min, row.EventTime), Later(max, row.EventTime));
        }

        return (Earlier(min, max), max);
    }

    private static Instant Earlier(Instant left, Instant right) => left < right ? left : right;

    private static Instant Later(Instant left, Instant right) => left > right ? left : right;
}
