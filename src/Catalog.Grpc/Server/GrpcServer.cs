using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Catalog.Grpc.Server;

/// <summary>
/// Listens for gRPC at addresses of its own: without TLS, a port speaks either HTTP/1.1 or HTTP/2. Starts and stops with the host.
/// </summary>
internal sealed partial class GrpcServer(IEnumerable<IGrpcService> services, IOptions<GrpcOptions> options, TimeProvider clock, ILoggerFactory loggers) : IHostedService, IGrpcAddresses, IDisposable
{
    private const int StreamWindowBytes = 1 << 20;
    private const int ConnectionWindowBytes = 4 << 20;
    private const int MostCallsOfConnection = 1_000;

    private readonly ILogger _logger = loggers.CreateLogger<GrpcServer>();
    private KestrelServer? _server;

    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var addresses = GrpcAddress.Parse(options.Value.Urls);
        if (addresses.Count == 0)
        {
            return;
        }

        var settings = new KestrelServerOptions { AddServerHeader = false };
        SetLimits(settings.Limits);
        foreach (var address in addresses)
        {
            settings.Listen(address);
        }

        _server = new KestrelServer(Options.Create(settings), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), loggers);
        try
        {
            await _server.StartAsync(new GrpcApplication(services, options.Value, clock, _logger), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            throw new IOException(
                $"gRPC cannot listen at '{options.Value.Urls}': {exception.Message} Name free addresses of this machine in '{GrpcOptions.Section}:{nameof(GrpcOptions.Urls)}', or nothing for no gRPC.", exception);
        }

        Addresses = [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address))]; // Kestrel sets it.
        LogListening(string.Join(", ", Addresses));
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose() => _server?.Dispose();

    /// <summary>A stream may be silent for as long as its caller wants, and as long as it goes on; a message has a limit, a call has none.</summary>
    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestBodySize = null;
        limits.Http2.MaxStreamsPerConnection = MostCallsOfConnection;
        limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30); // A client whose machine is gone holds its calls no longer.
    }

    [LoggerMessage(6102, LogLevel.Information, "Listening for gRPC at {Addresses}.")]
    private partial void LogListening(string addresses);
}
