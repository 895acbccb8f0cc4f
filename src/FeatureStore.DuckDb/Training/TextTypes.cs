using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Finds the narrowest type that holds every value of a text column without changing how any is written: a column with <c>007</c> or a number of
/// twenty digits stays text.
/// </summary>
internal static class TextTypes
{
    private const string WholeNumber = "0|-?[1-9][0-9]{0,18}";
    private const string Number = @"-?(0|[1-9][0-9]{0,16})(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,3})?";

    private static readonly (ScalarType Type, Func<string, string> Fits)[] Candidates =
    [
        (ScalarType.Bool, static column => $"lower({column}) IN ('true', 'false')"),
        (ScalarType.Int64, static column => $"regexp_full_match({column}, '{WholeNumber}') AND TRY_CAST({column} AS BIGINT) IS NOT NULL"),
        (ScalarType.Double, static column => $"regexp_full_match({column}, '{Number}')"),
    ];

    /// <summary>Reads the whole source once and gives a type for each column; a column without any value is text.</summary>
    internal static IReadOnlyList<DataType> Infer(
        DuckDbConnection connection, string from, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var tests = columns.SelectMany(static column => Candidates.Select(candidate => $"bool_and({candidate.Fits(column)})"));
        using var reader = connection.Query($"SELECT {Sql.List(tests)} FROM {from}", cancellationToken);
        if (!reader.ReadChunk(out var chunk))
        {
            throw new InvalidOperationException("An aggregate without groups gives one row.");
        }

        var types = new DataType[columns.Count];
        for (var column = 0; column < types.Length; column++)
        {
            types[column] = new DataType(ScalarType.String);
            for (var candidate = Candidates.Length - 1; candidate >= 0; candidate--)
            {
                // Aggregates pass over nulls and are null themselves where nothing else is.
                var answer = chunk[(column * Candidates.Length) + candidate];
                if (!answer.IsNull(0) && answer.GetBool(0))
                {
                    types[column] = new DataType(Candidates[candidate].Type);
                }
            }
        }

        return types;
    }
}
