using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Tables;

/// <summary>Reads the columns of a Parquet file.</summary>
internal static class ParquetSchema
{
    /// <summary>The most digits of a decimal that DuckDB reads; others it reads as wrong numbers without a word (seen with its version 1.5).</summary>
    private const int MostDigits = 38;

    /// <summary>The columns in file order.</summary>
    /// <param name="connection">Connection to ask.</param>
    /// <param name="path">Where the file lies.</param>
    /// <param name="name">Names it in messages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DuckDbException">The file is no Parquet file.</exception>
    /// <exception cref="FeatureStoreException">A column has a type that cannot be read, or two have one name.</exception>
    internal static TableSchema Read(DuckDbConnection connection, string path, string name, CancellationToken cancellationToken)
    {
        var schema = TableSchema.Read(connection, Sql.ReadParquet(path), $"The Parquet file '{name}'", cancellationToken);
        var (names, tooWide) = ReadStored(connection, path, cancellationToken);

        // DuckDB renames a column without a name, and one whose name differs from another's in case only, which would give the file other columns than it has.
        if (schema.Columns.FirstOrDefault(read => !names.Contains(read.Name)) is { } renamed)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame, $"The Parquet file '{name}' cannot be read: {WhyRenamed(connection, path, renamed.Name, cancellationToken)}");
        }

        if (tooWide is { } column)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"The Parquet file '{name}' cannot be read: its column '{column.Name}' is a decimal of {column.Digits} digits, and those of more than {MostDigits} are not read. Write it as text, or with fewer digits.");
        }

        return schema;
    }

    /// <summary>The names in the file itself, and the first decimal that has too many digits.</summary>
    private static (HashSet<string> Names, (string Name, long Digits)? TooWide) ReadStored(DuckDbConnection connection, string path, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        (string, long)? tooWide = null;
        using var reader = connection.Query($"SELECT name, coalesce(precision, 0) FROM parquet_schema({Sql.Text(path)})", cancellationToken);
        while (reader.ReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                names.Add(chunk[0].GetString(row));
                tooWide ??= chunk[1].GetInt64(row) is > MostDigits and var digits ? (chunk[0].GetString(row), digits) : null;
            }
        }

        return (names, tooWide);
    }

    private static string WhyRenamed(DuckDbConnection connection, string path, string renamed, CancellationToken cancellationToken)
    {
        using var reader = connection.Query(
            $"SELECT bool_or(name = ''), bool_or(contains(name, chr(0))) FROM parquet_schema({Sql.Text(path)}) WHERE coalesce(num_children, 0) = 0", cancellationToken);
        return !reader.ReadChunk(out var chunk) ? throw new InvalidOperationException("An aggregate gave no row.")
            : chunk[0].GetBool(0) ? $"one of its columns has no name (it would become '{renamed}'). Give it one."
            : chunk[1].GetBool(0) ? $"the name of one of its columns has the zero character in it (it would become '{renamed}'). Rename it."
            : $"two of its columns have the same name but for case (one would become '{renamed}'). Rename one of them.";
    }
}
