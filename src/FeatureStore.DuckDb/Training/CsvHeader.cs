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

    internal static IReadOnlyList<string> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipReadStream(file) : (Stream)file;
        using var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var names = ReadRecord(reader);
        return [.. names.Select(static (name, i) => name.Length == 0 ? $"column{i}" : name)];
    }

    private static List<string> ReadRecord(StreamReader reader)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var length = 0; length < LongestHeader; length++)
        {
            var next = reader.Read();
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

        throw new FeatureStoreException(
            FeatureStoreErrorCode.InvalidEntityFrame, "The entity frame cannot be read: its first line is longer than a million characters and cannot be a header.");
    }
}
