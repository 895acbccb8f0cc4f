using System.Net;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;

namespace Catalog.Cli.Server;

/// <summary>A file as the body of a request, read while it is sent.</summary>
internal sealed class FileContent : HttpContent
{
    private readonly FileStream _file;
    private readonly IProgress<WorkProgress> _progress;
    private readonly CancellationToken _stop;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Is told how much has been sent.</param>
    /// <param name="stop">Stops the sending between two pieces.</param>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    internal FileContent(string path, IProgress<WorkProgress> progress, CancellationToken stop)
    {
        _file = InputFile.Open(path);
        _progress = progress;
        _stop = stop;
    }

    /// <summary>Whether all of it has been sent, so that the server may have begun to work.</summary>
    internal bool IsSent { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.CanSeek ? _file.Length : 0;
        return _file.CanSeek;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        for (var done = 0L; await ReadAsync(buffer) is > 0 and var count;)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            done += count;
            _progress.Report(new WorkProgress(done, _file.CanSeek ? _file.Length : null, WorkUnit.Bytes));
        }

        IsSent = true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadAsync(byte[] buffer)
    {
        try
        {
            return await _file.ReadAsync(buffer, _stop);
        }
        catch (IOException error)
        {
            // The client would take it for a failure of the connection.
            throw CommandException.Local(ExitCode.Failed, "file-access", $"Cannot read '{_file.Name}': {error.Message}");
        }
    }
}
