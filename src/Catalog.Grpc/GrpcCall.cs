using System.Runtime.CompilerServices;
using Catalog.Grpc.Calls;
using Microsoft.AspNetCore.Http;

namespace Catalog.Grpc;

/// <summary>One call that runs. Its messages are read and written one at a time.</summary>
public sealed class GrpcCall
{
    private readonly HttpContext _context;
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer;

    internal GrpcCall(HttpContext context, MessageReader reader, MessageWriter writer, CancellationToken cancellationToken)
        => (_context, _reader, _writer, CancellationToken) = (context, reader, writer, cancellationToken);

    /// <summary>Fires when the caller gives up or its deadline passes.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Names the connection that the call came by, as long as this process runs. A client makes its calls by one connection until that breaks.</summary>
    public string ConnectionId => _context.Connection.Id;

    /// <summary>What the caller sent beside its messages under a name; null when nothing, values of one name joined by commas.</summary>
    /// <param name="name">The name; case does not count.</param>
    public string? FindMetadata(string name) => _context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>What is sent after the last message, beside the status. Names in lower case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value: visible ASCII.</param>
    public void AddTrailer(string name, string value) => _context.Response.AppendTrailer(name, value);

    /// <summary>The one request of a call.</summary>
    internal async ValueTask<T> ReadOnlyAsync<T>(GrpcMarshaller<T> marshaller)
    {
        var (isThere, message) = await _reader.ReadAsync(marshaller, CancellationToken).ConfigureAwait(false);
        if (!isThere)
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, $"The call of '{_context.Request.Path}' ended without a message; this method takes one.");
        }

        var (isMore, _) = await _reader.ReadAsync(marshaller, CancellationToken).ConfigureAwait(false);
        return isMore
            ? throw new GrpcException(GrpcStatusCode.Unimplemented, $"The call of '{_context.Request.Path}' has more than one message; this method takes one.")
            : message!; // There, as was said.
    }

    internal async IAsyncEnumerable<T> ReadAllAsync<T>(GrpcMarshaller<T> marshaller, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _reader.ReadAsync(marshaller, cancellationToken.CanBeCanceled ? cancellationToken : CancellationToken).ConfigureAwait(false) is (true, var message))
        {
            yield return message!; // There, as was said.
        }
    }

    /// <summary>The messages as streams: each can be read until the next is asked for, which passes over what is left of it.</summary>
    internal async IAsyncEnumerable<Stream> OpenAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var token = cancellationToken.CanBeCanceled ? cancellationToken : CancellationToken;
        while (await _reader.OpenAsync(token).ConfigureAwait(false) is { } message)
        {
            await using var closing = message.ConfigureAwait(false);
            yield return message;
        }
    }

    /// <summary>Writes the one response of a call.</summary>
    internal void WriteOnly<T>(T message, GrpcMarshaller<T> marshaller) => _writer.Write(message, marshaller);

    internal async Task WriteAllAsync<T>(IAsyncEnumerable<T> messages, GrpcMarshaller<T> marshaller)
    {
        await foreach (var message in messages.WithCancellation(CancellationToken).ConfigureAwait(false))
        {
            await _writer.WriteAsync(message, marshaller, CancellationToken).ConfigureAwait(false);
        }
    }
}
