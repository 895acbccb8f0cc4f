using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>Two workers, and what happens to them and to the servers that they work with.</summary>
internal sealed class Storm : IAsyncDisposable
{
    private readonly EngineServers _servers;
    private readonly WorkerGroup _group;
    private readonly Random _random;
    private readonly List<CatalogProcess> _workers = [];
    private readonly List<string> _said = [];

    private Storm(EngineServers servers, WorkerGroup group, Random random) => (_servers, _group, _random) = (servers, group, random);

    /// <summary>How often something was disturbed.</summary>
    internal int Count => _said.Count;

    /// <summary>What was disturbed, in order.</summary>
    internal string Said => string.Join(", ", _said);

    /// <summary>Starts the workers.</summary>
    internal static async Task<Storm> BeginAsync(EngineServers servers, WorkerGroup group, Random random)
    {
        var storm = new Storm(servers, group, random);
        storm._workers.Add(await group.StartWorkerAsync());
        storm._workers.Add(await group.StartWorkerAsync());
        return storm;
    }

    /// <summary>Disturbs one thing, and mends it. The first five are one of each kind.</summary>
    internal async Task DisturbAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_random.Next(1_500), cancellationToken);
        var kind = Count < 5 ? Count : _random.Next(5);
        _said.Add(kind switch
        {
            0 => await KillWorkerAsync(),
            1 => await StopWorkerAsync(cancellationToken),
            2 => await KillRedisAsync(cancellationToken),
            3 => await KillBrokerAsync(),
            _ => await CutDatabaseAsync(cancellationToken),
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private async Task<string> KillWorkerAsync()
    {
        var victim = _workers[_random.Next(_workers.Count)];
        await victim.KillAsync();
        _workers.Remove(victim);
        await victim.DisposeAsync();
        _workers.Add(await _group.StartWorkerAsync());
        return "a worker was killed, and another one started";
    }

    // Shorter and longer than the session of the group: it keeps its partitions, or wakes after they were taken.
    private async Task<string> StopWorkerAsync(CancellationToken cancellationToken)
    {
        var sleeper = _workers[_random.Next(_workers.Count)];
        var time = TimeSpan.FromSeconds(_random.Next(2) == 0 ? 1 : 9);
        await sleeper.SignalAsync("STOP", cancellationToken);
        await Task.Delay(time, cancellationToken);
        await sleeper.SignalAsync("CONT", cancellationToken);
        return $"a worker slept {time.TotalSeconds} s";
    }

    private async Task<string> KillRedisAsync(CancellationToken cancellationToken)
    {
        await _servers.Redis!.KillAsync(); // The test asks for all engines.
        await Task.Delay(_random.Next(2_000), cancellationToken);
        await _servers.Redis.RestartAsync();
        return "Redis was killed";
    }

    private async Task<string> KillBrokerAsync()
    {
        await _servers.Kafka!.KillAsync(); // The test asks for all engines.
        await _servers.Kafka.StartAgainAsync();
        return "the broker was killed";
    }

    private async Task<string> CutDatabaseAsync(CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromMilliseconds(_random.Next(500, 4_000));
        await _servers.CutDatabasesAsync(time, cancellationToken);
        return "PostgreSQL was cut off";
    }
}
