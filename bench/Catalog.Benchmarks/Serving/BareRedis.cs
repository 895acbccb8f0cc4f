using System.Globalization;
using Servers;
using StackExchange.Redis;

namespace Catalog.Benchmarks.Serving;

/// <summary>
/// <c>redis-benchmark</c> reading the product's rows: the hashes as the product has written them, under names that the program can draw at random, each with the fields of all views.
/// </summary>
internal sealed class BareRedis(RedisServer redis)
{
    private const string Prefix = "bare:";

    /// <summary>Copies the product's hashes; ids without one stay without one.</summary>
    /// <returns>Bytes of the rows of a key, in the mean.</returns>
    internal async Task<double> CopyAsync()
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Address);
        var database = connection.GetDatabase();
        var (id, bytes) = (0, 0L);
        foreach (var key in connection.GetServer(redis.Address).Keys(pattern: ServingProduct.Project + ":*", pageSize: 1_000))
        {
            var fields = await database.HashGetAllAsync(key);
            await database.HashSetAsync(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id++:000000000000}"), [.. fields.Select(static field => new HashEntry(field.Name, field.Value))]);
            bytes += fields.Sum(static field => ((byte[])field.Value!).Length);
            Fields = [.. fields.Select(static field => field.Name.ToString()).Order(StringComparer.Ordinal)];
            Keys = id;
        }

        return (double)bytes / id;
    }

    /// <summary>How many hashes there are.</summary>
    internal int Keys { get; private set; }

    /// <summary>Names of the fields.</summary>
    internal string[] Fields { get; private set; } = [];

    /// <summary>Requests per second of so many entities and views each, all of which have rows: a pipeline of one HMGET for each entity.</summary>
    internal async Task<double> MeasureAsync(int clients, int entities, int views, TimeSpan time)
    {
        // A first short run says how many commands fill the time.
        var rate = await RunAsync(clients, entities, views, commands: 200 * entities);
        return await RunAsync(clients, entities, views, commands: (long)(rate * entities * time.TotalSeconds));
    }

    private async Task<double> RunAsync(int clients, int entities, int views, long commands)
    {
        string[] arguments =
        [
            "-p", $"{redis.Port}", "-c", $"{clients}", "-P", $"{entities}", "-n", $"{Math.Max(commands, clients * entities)}", "-r", $"{Keys}", "--csv", "HMGET", $"{Prefix}__rand_int__", .. Fields[..views],
        ];
        var output = await RedisServer.RunAsync("redis-benchmark", arguments);
        var line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return double.Parse(line.Split("\",\"")[1].Trim('"'), CultureInfo.InvariantCulture) / entities;
    }
}
