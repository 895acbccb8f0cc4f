using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Erasures;

/// <summary>Finds rows of a key in Parquet files and copies the others, in their order.</summary>
internal sealed class DuckDbErasureEngine(OfflineDatabase database) : IErasureEngine
{
    private const string KeyTable = "erased_key";

    private readonly OfflineFileRewriter _rewriter = new(database);

    public async Task<IReadOnlyList<long>> CountAsync(FeatureView view, IReadOnlyList<OfflineFile> files, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken)
    {
        using var opened = await database.Storage.OpenAsync(files, cancellationToken).ConfigureAwait(false);
        return await DuckDbEdge.RunAsync(
            $"Looking for rows of a key in {files.Count} offline files of '{view.Id}'",
            () =>
            {
                using var connection = Connect([key], cancellationToken);
                return (IReadOnlyList<long>)[.. opened.Paths.Select(path => Count(connection, path, [key], cancellationToken))];
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<OfflineFile> RewriteAsync(FeatureView view, OfflineFile file, IReadOnlyList<KeyPart> key, string mark, CancellationToken cancellationToken)
    {
        var attempt = $"Writing the offline file '{file.Path}' without the rows of a key";
        var gone = await CountAsync(view, [file], key, cancellationToken).ConfigureAwait(false);
        using var connection = await DuckDbEdge.RunAsync(attempt, () => Connect([key], cancellationToken), cancellationToken).ConfigureAwait(false);
        return await _rewriter.WriteAsync(view, file, new KeptInFile(file.RowCount - gone[0], $"NOT {Condition([key])}"), mark, attempt, connection, cancellationToken).ConfigureAwait(false);
    }

    public Task<long> CountAsync(string path, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken) => DuckDbEdge.RunAsync(
        $"Looking for rows of a key in '{path}'",
        () =>
        {
            using var connection = Connect(keys, cancellationToken);
            return Count(connection, path, keys, cancellationToken);
        },
        cancellationToken);

    public Task<long> RewriteAsync(string from, string to, int? columns, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken) => DuckDbEdge.RunAsync(
        $"Writing '{to}' without the rows of a key",
        () =>
        {
            using var connection = Connect(keys, cancellationToken);
            var names = Tables.ParquetSchema.Read(connection, from, from, cancellationToken).Columns.Select(static column => Sql.Name(column.Name)).ToList();
            var taken = names.Take(columns ?? names.Count).ToList();
            var select = $"SELECT {Sql.List(taken)} FROM {Sql.ReadParquet(from)} WHERE NOT {Condition(keys)} ORDER BY file_row_number";
            return WholeFile.Write(
                Path.GetFullPath(to), temporary => connection.Execute($"COPY ({select}) TO {Sql.Text(temporary)} ({TrainingSetFile.ParquetFormat(taken.Count)})", cancellationToken));
        },
        cancellationToken);

    /// <summary>Opens a connection with the values in a table, since a copy takes no parameters.</summary>
    private DuckDbConnection Connect(IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken)
    {
        var connection = database.Connect();
        try
        {
            Value[] values = [.. keys.SelectMany(static key => key).Select(static part => part.Value)];
            if (values.Length > 0)
            {
                var columns = values.Select(static (value, i) => string.Create(CultureInfo.InvariantCulture, $"CAST(${i + 1} AS {DuckDbTypes.SqlName(value.Type)}) AS k{i}"));
                connection.Execute($"CREATE TEMP TABLE {KeyTable} AS SELECT {Sql.List(columns)}", cancellationToken, values);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static long Count(DuckDbConnection connection, string path, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken)
        => Ask(connection, $"SELECT count(*) FROM {Sql.ReadParquet(path)} WHERE {Condition(keys)}", cancellationToken);

    private static long Ask(DuckDbConnection connection, string question, CancellationToken cancellationToken)
    {
        using var answer = connection.Query(question, cancellationToken);
        return answer.ReadChunk(out var chunk) ? chunk[0].GetInt64(0) : 0;
    }

    /// <summary>That a row has one of the keys; never null, whatever is null in it.</summary>
    private static string Condition(IReadOnlyList<IReadOnlyList<KeyPart>> keys)
    {
        var place = 0;
        var conditions = keys.Select(key => $"({string.Join(" AND ", key.Select(part => string.Create(CultureInfo.InvariantCulture, $"{Sql.Name(part.Column)} = (SELECT k{place++} FROM {KeyTable})")))})");
        return $"coalesce({string.Join(" OR ", conditions.DefaultIfEmpty("false"))}, false)";
    }
}
