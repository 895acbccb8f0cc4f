using Ingestion.Feeds;
using Ingestion.Model;
using Ingestion.Ports;


namespace Ingestion.Files;

/// <summary>Opens files and bodies as raw records.</summary>
internal interface IRecordReaderFactory
{
    /// <summary>Opens a file in the source's format; CSV and JSON lines plain or gzip.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.UnreadableFile"/> when it cannot be opened.</exception>
    IRawRecordReader OpenFile(Source source, string path);

    /// <summary>Opens JSON lines, such as a pushed body. The stream is left open.</summary>
    /// <param name="content">The lines, uncompressed.</param>
    /// <param name="names">The properties to be read.</param>
    IRawRecordReader OpenNdjson(Stream content, IReadOnlyList<string> names);

    /// <summary>Opens a reader for payloads of a topic, to which records are given.</summary>
    /// <param name="topic">Says the format.</param>
    /// <param name="names">The fields to be read.</param>
    FeedRecordReader OpenPayloads(SourceTopic topic, IReadOnlyList<string> names);

    /// <summary>Opens a reader for changes of a captured table, to which records are given.</summary>
    /// <param name="capture">Says what becomes of deletes.</param>
    /// <param name="names">The fields to be read.</param>
    FeedRecordReader OpenChanges(SourceCapture capture, IReadOnlyList<string> names);

    /// <summary>Opens CSV records that follow a header line. The stream is left open.</summary>
    IRawRecordReader OpenCsv(Stream content, char delimiter);
}
