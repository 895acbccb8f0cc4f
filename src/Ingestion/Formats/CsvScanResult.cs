namespace Ingestion.Formats;

/// <summary>How a scan ended.</summary>
internal enum CsvScanResult
{
    /// <summary>A whole record was found.</summary>
    Record,

    /// <summary>The bytes end before the record does.</summary>
    NeedsMore,

    /// <summary>A quoted field is followed by something else than a delimiter or the end of the line.</summary>
    TextAfterQuote,
}
