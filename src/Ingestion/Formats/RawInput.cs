using Catalog.Core.Storage;

namespace Ingestion.Formats;

/// <summary>The uncompressed bytes of a file or a body, and how much of the file itself was read.</summary>
internal sealed class RawInput : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly CountingStream _source;
    private readonly bool _leaveOpen;

    private RawInput(CountingStream source, Stream content, bool leaveOpen)
    {
        _source = source;
        Content = content;
        _leaveOpen = leaveOpen;
    }

    internal Stream Content { get; }

    internal long BytesConsumed => _source.Count;

    /// <summary>Opens a file; gzip is recognised by its first two bytes, whatever the name.</summary>
    /// <exception cref="IngestionException">The file cannot be opened.</exception>
    internal static RawInput OpenFile(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan | FileOptions.Asynchronous);
            var isGzip = file.ReadByte() == GzipReadStream.Magic[0] && file.ReadByte() == GzipReadStream.Magic[1];
            file.Position = 0;
            var counted = new CountingStream(file);
            return new RawInput(counted, isGzip ? new GzipReadStream(counted) : counted, leaveOpen: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IngestionException(
                IngestionErrorCode.UnreadableFile, $"The file '{Path.GetFileName(path)}' cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>Reads a stream that belongs to somebody else.</summary>
    internal static RawInput Of(Stream content)
    {
        var counted = new CountingStream(content);
        return new RawInput(counted, counted, leaveOpen: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_leaveOpen)
        {
            await Content.DisposeAsync().ConfigureAwait(false);
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
