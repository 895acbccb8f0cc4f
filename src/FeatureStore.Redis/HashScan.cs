using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>The hashes of a project, page by page, and commands for many of them at once.</summary>
internal sealed class HashScan(RedisConnection connection, string pattern, int pageSize)
{
    private const string LookingForKeys = "Looking for keys";

    internal async IAsyncEnumerable<IReadOnlyList<RedisKey>> ScanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var scan = await connection.RunAsync(LookingForKeys, multiplexer => Task.FromResult(KeyScan.Begin(multiplexer, pattern, pageSize)), cancellationToken).ConfigureAwait(false);
        while (await connection.RunAsync(LookingForKeys, _ => scan.NextAsync(), cancellationToken).ConfigureAwait(false) is { Count: > 0 } hashes)
        {
            yield return hashes;
        }
    }

    /// <summary>Sends a command for each hash, all at once.</summary>
    internal static async Task<T[]> ForEachAsync<T>(ConnectionMultiplexer multiplexer, IReadOnlyList<RedisKey> hashes, Func<IDatabaseAsync, RedisKey, Task<T>> command)
    {
        if (hashes.Count == 1)
        {
            return [await command(multiplexer.GetDatabase(), hashes[0]).ConfigureAwait(false)];
        }

        var batch = multiplexer.GetDatabase().CreateBatch();
        var answers = hashes.Select(hash => command(batch, hash)).ToArray();
        batch.Execute();
        return await Task.WhenAll(answers).ConfigureAwait(false);
    }
}
