using System.Net;
using System.Runtime.ExceptionServices;

namespace Catalog.Client;

/// <summary>A body that is made while it is sent. What goes wrong in making it is kept, since the client would take it for a failure of the connection.</summary>
internal abstract class StreamedContent : HttpContent
{
    /// <summary>What went wrong in making the body; null when nothing did.</summary>
    internal ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Limits how long the server may take for a piece; making one may take as long as it does.</summary>
    internal PartTimer? Timer { get; set; }

    /// <summary>Whether all of it was sent, so that the server may have begun to work.</summary>
    internal bool IsSent { get; private set; }

    /// <summary>Whether the server stopped reading, so that the rest is not made any more.</summary>
    internal bool IsCutOff { get; set; }

    /// <summary>The pieces; each is used up before the next is asked for.</summary>
    protected abstract IAsyncEnumerable<ReadOnlyMemory<byte>> MakeAsync(CancellationToken cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var pieces = MakeAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pieces.ConfigureAwait(false))
        {
            while (!IsCutOff && await NextAsync(pieces).ConfigureAwait(false))
            {
                Timer?.Begin();
                await stream.WriteAsync(pieces.Current, cancellationToken).ConfigureAwait(false);
                Timer?.Rest();
            }
        }

        IsSent = !IsCutOff;
        Timer?.Begin();
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            return await pieces.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }
}
