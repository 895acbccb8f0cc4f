using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>Opens raw record readers.</summary>
internal static class RawReaders
{
    /// <summary>Opens a CSV or NDJSON file, plain or gzip (recognised by its first bytes).</summary>
    /// <param name="source">Says the format.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.UnreadableFile"/> when it cannot be opened.</exception>
    /// <exception cref="ArgumentException">The source's format has no raw records.</exception>
    internal static IRawRecordReader OpenFile(Source source, string path, RecordLimits? options = null) => source.Format switch
    {
        FileFormat.Csv => new CsvRecordReader(RawInput.OpenFile(path), source.Csv, options ?? new()),
        FileFormat.Ndjson => new NdjsonRecordReader(RawInput.OpenFile(path), [.. source.Columns.Select(static column => column.From)], options ?? new()),
        _ => throw new ArgumentException($"A file of format '{source.Format}' has no raw records; read it as a table.", nameof(source)),
    };

    /// <summary>Opens JSON lines, such as a pushed body. The stream is left open.</summary>
    /// <param name="content">The lines, uncompressed.</param>
    /// <param name="names">The properties to be read.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    internal static IRawRecordReader OpenNdjson(Stream content, IReadOnlyList<string> names, RecordLimits? options = null)
        => new NdjsonRecordReader(RawInput.Of(content), names, options ?? new());

    /// <summary>Opens CSV. The stream is left open.</summary>
    internal static IRawRecordReader OpenCsv(Stream content, CsvFormat format, RecordLimits? options = null)
        => new CsvRecordReader(RawInput.Of(content), format, options ?? new());
}
