using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>How sources and their columns are said to people.</summary>
public static class SourceWords
{
    /// <summary>How events come: <c>CSV files, HTTP pushes</c>.</summary>
    public static string FormatOf(Source source)
    {
        if (source.From is { } stream)
        {
            return $"Made of {stream}";
        }

        var files = source.Format switch
        {
            FileFormat.Csv => "CSV files",
            FileFormat.Ndjson => "NDJSON files",
            _ => "Parquet files",
        };
        files = source.Topic is { } topic ? $"topic {topic.Name}, {files}" : source.Capture is { } capture ? $"table {capture.Table}, {files}" : files;
        return source.AcceptsPush ? files + ", HTTP pushes" : files;
    }

    /// <summary>By which columns an event is joined with a view: <c>caller_id</c>, or <c>caller = caller_id</c> where the names differ.</summary>
    public static string JoinOf(Enrichment enrichment)
        => string.Join(", ", enrichment.On.Select(static key => key.Column == key.JoinKey ? key.Column : $"{key.Column} = {key.JoinKey}"));

    /// <summary>How the raw text of a column becomes its value; null when it is read as it stands.</summary>
    public static string? ConversionOf(SourceColumn column)
    {
        var parts = new List<string>();
        if (column.Conversion != Conversion.None)
        {
            parts.Add(column.Conversion switch
            {
                Conversion.Trim => "white space cut",
                Conversion.WholeFromDecimal => "17850.0 becomes 17850",
                Conversion.EpochSeconds => "seconds since 1970",
                Conversion.EpochMilliseconds => "milliseconds since 1970",
                Conversion.EpochMicroseconds => "microseconds since 1970",
                Conversion.BoolWords => "yes and no, y and n, 1 and 0",
                _ => column.Conversion.ToString(),
            });
        }

        if (column.Format is { } format)
        {
            parts.Add(format);
        }

        if (column.Zone is { } zone)
        {
            parts.Add(zone);
        }

        if (column.KeepEmpty)
        {
            parts.Add("empty stays empty");
        }

        if (column.IsLabel)
        {
            parts.Add("label, known only afterwards");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
