using System.Globalization;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Divides a training set into files. The hash is one that any program can compute: the first 13 hexadecimal digits of the SHA-256 of the text <c>seed:row</c> or <c>seed:key</c>, a number below
/// 2^52. <c>docs/architecture.md</c> states it for people.
/// </summary>
internal static class SplitFiles
{
    private const long EndOfHashes = 1L << 52;

    /// <summary>Writes the files.</summary>
    /// <returns>Rows of each.</returns>
    /// <exception cref="DuckDbException">The training set has no such column, or cannot be read or written.</exception>
    internal static IReadOnlyList<long> Write(DuckDbConnection connection, TrainingSplit split, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        var conditions = split.Splits.Kind == SplitKind.Time ? TimesOf(split) : HashesOf(split.Splits, columns);
        var format = TrainingSetFile.ParquetFormat(columns.Count);
        return [.. conditions.Zip(split.OutputPaths, (condition, path) => Write(connection, split.Path, condition, Path.GetFullPath(path), format, cancellationToken))];
    }

    /// <summary>The order is given, since only a sort makes the pieces of the file independent of how many threads read.</summary>
    private static long Write(DuckDbConnection connection, string from, string condition, string path, string format, CancellationToken cancellationToken) => WholeFile.Write(
        path,
        temporary => connection.Execute(
            $"COPY (SELECT * FROM {Sql.ReadParquet(from)} WHERE {condition} ORDER BY file_row_number) TO {Sql.Text(temporary)} ({format})", cancellationToken));

    private static List<string> TimesOf(TrainingSplit split)
    {
        var time = $"epoch_us({Sql.Name(split.TimestampColumn)})";
        var conditions = new List<string>();
        var first = long.MinValue;
        foreach (var part in split.Splits.Parts)
        {
            var end = part.Before?.UnixMicroseconds;
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"{time} >= {first}{(end is null ? string.Empty : $" AND {time} < {end}")}"));
            first = end ?? first;
        }

        return conditions;
    }

    private static List<string> HashesOf(TrainingSetSplits splits, IReadOnlyList<TableColumn> columns)
    {
        var subject = splits.Kind == SplitKind.Ratio
            ? "file_row_number"
            : $"concat_ws(chr(31), {Sql.List(splits.Keys.Select(key => $"coalesce(CAST({TrainingSetFile.InText(Sql.Name(key), columns.First(column => column.Name == key).Type)} AS VARCHAR), '')"))})";
        var hash = string.Create(CultureInfo.InvariantCulture, $"CAST('0x' || substr(sha256('{splits.Seed}:' || {subject}), 1, 13) AS BIGINT)");
        var conditions = new List<string>();
        var (first, sum) = (0L, 0.0);
        for (var i = 0; i < splits.Parts.Count; i++)
        {
            sum += splits.Parts[i].Ratio ?? 0;
            var end = i == splits.Parts.Count - 1 ? EndOfHashes : Math.Clamp((long)Math.Round(sum * EndOfHashes), first, EndOfHashes);
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"{hash} >= {first} AND {hash} < {end}"));
            first = end;
        }

        return conditions;
    }
}
