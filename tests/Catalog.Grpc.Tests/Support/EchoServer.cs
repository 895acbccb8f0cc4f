using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Catalog.Grpc.Tests.Support;

/// <summary>The server with one service, on a free port.</summary>
internal sealed class EchoServer : IAsyncDisposable, IGrpcHealth
{
    private readonly IHost _host;

    private EchoServer(int maxMessageBytes)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IGrpcService>(Service);
        builder.Services.AddSingleton<IGrpcHealth>(this);
        builder.Configuration["Grpc:Urls"] = "http://127.0.0.1:0";
        builder.Configuration["Grpc:MaxMessageBytes"] = maxMessageBytes.ToString();
        builder.Services.AddGrpcServer(builder.Configuration);
        _host = builder.Build();
    }

    internal EchoService Service { get; } = new();

    internal bool IsServing { get; set; } = true;

    internal Uri Address => _host.Services.GetRequiredService<IGrpcAddresses>().Addresses[0];

    internal static async Task<EchoServer> StartAsync(int maxMessageBytes = 1 << 20)
    {
        var server = new EchoServer(maxMessageBytes);
        await server._host.StartAsync();
        return server;
    }

    public ValueTask<bool> IsServingAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsServing);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
