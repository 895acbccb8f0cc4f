using System.Runtime.CompilerServices;

namespace Catalog.Client;

/// <summary>The rows that features are wanted for: join keys, a time, and any further columns, which come back beside the features.</summary>
public sealed class EntityFrame
{
    private static readonly string[] Extensions = [".csv", ".csv.gz", ".parquet", ".arrows", ".json", ".ndjson"];

    private readonly Func<string, IProgress<CatalogProgress>?, HttpContent> _open;

    private EntityFrame(string name, Func<string, IProgress<CatalogProgress>?, HttpContent> open)
    {
        Name = name;
        _open = open;
    }

    /// <summary>Name of the file that is sent; empty where the server makes the rows.</summary>
    public string Name { get; }

    /// <summary>Which rows the server makes; null where rows are sent.</summary>
    public DatasetRange? Range { get; private init; }

    /// <summary>A file as it is. Times without a zone are UTC.</summary>
    /// <param name="path">A <c>.csv</c>, <c>.csv.gz</c>, <c>.parquet</c>, <c>.arrows</c> (an Arrow stream), <c>.json</c> or <c>.ndjson</c> file.</param>
    /// <exception cref="ArgumentException">The name has another ending.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static EntityFrame FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Array.Exists(Extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"The entity frame '{path}' must be a file whose name ends in {string.Join(", ", Extensions)}.", nameof(path));
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}' to send as the entity frame.", path);
        }

        var name = Path.GetFileName(path);
        return new EntityFrame(name, (spec, progress) => new FrameContent(spec, name, FrameContent.OfFile(path, progress)));
    }

    /// <summary>
    /// Rows, sent as JSON one by one, so that there may be any number of them: dictionaries from column to value, or objects whose public properties are the columns, in snake case or
    /// as <c>[JsonPropertyName]</c> says. Beside the time column, times and bytes come back as text; send a Parquet file where that matters.
    /// </summary>
    /// <param name="rows">At least one row. Times are UTC where they have no zone; NaN and infinities are refused.</param>
    public static EntityFrame FromRows(IEnumerable<object> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromRows(JsonLines.ToAsync(rows));
    }

    /// <summary>The same with rows that come one at a time.</summary>
    /// <param name="rows">At least one row.</param>
    public static EntityFrame FromRows(IAsyncEnumerable<object> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const string RowsName = "rows.ndjson";
        return new EntityFrame(RowsName, (spec, progress) => new FrameContent(spec, RowsName, token => OfRows(rows, progress, token)));
    }

    /// <summary>Rows that the server makes, ordered by keys: one for each key that the views have a row for by a time, as of that time.</summary>
    /// <param name="asOf">The time.</param>
    public static EntityFrame OfAllKeys(DateTimeOffset asOf) => OfRange(new DatasetRange(AsOf: asOf.ToUniversalTime()));

    /// <summary>Rows that the server makes, ordered by keys and time: one for each row of a view with an event time from a start until before an end.</summary>
    /// <param name="start">The first event time.</param>
    /// <param name="end">The event time before which rows are taken; null for now.</param>
    /// <param name="view">The view; null for the only one that the features are of.</param>
    public static EntityFrame OfAllRows(DateTimeOffset start, DateTimeOffset? end = null, string? view = null) =>
        OfRange(new DatasetRange(View: view, Start: start.ToUniversalTime(), End: end?.ToUniversalTime()));

    internal HttpContent Open(string spec, IProgress<CatalogProgress>? progress) => _open(spec, progress);

    private static EntityFrame OfRange(DatasetRange range) => new(string.Empty, static (spec, _) => WireJson.ToContent(System.Text.Encoding.UTF8.GetBytes(spec))) { Range = range };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> OfRows(
        IAsyncEnumerable<object> rows, IProgress<CatalogProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = 0L;
        await foreach (var piece in JsonLines.WriteAsync(rows, pieceBytes: 64 * 1024, specialNumbers: false, cancellationToken).ConfigureAwait(false))
        {
            yield return piece;
            sent += piece.Length;
            progress?.Report(new CatalogProgress("Sending the entity rows", sent, null, "bytes"));
        }

        if (sent == 0)
        {
            throw new ArgumentException("The entity frame has no rows; give at least one.", nameof(rows));
        }
    }
}
