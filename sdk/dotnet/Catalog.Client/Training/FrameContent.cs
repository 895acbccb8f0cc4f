using System.Runtime.CompilerServices;
using System.Text;

namespace Catalog.Client;

/// <summary>A request for a training set with its entity frame, as a form.</summary>
internal sealed class FrameContent : StreamedContent
{
    private const int PieceBytes = 128 * 1024;

    private readonly string _boundary;
    private readonly string _spec;
    private readonly string _name;
    private readonly Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> _frame;

    /// <param name="spec">What is wanted, as JSON.</param>
    /// <param name="name">File name of the frame.</param>
    /// <param name="frame">The bytes of the frame.</param>
    internal FrameContent(string spec, string name, Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> frame)
    {
        _spec = spec;
        _name = name;
        _frame = frame;
        _boundary = "catalog-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={_boundary}");
    }

    /// <summary>The bytes of a file.</summary>
    internal static Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> OfFile(string path, IProgress<CatalogProgress>? progress) => token => ReadAsync(path, progress, token);

    protected override async IAsyncEnumerable<ReadOnlyMemory<byte>> MakeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Names may hold anything that files may be called.
        var name = $"filename=\"frame\"; filename*=UTF-8''{Uri.EscapeDataString(_name)}";
        yield return Encoding.UTF8.GetBytes($"--{_boundary}\r\nContent-Disposition: form-data; name=\"spec\"\r\nContent-Type: application/json\r\n\r\n{_spec}\r\n");
        yield return Encoding.UTF8.GetBytes($"--{_boundary}\r\nContent-Disposition: form-data; name=\"frame\"; {name}\r\nContent-Type: application/octet-stream\r\n\r\n");
        await foreach (var piece in _frame(cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return piece;
        }

        yield return Encoding.UTF8.GetBytes($"\r\n--{_boundary}--\r\n");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string path, IProgress<CatalogProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[PieceBytes];
            for (var sent = 0L; await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count;)
            {
                yield return buffer.AsMemory(0, count);
                sent += count;
                progress?.Report(new CatalogProgress($"Sending {Path.GetFileName(path)}", sent, file.Length, "bytes"));
            }
        }
    }
}
