namespace Catalog.Client;

/// <summary>An answer that began; its body is read piece by piece. Failures of the connection are told as such.</summary>
internal sealed class OpenAnswer : IAsyncDisposable
{
    private readonly string _attempted;
    private readonly Uri _address;
    private readonly HttpResponseMessage _response;
    private readonly PartTimer _timer;
    private readonly IDisposable? _connection;
    private Stream? _body;

    /// <param name="attempted">What the call is for.</param>
    /// <param name="address">Address of the server.</param>
    /// <param name="response">The answer.</param>
    /// <param name="timer">Limits each part of it.</param>
    /// <param name="connection">What is let go of with the answer; null for nothing.</param>
    internal OpenAnswer(string attempted, Uri address, HttpResponseMessage response, PartTimer timer, IDisposable? connection)
    {
        _connection = connection;
        _attempted = attempted;
        _address = address;
        _response = response;
        _timer = timer;
    }

    /// <summary>Bytes of the body; null when it does not say.</summary>
    internal long? Length => _response.Content.Headers.ContentLength;

    /// <summary>A header of the answer; null when it has none of that name.</summary>
    internal string? Header(string name) => _response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>Reads the next piece.</summary>
    /// <returns>The bytes read; 0 at the end.</returns>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            // A read that need not wait does not look.
            _timer.Token.ThrowIfCancellationRequested();
            _timer.Begin();
            _body ??= await _response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
            return await _body.ReadAsync(buffer, _timer.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsFailure(failure))
        {
            throw Explain(_attempted, _address, _timer, failure);
        }
        finally
        {
            _timer.Rest();
        }
    }

    /// <summary>Reads the whole body.</summary>
    internal async Task<byte[]> ReadAllAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (await ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            whole.Write(buffer, 0, count);
        }

        return whole.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        if (_body is not null)
        {
            await _body.DisposeAsync().ConfigureAwait(false);
        }

        _response.Dispose();
        _timer.Dispose();
        _connection?.Dispose();
    }

    internal static bool IsFailure(Exception failure) => failure is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>What the failure is to the caller: its own stop, a limit that was passed, or a server that is not there.</summary>
    internal static Exception Explain(string attempted, Uri address, PartTimer timer, Exception failure)
    {
        if (failure is not OperationCanceledException)
        {
            // Of a TLS that fails the outer exception only points at the inner one.
            var cause = failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } ? inner : failure;
            return CatalogException.Unreachable(attempted, address, cause.Message, failure);
        }

        return timer.Caller.IsCancellationRequested
            ? new OperationCanceledException($"{attempted} was stopped by its caller.", failure, timer.Caller)
            : CatalogException.Unreachable(attempted, address, $"it did not answer within {timer.Limit.TotalSeconds:0.###} seconds (CatalogClientOptions.Timeout)", failure);
    }
}
