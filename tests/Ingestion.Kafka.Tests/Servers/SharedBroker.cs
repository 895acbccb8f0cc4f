using Conformance;
using Ingestion.Kafka.Tests.Servers;
using Servers;

[assembly: AssemblyFixture(typeof(SharedBroker))]

namespace Ingestion.Kafka.Tests.Servers;

/// <summary>The broker that the tests share, started when first needed.</summary>
public sealed class SharedBroker : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private KafkaServer? _server;

    /// <summary>Where clients connect to.</summary>
    internal async Task<string> AddressAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _server ??= await TestServers.KafkaAsync();
            return _server.Address;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _starting.Dispose();
    }
}
