namespace Catalog.Grpc;

/// <summary>One method of a service.</summary>
public sealed class GrpcMethod
{
    private readonly Func<GrpcCall, Task> _run;

    private GrpcMethod(string path, Func<GrpcCall, Task> run) => (Path, _run) = (path, run);

    /// <summary>Its address: <c>/package.Service/Method</c>.</summary>
    public string Path { get; }

    /// <summary>A method with one request and one response.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="requests">Reads the request.</param>
    /// <param name="responses">Writes the response.</param>
    /// <param name="run">Answers it; any number of calls at once.</param>
    public static GrpcMethod Unary<TRequest, TResponse>(
        string path, GrpcMarshaller<TRequest> requests, GrpcMarshaller<TResponse> responses, Func<TRequest, GrpcCall, ValueTask<TResponse>> run) => new(path, async call =>
    {
        var request = await call.ReadOnlyAsync(requests).ConfigureAwait(false);
        call.WriteOnly(await run(request, call).ConfigureAwait(false), responses);
    });

    /// <summary>A method with one request and any number of responses.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="requests">Reads the request.</param>
    /// <param name="responses">Writes the responses.</param>
    /// <param name="run">Answers it; any number of calls at once.</param>
    public static GrpcMethod ServerStreaming<TRequest, TResponse>(
        string path, GrpcMarshaller<TRequest> requests, GrpcMarshaller<TResponse> responses, Func<TRequest, GrpcCall, IAsyncEnumerable<TResponse>> run) => new(path, async call =>
    {
        var request = await call.ReadOnlyAsync(requests).ConfigureAwait(false);
        await call.WriteAllAsync(run(request, call), responses).ConfigureAwait(false);
    });

    /// <summary>A method with any number of requests and one response.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="requests">Reads the requests.</param>
    /// <param name="responses">Writes the response.</param>
    /// <param name="run">Answers them; need not read all. Any number of calls at once.</param>
    public static GrpcMethod ClientStreaming<TRequest, TResponse>(
        string path, GrpcMarshaller<TRequest> requests, GrpcMarshaller<TResponse> responses, Func<IAsyncEnumerable<TRequest>, GrpcCall, ValueTask<TResponse>> run)
        => new(path, async call => call.WriteOnly(await run(call.ReadAllAsync(requests), call).ConfigureAwait(false), responses));

    /// <summary>A method with any number of requests and of responses.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="requests">Reads the requests.</param>
    /// <param name="responses">Writes the responses.</param>
    /// <param name="run">Answers them, at any time; need not read all. Any number of calls at once.</param>
    public static GrpcMethod Duplex<TRequest, TResponse>(
        string path, GrpcMarshaller<TRequest> requests, GrpcMarshaller<TResponse> responses, Func<IAsyncEnumerable<TRequest>, GrpcCall, IAsyncEnumerable<TResponse>> run)
        => new(path, call => call.WriteAllAsync(run(call.ReadAllAsync(requests), call), responses));

    /// <summary>As <see cref="Duplex"/>, for requests that may be too large to be held: each is a stream of its bytes, which can be read until the next is asked for. They have no limit of size.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="responses">Writes the responses.</param>
    /// <param name="run">Answers them, at any time; need not read all. Any number of calls at once.</param>
    public static GrpcMethod DuplexOfStreams<TResponse>(string path, GrpcMarshaller<TResponse> responses, Func<IAsyncEnumerable<Stream>, GrpcCall, IAsyncEnumerable<TResponse>> run)
        => new(path, call => call.WriteAllAsync(run(call.OpenAllAsync(), call), responses));

    internal Task RunAsync(GrpcCall call) => _run(call);
}
