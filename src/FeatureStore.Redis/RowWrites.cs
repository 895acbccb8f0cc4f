using FeatureStore.Ports;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>Checks rows and writes them in batches, whatever the layout. Thread-safe.</summary>
/// <param name="connection">The servers.</param>
/// <param name="hashOf">The hash of an entity key.</param>
/// <param name="write">Writes rows that stand in one place of a cluster; gives how many were newer.</param>
internal sealed class RowWrites(RedisConnection connection, Func<EntityKey, RedisKey> hashOf, Func<IDatabaseAsync, IReadOnlyList<OnlineWrite>, Task<int>> write)
{
    /// <summary>Writes rows; gives how many were newer.</summary>
    internal async ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            RowCheck.Check(row);
        }

        var written = 0;
        foreach (var batch in RowBatches.Of(rows, WriteScript.MaxRows, WriteScript.MaxBytes))
        {
            written += await connection.RunAsync("Writing rows", multiplexer => WriteAsync(multiplexer, batch), cancellationToken).ConfigureAwait(false);
        }

        return written;
    }

    /// <summary>In a cluster a call can reach one slot only, so the rows are parted by slot; all calls go out at once.</summary>
    private async Task<int> WriteAsync(ConnectionMultiplexer multiplexer, IReadOnlyList<OnlineWrite> rows)
    {
        var database = multiplexer.GetDatabase();
        if (!RedisConnection.IsCluster(multiplexer))
        {
            return await write(database, rows).ConfigureAwait(false);
        }

        var slots = rows.GroupBy(row => multiplexer.HashSlot(hashOf(row.Key)));
        var written = await Task.WhenAll(slots.Select(slot => write(database, [.. slot]))).ConfigureAwait(false);
        return written.Sum();
    }
}
