using System.Text;
using Catalog.Core.Storage;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Reads the first record of a CSV file (RFC 4180), so that DuckDB need not guess what the header is. A column without a name, as pandas writes its
/// index, is named after its position: <c>column0</c>.
/// </summary>
internal static class CsvHeader
{
    private const int LongestHeader = 1 << 20;

    /// <summary>The names in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">What the frame is called, for the error.</param>
    /// <exception cref="FeatureStoreException">It has no header.</exception>
    internal static IReadOnlyList<string> Read(string path, string frame)
    {
        using var file = File.OpenRead(path);
        using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipReadStream(file) : (Stream)file;
        using var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        if (reader.Peek() < 0)
        {
            throw FrameSource.Invalid(frame, "the file is empty. Begin it with a line that names its columns.");
        }

        var names = ReadRecord(reader, frame);
        if (names is [var only] && only.IndexOfAny([';', '\t', '|']) is >= 0 and var at)
        {
            var separator = only[at] == '\t' ? "tabs" : $"'{only[at]}'";
            throw FrameSource.Invalid(frame, $"its columns are separated by {separator}, so that its only column is '{only}'. Separate them by commas.");
        }

        return [.. names.Select(static (name, i) => name.Length == 0 ? $"column{i}" : name)];
    }

    private static List<string> ReadRecord(StreamReader reader, string frame)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var length = 0; length < LongestHeader; length++)
        {
            var next = reader.Read();
            if (next is '\0' or '\uFFFD')
            {
                throw FrameSource.Invalid(frame, "its first line is no text in UTF-8, as CSV is. Write it as such, or name the file after its format: .parquet, .json, .csv.gz.");
            }

            if (isQuoted && next == '"')
            {
                isQuoted = reader.Peek() == '"';
                if (isQuoted)
                {
                    field.Append((char)reader.Read());
                }
            }
            else if (!isQuoted && next == '"' && field.Length == 0)
            {
                isQuoted = true;
            }
            else if (next < 0 || (!isQuoted && next is ',' or '\r' or '\n'))
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
                if (next != ',')
                {
                    return fields;
                }
            }
            else
            {
                field.Append((char)next);
            }
        }

        throw FrameSource.Invalid(frame, "its first line is longer than a million characters and cannot be a header.");
    }
}
