using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Catalog.Client;

/// <summary>Calls one server. Thread-safe.</summary>
internal sealed class Transport : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly (string Name, string Value)? _key;
    private volatile bool _isDisposed;

    internal Transport(Uri address, CatalogClientOptions options)
        : this(Make(Checked(options)), address, options, ownsHttp: true)
    {
    }

    internal Transport(HttpClient http, CatalogClientOptions options)
        : this(
            http,
            http.BaseAddress ?? throw new ArgumentException("The HttpClient has no BaseAddress; set it to that of the server, such as http://localhost:8080.", nameof(http)),
            Checked(options),
            ownsHttp: false)
    {
    }

    private Transport(HttpClient http, Uri address, CatalogClientOptions options, bool ownsHttp)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException($"The address of the server is '{address}'; it must be one such as http://localhost:8080.", nameof(address));
        }

        // Relative paths replace what follows the last slash.
        Address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        Options = options;
        _http = http;
        _ownsHttp = ownsHttp;
        _key = KeyHeader.Of(options.ApiKey, Environment.GetEnvironmentVariable(KeyHeader.Variable), http);
    }

    internal Uri Address { get; }

    internal CatalogClientOptions Options { get; }

    /// <summary>Makes a call and reads its answer as that type.</summary>
    internal async Task<T> AskAsync<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var (_, body) = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException failure)
        {
            throw CatalogException.Unexpected(call.Attempted, $"the answer of '{new Uri(Address, call.Path)}' cannot be read: {failure.Message} Does the server's version fit this package?", failure);
        }
    }

    /// <summary>Makes a call and gives a header of its answer, or null, and the whole body.</summary>
    internal async Task<(string? Figures, byte[] Body)> SendAsync(Call call, CancellationToken cancellationToken, string? header = null)
    {
        var pause = FirstPause;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var answer = await OpenAsync(call, cancellationToken).ConfigureAwait(false);
                await using (answer.ConfigureAwait(false))
                {
                    return (header is null ? null : answer.Header(header), await answer.ReadAllAsync().ConfigureAwait(false));
                }
            }
            catch (CatalogException failure) when (call.IsSafe && failure.IsTransient && attempt < Options.Retries)
            {
                var wanted = failure.RetryAfter ?? pause;
                await Task.Delay(wanted < LongestPause ? wanted : LongestPause, Options.Time, cancellationToken).ConfigureAwait(false);
                pause *= 2;
            }
        }
    }

    /// <summary>Makes a call once and gives the answer to read from, which must be disposed.</summary>
    /// <exception cref="CatalogException">The server refuses or cannot be reached.</exception>
    internal async Task<OpenAnswer> OpenAsync(Call call, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(CatalogClient)); // An upload has a connection of its own, which would go on.
        var timer = new PartTimer(call.Timeout ?? Options.Timeout, Options.Time, cancellationToken);
        var content = call.Content?.Invoke();
        var upload = content is StreamedContent streamed && _ownsHttp ? Make(Options, streamed) : null;
        HttpResponseMessage? response = null;
        try
        {
            response = await BeginAsync(upload ?? _http, call, content, timer).ConfigureAwait(false);
            var answer = new OpenAnswer(call.Attempted, Address, response, timer, upload);
            return response.IsSuccessStatusCode ? answer : throw ProblemReader.Read(call.Attempted, response, await answer.ReadAllAsync().ConfigureAwait(false));
        }
        catch
        {
            response?.Dispose();
            timer.Dispose();
            upload?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_ownsHttp)
        {
            _isDisposed = true;
            _http.Dispose();
        }
    }

    private async Task<HttpResponseMessage> BeginAsync(HttpClient http, Call call, HttpContent? content, PartTimer timer)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(Address, call.Path)) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("catalog-client-dotnet");
        if (call.Header is { } header)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (_key is { } key)
        {
            request.Headers.TryAddWithoutValidation(key.Name, key.Value);
        }

        var streamed = content as StreamedContent;
        if (streamed is not null)
        {
            streamed.Timer = timer;
        }

        try
        {
            timer.Begin();
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (OpenAnswer.IsFailure(failure) || streamed?.Failure is not null)
        {
            streamed?.Failure?.Throw();
            throw OpenAnswer.Explain(call.Attempted, Address, timer, failure);
        }
        finally
        {
            timer.Rest();
        }
    }

    private static CatalogClientOptions Checked(CatalogClientOptions options)
    {
        options.Check();
        return options;
    }

    private static HttpClient Make(CatalogClientOptions options, StreamedContent? upload = null)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = options.Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (upload is not null)
        {
            handler.ConnectCallback = async (context, cancellationToken) => new UploadStream(await ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), upload);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async Task<NetworkStream> ConnectAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
