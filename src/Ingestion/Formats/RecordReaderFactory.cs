using FeatureStore.Ports;
using Ingestion.Changes;
using Ingestion.Feeds;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Formats;

/// <summary>Opens lines with the readers of this module and Parquet through the feature store's table reader. Thread-safe.</summary>
internal sealed class RecordReaderFactory(ITableReader tables, IEnumerable<IPayloadFormat> formats, IOptions<IngestionOptions> options) : IRecordReaderFactory
{
    private RecordLimits Limits => new() { MaxRecordBytes = options.Value.MaxRecordBytes };

    public IRawRecordReader OpenFile(Source source, string path) => source.Format == FileFormat.Parquet
        ? new TableRecordReader(tables, path)
        : RawReaders.OpenFile(source, path, Limits);

    public IRawRecordReader OpenNdjson(Stream content, IReadOnlyList<string> names) => RawReaders.OpenNdjson(content, names, Limits);

    public FeedRecordReader OpenPayloads(SourceTopic topic, IReadOnlyList<string> names)
        => new(formats.First(format => format.Format == topic.Format).Open(topic, names), names, options.Value.MaxRecordBytes);

    public FeedRecordReader OpenChanges(SourceCapture capture, IReadOnlyList<string> names)
        => new(new ChangeDecoder(names, ChangeRules.Of(capture)), names, options.Value.MaxRecordBytes);

    public IRawRecordReader OpenCsv(Stream content, char delimiter) => RawReaders.OpenCsv(content, new CsvFormat { Delimiter = delimiter }, Limits);
}
