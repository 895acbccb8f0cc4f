using System.Globalization;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;
using FeatureStore.DuckDb.Tests.Support;

namespace FeatureStore.DuckDb.Tests.Engine;

/// <summary>Every file of apache/parquet-testing gives through this binding what DuckDB's own shell gave.</summary>
public sealed class ParquetTestingTests
{
    // Two strings of a gigabyte each: it reads well with 7 GB of memory and a minute of time, more than a test may take.
    private const string HugeFile = "data/large_string_map.brotli.parquet";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Query_EveryFileOfTheCollection_GivesDuckDbsOwnResult()
    {
        var folder = SharedData.Require("parquet-testing");
        using var database = new TestDatabase();
        database.Connection.Execute($"SET file_search_path = '{folder}'", Token);
        var expectations = ReadExpectations(database.Connection);

        var failures = new List<string>();
        foreach (var expectation in expectations)
        {
            var actual = Read(database.Connection, expectation.File);
            if (!expectation.Allows(actual))
            {
                failures.Add($"{expectation} but was {actual}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.Equal(75, expectations.Count);
    }

    private static List<Expectation> ReadExpectations(DuckDbConnection connection)
    {
        var expectations = new List<Expectation>();
        using var reader = connection.Query("SELECT * FROM read_csv('FILES.csv', header = true, all_varchar = true)", Token);
        while (reader.ReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                expectations.Add(Expectation.From(chunk, row));
            }
        }

        return expectations;
    }

    private static Outcome Read(DuckDbConnection connection, string file)
    {
        try
        {
            var types = Describe(connection, file);
            if (file == HugeFile)
            {
                return new Outcome(connection.Execute($"SELECT count(*) FROM read_parquet('{file}')", Token), 1, types, null);
            }

            using var reader = connection.Query($"SELECT * FROM read_parquet('{file}')", Token);
            var rows = 0L;
            while (reader.ReadChunk(out var chunk))
            {
                rows += chunk.RowCount;
                for (var column = 0; column < reader.Types.Count; column++)
                {
                    Touch(chunk[column]);
                }
            }

            return new Outcome(rows, reader.Types.Count, types, null);
        }
        catch (DuckDbException exception)
        {
            return new Outcome(0, 0, string.Empty, exception.Message);
        }
    }

    private static string Describe(DuckDbConnection connection, string file)
    {
        using var reader = connection.Query($"SELECT column_name || ':' || column_type FROM (DESCRIBE SELECT * FROM read_parquet('{file}'))", Token);
        var types = new List<string>();
        while (reader.ReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                types.Add(chunk[0].GetString(row));
            }
        }

        return string.Join(' ', types);
    }

    /// <summary>Reads every value that is not null, so that a wrong layout shows as a fault.</summary>
    private static void Touch(DuckDbVector vector)
    {
        if (vector.Type.Element is { } element)
        {
            if (element.Id is not (DuckDbType.Struct or DuckDbType.Map))
            {
                Touch(vector.Elements());
            }

            return;
        }

        for (var row = 0; row < vector.RowCount; row++)
        {
            if (!vector.IsNull(row))
            {
                TouchScalar(vector, row);
            }
        }
    }

    private static long TouchScalar(DuckDbVector vector, int row) => vector.Type.Id switch
    {
        DuckDbType.Boolean => vector.GetBool(row) ? 1 : 0,
        DuckDbType.Float or DuckDbType.Double => (long)vector.GetDouble(row),
        DuckDbType.Decimal => vector.GetDecimalText(row).Length,
        DuckDbType.VarChar => vector.GetString(row).Length,
        DuckDbType.Blob => vector.GetBytes(row).Length,
        DuckDbType.Timestamp or DuckDbType.TimestampTz or DuckDbType.TimestampNanoseconds or DuckDbType.Date => vector.GetMicroseconds(row),
        DuckDbType.Struct or DuckDbType.Map or DuckDbType.Geometry or DuckDbType.SqlNull => 0,
        _ => vector.GetInt64(row),
    };

    private sealed record Outcome(long Rows, int Columns, string Types, string? Error);

    private sealed record Expectation(string File, string Result, long Rows, int Columns, string Types)
    {
        // The list of types is cut off in the expectations.
        private const int TypesLength = 300;

        internal static Expectation From(DuckDbChunk chunk, int row) => new(
            chunk[0].GetString(row),
            chunk[6].GetString(row),
            chunk[7].IsNull(row) ? 0 : long.Parse(chunk[7].GetString(row), CultureInfo.InvariantCulture),
            chunk[8].IsNull(row) ? 0 : int.Parse(chunk[8].GetString(row), CultureInfo.InvariantCulture),
            chunk[9].IsNull(row) ? string.Empty : chunk[9].GetString(row));

        internal bool Allows(Outcome actual) => Result == "ok"
            ? actual.Error is null && actual.Rows == Rows && actual.Columns == Columns && TypesAgree(actual.Types)
            : actual.Error is not null && Result.Contains(actual.Error[..actual.Error.IndexOf(':', StringComparison.Ordinal)], StringComparison.Ordinal);

        private bool TypesAgree(string actual)
        {
            // A result has no column without a type: DuckDB gives such a one as INTEGER, whose values are all null.
            var expected = Types.Replace("\"NULL\"", "INTEGER", StringComparison.Ordinal);
            return expected.Length == 0 || actual == expected || (Types.Length >= TypesLength && actual.StartsWith(expected, StringComparison.Ordinal));
        }
    }
}
