using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Offline;

/// <summary>Writes the rows of an offline file that stay to a new one: what erasures and retention have in common. Thread-safe.</summary>
internal sealed class OfflineFileRewriter(OfflineDatabase database)
{
    /// <summary>Writes the file, durable and not yet counted; without rows there is none, and its path is empty.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="file">The file; it stays as it is. The bounds of its event times stay those of the new one.</param>
    /// <param name="kept">Which rows stay, and how many.</param>
    /// <param name="mark">Letters and digits that make the name one that the file never had.</param>
    /// <param name="attempt">What is attempted, for errors.</param>
    /// <param name="connect">Gives the connection that <paramref name="kept"/> is meant for; it is not closed here.</param>
    /// <param name="cancellationToken">Stops it; nothing stays behind under the final name.</param>
    /// <exception cref="FeatureStoreException">The file cannot be read or written, or has not the rows that it should.</exception>
    internal async Task<OfflineFile> WriteAsync(FeatureView view, OfflineFile file, KeptInFile kept, string mark, string attempt, DuckDbConnection connect, CancellationToken cancellationToken)
    {
        if (kept.Rows == 0)
        {
            return file with { Path = string.Empty, RowCount = 0, ByteCount = 0 };
        }

        using var opened = await database.Storage.OpenAsync([file], cancellationToken).ConfigureAwait(false);
        var from = opened.Paths[0];
        var written = await database.Storage.WriteAsync(
            OfflineFileNames.Without(file.Path, mark),
            local => DuckDbEdge.RunAsync(attempt, () => Copy(view, from, local, kept, connect, cancellationToken), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return file with { Path = written.Path, RowCount = kept.Rows, ByteCount = written.ByteCount };
    }

    private static long Copy(FeatureView view, string from, string to, KeptInFile kept, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var bytes = Ask(connection, $"SELECT sum(total_uncompressed_size)::BIGINT FROM parquet_metadata({Sql.Text(from)})", cancellationToken);
        var copied = connection.Execute(new OfflineFileSchema(view).CopyTo(from, to, kept, RowGroups.Of(kept.Rows, bytes, ParquetOfflineFiles.MaxBytesPerGroup)), cancellationToken);
        return copied == kept.Rows
            ? copied
            : throw new FeatureStoreException(FeatureStoreErrorCode.CorruptData, $"The offline file '{from}' of '{view.Id}' gave {copied} rows to be kept where {kept.Rows} were counted. It stays as it is.");
    }

    private static long Ask(DuckDbConnection connection, string question, CancellationToken cancellationToken)
    {
        using var answer = connection.Query(question, cancellationToken);
        return answer.ReadChunk(out var chunk) ? chunk[0].GetInt64(0) : 0;
    }
}

/// <summary>The rows of a file that stay.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Condition">Holds for them. The file is <c>h</c>.</param>
/// <param name="Join">What stands behind the file in FROM and gives each row at most one partner; empty for nothing.</param>
internal readonly record struct KeptInFile(long Rows, string Condition, string Join = "");
