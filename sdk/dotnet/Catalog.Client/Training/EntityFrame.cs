using System.Runtime.CompilerServices;

namespace Catalog.Client;

/// <summary>The rows that features are wanted for: join keys, a time, and any further columns, which come back beside the features.</summary>
public sealed class EntityFrame
{
    private static readonly string[] Extensions = [".csv", ".csv.gz", ".parquet", ".json", ".ndjson"];

    private readonly Func<string, IProgress<CatalogProgress>?, FrameContent> _open;

    private EntityFrame(string name, Func<string, IProgress<CatalogProgress>?, FrameContent> open)
    {
        Name = name;
        _open = open;
    }

    /// <summary>Name of the file that is sent.</summary>
    public string Name { get; }

    /// <summary>A file as it is. Times without a zone are UTC.</summary>
    /// <param name="path">A <c>.csv</c>, <c>.csv.gz</c>, <c>.parquet</c>, <c>.json</c> or <c>.ndjson</c> file.</param>
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

    internal FrameContent Open(string spec, IProgress<CatalogProgress>? progress) => _open(spec, progress);

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
