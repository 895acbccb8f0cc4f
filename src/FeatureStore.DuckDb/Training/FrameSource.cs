using Catalog.Core.Storage;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;
using FeatureStore.DuckDb.Tables;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>An entity frame file as something to select from, with its columns in file order.</summary>
/// <param name="Name">What its sender calls it.</param>
/// <param name="From">What stands after FROM. Its columns are <paramref name="Expressions"/>.</param>
/// <param name="Expressions">For each column how it is selected.</param>
/// <param name="Columns">Names, and the type each is read as when none is asked for.</param>
/// <param name="StoredTypes">The type that DuckDB gives each.</param>
internal sealed record FrameSource(
    string Name, string From, IReadOnlyList<string> Expressions, IReadOnlyList<TableColumn> Columns, IReadOnlyList<DuckDbColumnType> StoredTypes)
{
    /// <summary>DuckDB's own column of that name, by which training sets are divided and read in order, would be hidden by one of the file's.</summary>
    internal const string RowNumber = "file_row_number";

    /// <summary>Every row decides on the columns, however many there are and however seldom one is: DuckDB would take rows of more than two hundred for maps, and those of few columns in common.</summary>
    private const string Sampled = "sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0";

    private static readonly DuckDbColumnType Text = new(DuckDbType.VarChar, 0, 0, DuckDbType.VarChar, null);

    /// <summary>Whether two quotes with nothing between them are null wherever no text is wanted: CSV has no other way to quote a number that is not there.</summary>
    private bool EmptyIsNull { get; init; }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="FeatureStoreException">It cannot be a frame.</exception>
    /// <exception cref="DuckDbException">DuckDB cannot read it.</exception>
    /// <exception cref="InvalidDataException">It is compressed and not whole.</exception>
    internal static FrameSource Open(DuckDbConnection connection, FrameFile frame, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(frame.Path);
        if (!File.Exists(path))
        {
            throw Invalid(frame.Name, "the file does not exist. Give the path of a file that the server can read.");
        }

        var source = Extension(path) switch
        {
            ".csv" => OpenCsv(connection, path, frame.Name, cancellationToken),
            ".csv.gz" => OpenCompressedCsv(connection, path, frame.Name, cancellationToken),
            ".parquet" => OpenParquet(connection, path, frame.Name, cancellationToken),
            ".json" or ".ndjson" => OpenJson(connection, path, frame.Name, cancellationToken),
            var other => throw Invalid(frame.Name, $"its extension is '{other}'. Use .csv, .csv.gz, .parquet, .json or .ndjson."),
        };
        source.CheckNames();
        return source;
    }

    /// <summary>What a column gives, by its expression here or one for what that gave, where values of a type are wanted of it.</summary>
    internal string As(DataType type, string expression) => EmptyIsNull && type != new DataType(ScalarType.String) ? NullWhereEmpty(expression) : expression;

    internal static FeatureStoreException Invalid(string name, string reason)
        => new(FeatureStoreErrorCode.InvalidEntityFrame, $"The entity frame '{name}' cannot be used: {reason}");

    private static string NullWhereEmpty(string expression) => $"nullif({expression}, '')";

    private static string Extension(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return extension == ".gz" ? Path.GetExtension(Path.GetFileNameWithoutExtension(path)).ToLowerInvariant() + extension : extension;
    }

    /// <summary>Every column is read as text, so that <c>007</c> stays <c>007</c>; then all values together decide its type. An empty field is null, and a text of no characters where it is quoted.</summary>
    private static FrameSource OpenCsv(DuckDbConnection connection, string path, string name, CancellationToken cancellationToken)
    {
        var names = CsvHeader.Read(path, name);
        string[] expressions = [.. names.Select(static (_, i) => $"c{i}")];
        var columns = Sql.List(expressions.Select(static expression => $"'{expression}': 'VARCHAR'"));
        var from = $"read_csv({Sql.Text(path)}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, columns = {{{columns}}})";
        var types = TextTypes.Infer(connection, from, [.. expressions.Select(NullWhereEmpty)], cancellationToken);
        return new FrameSource(name, from, expressions, [.. names.Select((column, i) => new TableColumn(column, types[i]))], [.. names.Select(static _ => Text)])
        {
            EmptyIsNull = true,
        };
    }

    /// <summary>DuckDB takes a gzip that is cut off for a whole one and looks at no checksum, so that rows would be missing without a word.</summary>
    private static FrameSource OpenCompressedCsv(DuckDbConnection connection, string path, string name, CancellationToken cancellationToken)
    {
        using (var content = new GzipReadStream(File.OpenRead(path)))
        {
            var piece = new byte[128 * 1024];
            while (content.Read(piece) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return OpenCsv(connection, path, name, cancellationToken);
    }

    private static FrameSource OpenParquet(DuckDbConnection connection, string path, string name, CancellationToken cancellationToken)
    {
        var schema = ParquetSchema.Read(connection, path, name, cancellationToken);
        return new FrameSource(name, Sql.ReadParquet(path), [.. schema.Columns.Select(static column => Sql.Name(column.Name))], schema.Columns, schema.StoredTypes);
    }

    /// <summary>Text that looks like a date or a UUID stays text here: only the columns that are asked for as times are read as such.</summary>
    private static FrameSource OpenJson(DuckDbConnection connection, string path, string name, CancellationToken cancellationToken)
    {
        CheckMembers(connection, path, name, cancellationToken);
        var schema = TableSchema.Read(connection, $"read_json({Sql.Text(path)}, {Sampled})", $"The JSON file '{name}'", cancellationToken);
        var columns = schema.Columns.Select(static column => column.Type.Element == ScalarType.Timestamp
            ? column with { Type = column.Type with { Element = ScalarType.String } }
            : column).ToArray();
        var types = Sql.List(columns.Select(static column => $"{Sql.Name(column.Name)}: {Sql.Text(DuckDbTypes.SqlName(column.Type))}"));
        CheckDigits(connection, path, name, columns, cancellationToken);
        var from = $"read_json({Sql.Text(path)}, columns = {{{types}}})";
        using var reader = connection.Query($"SELECT * FROM {from} LIMIT 0", cancellationToken);
        return new FrameSource(name, from, [.. columns.Select(static column => Sql.Name(column.Name))], columns, reader.Types);
    }

    /// <summary>Among numbers with a fraction, or larger than any whole number here, DuckDB reads whole numbers as doubles, which do not hold the digits of all.</summary>
    private static void CheckDigits(DuckDbConnection connection, string path, string name, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        TableColumn[] doubles = [.. columns.Where(static column => column.Type.Element == ScalarType.Double)];
        if (doubles.Length == 0)
        {
            return;
        }

        var texts = $"read_json({Sql.Text(path)}, columns = {{{Sql.List(doubles.Select(static column => $"{Sql.Name(column.Name)}: '{(column.Type.IsList ? "VARCHAR[]" : "VARCHAR")}'"))}}})";
        var marks = doubles.Select(static column => $"CAST(count_if({(column.Type.IsList ? $"len({Lost(column)}) > 0" : LosesDigits(Sql.Name(column.Name)))}) AS BIGINT)");
        using var reader = connection.Query($"SELECT {Sql.List(marks)} FROM {texts}", cancellationToken);
        if (reader.ReadChunk(out var chunk) && Enumerable.Range(0, doubles.Length).FirstOrDefault(i => chunk[i].GetInt64(0) > 0, -1) is >= 0 and var wrong)
        {
            var (column, value) = (doubles[wrong], doubles[wrong].Type.IsList ? $"{Lost(doubles[wrong])}[1]" : Sql.Name(doubles[wrong].Name));
            using var place = connection.Query($"SELECT n, v FROM (SELECT row_number() OVER () AS n, {value} AS v FROM {texts}) WHERE {LosesDigits("v")} LIMIT 1", cancellationToken);
            place.ReadChunk(out var found);
            throw Invalid(
                name, $"in row {found[0].GetInt64(0)}, column '{column.Name}', the value '{found[1].GetString(0)}' has more digits than a number with a fraction holds, which the column is of. Give the column as text, or as whole numbers up to {long.MaxValue} only.");
        }

        static string Lost(TableColumn column) => $"list_filter({Sql.Name(column.Name)}, lambda v: {LosesDigits("v")})";
    }

    private static string LosesDigits(string text)
        => $"(regexp_full_match({text}, '-?[0-9]{{16,}}') AND coalesce(CAST(TRY_CAST(TRY_CAST({text} AS DOUBLE) AS HUGEINT) AS VARCHAR) <> {text}, true))";

    /// <summary>DuckDB renames a column without a name and one whose name differs from another's in case only, and then finds no values for it.</summary>
    private static void CheckMembers(DuckDbConnection connection, string path, string name, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var reader = connection.Query($"SELECT DISTINCT unnest(json_keys(json)) AS name FROM read_json_objects({Sql.Text(path)}) ORDER BY name", cancellationToken);
        while (reader.ReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var member = chunk[0].GetString(row);
                var wrong = member.Length == 0 ? "a member without a name; give it one."
                    : member.Contains('\0', StringComparison.Ordinal) ? $"the member '{member.Replace('\0', '␀')}' with the zero character in its name; rename it."
                    : names.Add(member) ? null
                    : $"two members whose names differ in case only, '{names.First(known => string.Equals(known, member, StringComparison.OrdinalIgnoreCase))}' and '{member}'; rename one of them.";
                if (wrong is not null)
                {
                    throw Invalid(name, $"it has {wrong}");
                }
            }
        }

        if (names.Count == 0)
        {
            throw Invalid(name, "it has no objects with members. Write one object for each entity row, such as {\"customer_id\": 17850, \"event_timestamp\": \"2011-12-01T00:00:00Z\"}.");
        }
    }

    private void CheckNames()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in Columns)
        {
            if (!names.Add(column.Name))
            {
                throw Invalid(Name, $"it has the column '{column.Name}' twice (case does not count). Rename or remove one of them.");
            }

            if (column.Name.Equals(RowNumber, StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid(Name, $"its column '{column.Name}' has the name by which the place of a row in a file is asked for. Rename it.");
            }
        }
    }
}
