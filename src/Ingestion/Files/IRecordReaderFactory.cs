using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Files;

/// <summary>Opens files and bodies as raw records.</summary>
internal interface IRecordReaderFactory
{
    /// <summary>Opens a file in the source's format, plain or gzip.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.UnreadableFile"/> when it cannot be opened.</exception>
    IRawRecordReader OpenFile(Source source, string path);

    /// <summary>Opens JSON lines, such as a pushed body. The stream is left open.</summary>
    IRawRecordReader OpenNdjson(Stream content);

    /// <summary>Opens CSV records that follow a header line. The stream is left open.</summary>
    IRawRecordReader OpenCsv(Stream content, char delimiter);
}
