namespace Catalog.Core.Text;

/// <summary>Writes fields of CSV (RFC 4180).</summary>
public static class CsvField
{
    /// <summary>A field as it stands, or in double quotes where it holds a comma, a quote or the end of a line.</summary>
    public static string Quote(string field)
        => field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
