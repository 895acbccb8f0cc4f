using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// Reads the retail file with code that shares nothing with the product: the oracle of the main job. Times are British local time in the file and
/// UTC here.
/// </summary>
internal static class RetailFile
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    internal static IEnumerable<RetailLine> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        reader.ReadLine();
        while (ReadRecord(reader) is { } record)
        {
            var fields = Split(record);
            var local = DateTime.ParseExact(fields[4], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            yield return new RetailLine(
                fields[0],
                fields[1],
                fields[2].Length == 0 ? null : fields[2],
                long.Parse(fields[3], CultureInfo.InvariantCulture),
                TimeZoneInfo.ConvertTimeToUtc(local, London),
                double.Parse(fields[5], CultureInfo.InvariantCulture),
                fields[6].Length == 0 ? null : (long)double.Parse(fields[6], CultureInfo.InvariantCulture),
                fields[7]);
        }
    }

    /// <summary>Splits one CSV record into its unquoted fields.</summary>
    internal static List<string> Split(string record)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < record.Length; i++)
        {
            if (quoted && record[i] == '"' && i + 1 < record.Length && record[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (record[i] == '"')
            {
                quoted = !quoted;
            }
            else if (record[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(record[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static string? ReadRecord(StreamReader reader)
    {
        var record = reader.ReadLine();
        while (record is not null && record.Count(static c => c == '"') % 2 == 1)
        {
            record += "\n" + reader.ReadLine();
        }

        return string.IsNullOrEmpty(record) ? null : record;
    }
}

internal sealed record RetailLine(
    string InvoiceNo, string StockCode, string? Description, long Quantity, DateTime InvoiceDate, double UnitPrice, long? CustomerId, string Country)
{
    /// <summary>Whether the contract of the sample lets the line in.</summary>
    internal bool IsAccepted => CustomerId is not null && UnitPrice >= 0;
}
