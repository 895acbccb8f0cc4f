using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Finds the narrowest type that holds every value of a text column without changing how any is written: a column with <c>007</c> or a number of
/// twenty digits stays text.
/// </summary>
internal static class TextTypes
{
    // The values of two thousand rows are held at a time.
    private const int ColumnsAtATime = 500;

    private const string WholeNumber = "0|-?[1-9][0-9]{0,18}";
    private const string Number = @"-?(0|[1-9][0-9]{0,16})(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,3})?";

    private static readonly (ScalarType Type, Func<string, string> Fits)[] Candidates =
    [
        (ScalarType.Bool, static column => $"lower({column}) IN ('true', 'false')"),
        (ScalarType.Int64, static column => $"regexp_full_match({column}, '{WholeNumber}') AND ({column} IS NULL OR TRY_CAST({column} AS BIGINT) IS NOT NULL)"),
        (ScalarType.Double, static column => $"regexp_full_match({column}, '{Number}')"),
    ];

    /// <summary>Reads the whole source, once for every five hundred columns, and gives a type for each; a column without any value is text.</summary>
    internal static IReadOnlyList<DataType> Infer(
        DuckDbConnection connection, string from, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var types = new DataType[columns.Count];
        Array.Fill(types, new DataType(ScalarType.String));
        var tests = Sql.List(Candidates.Select(static candidate => $"bool_and({candidate.Fits("v")})"));
        foreach (var places in Enumerable.Range(0, types.Length).Chunk(ColumnsAtATime))
        {
            // The values of a row one below the other: DuckDB takes time for an aggregate of each column that grows with the square of their number.
            var values = Sql.List(places.Select(place => columns[place]));
            using var reader = connection.Query(
                $"SELECT i, {tests} FROM (SELECT unnest([{values}]) AS v, unnest(range({places[0]}, {places[^1] + 1})) AS i FROM {from}) GROUP BY i", cancellationToken);
            while (reader.ReadChunk(out var chunk))
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    types[chunk[0].GetInt64(row)] = TypeOf(chunk, row);
                }
            }
        }

        return types;
    }

    private static DataType TypeOf(DuckDbChunk chunk, int row)
    {
        for (var candidate = 0; candidate < Candidates.Length; candidate++)
        {
            // Aggregates pass over nulls and are null themselves where nothing else is.
            var answer = chunk[1 + candidate];
            if (!answer.IsNull(row) && answer.GetBool(row))
            {
                return new DataType(Candidates[candidate].Type);
            }
        }

        return new DataType(ScalarType.String);
    }
}
