using System.Text.Json.Nodes;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>Finds what the values of the columns of a training set are like, in a pass over its file for every hundred of them.</summary>
internal static class TrainingSetFigures
{
    private const int LongestText = 200;
    private const int FiguresOfColumn = 5;

    // Each column takes memory of its own while it is counted, on each thread; thousands at a time would not find room.
    private const int ColumnsAtATime = 100;

    // An estimate may be one off for a handful of values, where a person sees it; so few are counted in little memory.
    private const int MostCounted = 10_000;

    /// <summary>The figures, in the order of the columns.</summary>
    /// <param name="connection">Connection to ask.</param>
    /// <param name="path">The Parquet file.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DuckDbException">The file cannot be read.</exception>
    internal static IReadOnlyList<ManifestColumn> Read(DuckDbConnection connection, string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        var read = new ManifestColumn[columns.Count];
        foreach (var places in Enumerable.Range(0, columns.Count).Chunk(ColumnsAtATime))
        {
            var figures = Sql.List(places.SelectMany(place => FiguresOf(Sql.Name(columns[place].Name), columns[place].Type)));
            using var reader = connection.Query($"SELECT count(*), {figures} FROM {Sql.ReadParquet(path)}", cancellationToken);
            var chunk = ReadRow(reader);
            foreach (var (at, place) in places.Index())
            {
                read[place] = ReadColumn(chunk, 1 + (at * FiguresOfColumn), chunk[0].GetInt64(0), columns[place]);
            }
        }

        CountFew(connection, path, read, cancellationToken);
        return read;
    }

    /// <summary>Counts the different values of columns that seem to have few.</summary>
    private static void CountFew(DuckDbConnection connection, string path, ManifestColumn[] columns, CancellationToken cancellationToken)
    {
        var few = columns.Index().Where(static column => column.Item.Count > 0 && column.Item.Distinct <= MostCounted).Select(static column => column.Index);
        foreach (var places in few.Chunk(ColumnsAtATime))
        {
            var counts = Sql.List(places.Select(place => $"count(DISTINCT {Sql.Name(columns[place].Name)})"));
            using var reader = connection.Query($"SELECT {counts} FROM {Sql.ReadParquet(path)}", cancellationToken);
            var chunk = ReadRow(reader);
            foreach (var (at, place) in places.Index())
            {
                columns[place] = columns[place] with { Distinct = chunk[at].GetInt64(0) };
            }
        }
    }

    private static DuckDbChunk ReadRow(DuckDbReader reader)
        => reader.ReadChunk(out var chunk) ? chunk : throw new InvalidOperationException("An aggregate without groups gives one row.");

    /// <summary>Values, different values, the smallest, the largest and the mean.</summary>
    private static string[] FiguresOf(string column, DataType type)
    {
        var (compared, mean) = type switch
        {
            { IsList: true } => ($"len({column})", $"avg(len({column}))"),
            { Element: ScalarType.Bytes } => ($"octet_length({column})", $"avg(octet_length({column}))"),
            { Element: ScalarType.Int32 or ScalarType.Int64 } => ($"CAST({column} AS BIGINT)", $"avg({column})"),
            { Element: ScalarType.Float or ScalarType.Double } => ($"CAST({column} AS DOUBLE)", $"favg(CAST({column} AS DOUBLE)) FILTER (WHERE isfinite({column}))"),
            { Element: ScalarType.Timestamp } => ($"epoch_us({column})", "NULL"),
            _ => (column, "NULL"),
        };
        return [$"count({column})", $"approx_count_distinct({column})", $"min({compared})", $"max({compared})", $"CAST({mean} AS DOUBLE)"];
    }

    private static ManifestColumn ReadColumn(DuckDbChunk chunk, int first, long rows, TableColumn column)
    {
        var count = chunk[first].GetInt64(0);
        return new ManifestColumn
        {
            Name = column.Name,
            Type = column.Type,
            Count = count,
            Nulls = rows - count,
            Distinct = chunk[first + 1].GetInt64(0),
            Min = ReadValue(chunk[first + 2], column.Type),
            Max = ReadValue(chunk[first + 3], column.Type),
            Mean = chunk[first + 4].IsNull(0) ? null : chunk[first + 4].GetDouble(0),
        };
    }

    private static JsonValue? ReadValue(DuckDbVector vector, DataType type) => vector.IsNull(0) ? null : type switch
    {
        { IsList: true } or { Element: ScalarType.Bytes or ScalarType.Int32 or ScalarType.Int64 } => JsonValue.Create(vector.GetInt64(0)),
        { Element: ScalarType.Float or ScalarType.Double } => NumberOf(vector.GetDouble(0)),
        { Element: ScalarType.Timestamp } => JsonValue.Create(new Instant(vector.GetInt64(0)).ToString()),
        { Element: ScalarType.Bool } => JsonValue.Create(vector.GetBool(0)),
        _ => JsonValue.Create(Cut(vector.GetString(0))),
    };

    /// <summary>JSON has no word for what is no number, or infinite; its name stands for it, as in other answers.</summary>
    private static JsonValue NumberOf(double number) => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(Value.Of(number).ToString());

    private static string Cut(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return text[..length] + "…";
    }
}
